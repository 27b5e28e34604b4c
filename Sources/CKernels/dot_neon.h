// What the dot products in NEON share: four rows at a time, halves, and the header of Q4_K and Q5_K.
#include <arm_neon.h>

#include "dot_tables.h"

#define ROWS 4
#define TARGET __attribute__((target("arch=armv8.2-a+dotprod")))
#define PART TARGET static inline __attribute__((always_inline))
#include "dot_rows.h"

/// A half as a float, in all four places.
PART float32x4_t half(uint16_t bits) { return vcvt_f32_f16(vreinterpret_f16_u16(vdup_n_u16(bits))); }

/// Four partial sums of 32 products.
PART int32x4_t products(int8x16_t first, int8x16_t second, const int8_t *values) {
    int32x4_t sum = vdotq_s32(vdupq_n_s32(0), first, vld1q_s8(values));
    return vdotq_s32(sum, second, vld1q_s8(values + 16));
}

/// The sum of eight products in four parts.
PART int32x4_t products_of_eight(int16x8_t first, int16x8_t second) {
    int32x4_t sum = vmull_s16(vget_low_s16(first), vget_low_s16(second));
    return vmlal_s16(sum, vget_high_s16(first), vget_high_s16(second));
}

/// Scales of the eight parts in the low bytes, their minima in the high ones.
PART uint8x16_t split_scales(const void *block) {
    static const uint8_t low_places[16] = { 0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 8, 9, 10, 11 };
    static const uint8_t high_places[16] = { 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7 };
    static const int32_t left[4] = { 0, 0, 0, -4 };
    static const uint32_t low[4] = { 0x3F3F3F3F, 0x0F0F0F0F, 0x3F3F3F3F, 0x0F0F0F0F };
    static const uint32_t high[4] = { 0, 0x30303030, 0, 0x30303030 };
    const uint8x16_t header = vld1q_u8(block), packed = vextq_u8(header, header, 4);
    uint32x4_t base = vshlq_u32(vreinterpretq_u32_u8(vqtbl1q_u8(packed, vld1q_u8(low_places))), vld1q_s32(left));
    uint32x4_t top = vshrq_n_u32(vreinterpretq_u32_u8(vqtbl1q_u8(packed, vld1q_u8(high_places))), 2);
    return vreinterpretq_u8_u32(vorrq_u32(vandq_u32(base, vld1q_u32(low)), vandq_u32(top, vld1q_u32(high))));
}
