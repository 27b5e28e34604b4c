// Attention in NEON.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "attention_half.h"
#include "attention_tables.h"

#define TARGET
#define VEC float32x4_t
#define INTS int32x4_t
#define LANES 4
#define SPREAD(number) vdupq_n_f32(number)
#define FMA(a, b, sum) vfmaq_f32(sum, a, b)
#define SUM(vector) vaddvq_f32(vector)

/// Four halves.
static inline __attribute__((always_inline)) float32x4_t f16_numbers(const char *row, size_t index, int half) {
    return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16((const uint16_t *)row + index + half * LANES)));
}

/// Four numbers of a block.
static inline __attribute__((always_inline)) float32x4_t q8_0_numbers(const char *row, size_t index, int half) {
    const ck_q8_0 *block = (const ck_q8_0 *)row + index / 32;
    int32_t four;
    memcpy(&four, block->quants + index % 32 + half * LANES, sizeof four);
    const int16x8_t quants = vmovl_s8(vreinterpret_s8_s32(vdup_n_s32(four)));
    const float32x4_t scale = vcvt_f32_f16(vreinterpret_f16_u16(vdup_n_u16(block->d)));
    return vmulq_f32(vcvtq_f32_s32(vmovl_s16(vget_low_s16(quants))), scale);
}

#define ATTENTION_NAME attention_f16_neon
#define NUMBERS(row, i, k) f16_numbers(row, i, k)
#define ROW_BYTES(width) (2 * (width))
#include "attention_template.h"

#define ATTENTION_NAME attention_q8_0_neon
#define NUMBERS(row, i, k) q8_0_numbers(row, i, k)
#define ROW_BYTES(width) ((width) / 32 * sizeof(ck_q8_0))
#include "attention_template.h"

const ck_attention_kernel ck_attention_neon[] = {
    { .format = "F16", .isa = CK_ISA_NEON, .run = attention_f16_neon },
    { .format = "Q8_0", .isa = CK_ISA_NEON, .run = attention_q8_0_neon },
    { .format = NULL },
};
#endif
