// The dot products of the other formats with blocks of 256 in NEON with the dot product instruction. The sums of four
// sixteenths or parts, each in four pieces, are added up to one vector, which the four scales multiply at once.
#if defined(__aarch64__)
#include "dot_neon.h"

PART uint8x16_t low_bits(uint8x16_t bytes, uint8_t mask) { return vandq_u8(bytes, vdupq_n_u8(mask)); }

/// The bits of `low`, and those of `high` that `mask` has.
PART int8x16_t join(uint8x16_t low, uint8x16_t high, uint8_t mask) {
    return vreinterpretq_s8_u8(vorrq_u8(low, low_bits(high, mask)));
}

/// Each vector's sum.
PART int32x4_t four_sums(int32x4_t first, int32x4_t second, int32x4_t third, int32x4_t fourth) {
    return vpaddq_s32(vpaddq_s32(first, second), vpaddq_s32(third, fourth));
}

/// The dot products of four sixteenths and 64 activations.
PART int32x4_t four_sixteenths(
    int8x16_t first, int8x16_t second, int8x16_t third, int8x16_t fourth, const int8_t *values) {
    const int32x4_t zero = vdupq_n_s32(0);
    return four_sums(
        vdotq_s32(zero, first, vld1q_s8(values)), vdotq_s32(zero, second, vld1q_s8(values + 16)),
        vdotq_s32(zero, third, vld1q_s8(values + 32)), vdotq_s32(zero, fourth, vld1q_s8(values + 48)));
}

/// Sixteen scales as 32-bit numbers, and the sum of their products with those of the activations in four parts.
PART int32x4_t widen(int8x16_t bytes, const ck_q8_k *activations, int32x4_t scales[4]) {
    const int16x8_t low = vmovl_s8(vget_low_s8(bytes)), high = vmovl_s8(vget_high_s8(bytes));
    scales[0] = vmovl_s16(vget_low_s16(low));
    scales[1] = vmovl_s16(vget_high_s16(low));
    scales[2] = vmovl_s16(vget_low_s16(high));
    scales[3] = vmovl_s16(vget_high_s16(high));
    const int32x4_t first = products_of_eight(low, vld1q_s16(activations->sums));
    return vaddq_s32(first, products_of_eight(high, vld1q_s16(activations->sums + 8)));
}

/// Adds a block's sum, scaled.
PART float32x4_t add(float32x4_t total, int32x4_t sum, uint16_t d, float factor) {
    return vfmaq_f32(total, vcvtq_f32_s32(sum), vmulq_n_f32(half(d), factor));
}

/// Four rows, one function's block at a time.
#define FOUR_ROWS(name, block, add_block)                                                                              \
    PART void name(const block *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {           \
        float32x4_t sum[ROWS] = { vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0) };                    \
        for (size_t i = 0; i < blocks; i++) {                                                                          \
            for (int r = 0; r < ROWS; r++) sum[r] = add_block(sum[r], row[r] + i, activations + i);                    \
        }                                                                                                              \
        for (int r = 0; r < ROWS; r++) result[r] = vaddvq_f32(sum[r]);                                                 \
    }

// Q6_K.

PART int32x4_t add_half_q6_k(
    int32x4_t sum, const uint8_t *low, const uint8_t *high, const int8_t *values, const int32x4_t scales[2]) {
    const uint8x16_t first = vld1q_u8(low), second = vld1q_u8(low + 16), third = vld1q_u8(low + 32);
    const uint8x16_t fourth = vld1q_u8(low + 48), one = vld1q_u8(high), other = vld1q_u8(high + 16);
    sum = vmlaq_s32(
        sum, scales[0],
        four_sixteenths(
            join(low_bits(first, 15), vshlq_n_u8(one, 4), 0x30), join(low_bits(second, 15), vshlq_n_u8(other, 4), 0x30),
            join(low_bits(third, 15), vshlq_n_u8(one, 2), 0x30), join(low_bits(fourth, 15), vshlq_n_u8(other, 2), 0x30),
            values));
    return vmlaq_s32(
        sum, scales[1],
        four_sixteenths(
            join(vshrq_n_u8(first, 4), one, 0x30), join(vshrq_n_u8(second, 4), other, 0x30),
            join(vshrq_n_u8(third, 4), vshrq_n_u8(one, 2), 0x30),
            join(vshrq_n_u8(fourth, 4), vshrq_n_u8(other, 2), 0x30), values + 64));
}

PART float32x4_t add_q6_k(float32x4_t total, const ck_q6_k *weights, const ck_q8_k *activations) {
    int32x4_t scales[4];
    const int32x4_t offset = widen(vld1q_s8(weights->scales), activations, scales);
    int32x4_t sum = vmulq_n_s32(offset, -32);
    sum = add_half_q6_k(sum, weights->low, weights->high, activations->quants, scales);
    sum = add_half_q6_k(sum, weights->low + 64, weights->high + 32, activations->quants + 128, scales + 2);
    return add(total, sum, weights->d, activations->d);
}

FOUR_ROWS(four_q6_k, ck_q6_k, add_q6_k)
DOT_RUN(dot_q6_k_dotprod, ck_q6_k, four_q6_k)

// Q5_K.

/// Two parts from a quarter's nibbles; `high` has their fifth bits in bits 0 and 1.
PART void quarter_q5_k(const uint8_t *quants, const uint8x16_t high[2], const int8_t *values, int32x4_t sums[2]) {
    const uint8x16_t first = vld1q_u8(quants), second = vld1q_u8(quants + 16);
    sums[0] = products(
        join(low_bits(first, 15), vshlq_n_u8(high[0], 4), 16), join(low_bits(second, 15), vshlq_n_u8(high[1], 4), 16),
        values);
    sums[1] = products(
        join(vshrq_n_u8(first, 4), vshlq_n_u8(high[0], 3), 16), join(vshrq_n_u8(second, 4), vshlq_n_u8(high[1], 3), 16),
        values + 32);
}

PART float32x4_t add_q5_k(float32x4_t total, const ck_q5_k *weights, const ck_q8_k *activations) {
    const uint8x16_t bytes = split_scales(weights);
    const uint16x8_t scales = vmovl_u8(vget_low_u8(bytes)), minima = vmovl_u8(vget_high_u8(bytes));
    uint8x16_t high[2] = { vld1q_u8(weights->high), vld1q_u8(weights->high + 16) };
    int32x4_t parts[8];
    for (int quarter = 0; quarter < 4; quarter++) {
        quarter_q5_k(weights->quants + 32 * quarter, high, activations->quants + 64 * quarter, parts + 2 * quarter);
        high[0] = vshrq_n_u8(high[0], 2);
        high[1] = vshrq_n_u8(high[1], 2);
    }
    int32x4_t sum = vmulq_s32(
        four_sums(parts[0], parts[1], parts[2], parts[3]), vreinterpretq_s32_u32(vmovl_u16(vget_low_u16(scales))));
    sum = vmlaq_s32(
        sum, four_sums(parts[4], parts[5], parts[6], parts[7]),
        vreinterpretq_s32_u32(vmovl_u16(vget_high_u16(scales))));
    const int16x8_t part_sums = vpaddq_s16(vld1q_s16(activations->sums), vld1q_s16(activations->sums + 8));
    const int32x4_t offset = products_of_eight(vreinterpretq_s16_u16(minima), part_sums);
    return add(add(total, sum, weights->d, activations->d), offset, weights->dmin, -activations->d);
}

FOUR_ROWS(four_q5_k, ck_q5_k, add_q5_k)
DOT_RUN(dot_q5_k_dotprod, ck_q5_k, four_q5_k)

// IQ4_XS.

/// The scales of the eight parts.
PART int16x8_t scales_iq4_xs(const ck_iq4_xs *weights) {
    static const uint8_t places[8] = { 4, 4, 5, 5, 6, 6, 7, 7 };
    static const int8_t nibbles[8] = { 0, -4, 0, -4, 0, -4, 0, -4 };
    static const int16_t shifts[8] = { 4, 2, 0, -2, -4, -6, -8, -10 };
    const uint8x8_t low = vshl_u8(vtbl1_u8(vld1_u8((const uint8_t *)weights), vld1_u8(places)), vld1_s8(nibbles));
    const uint16x8_t high = vshlq_u16(vdupq_n_u16(weights->high_scales), vld1q_s16(shifts));
    const uint16x8_t both = vorrq_u16(
        vmovl_u8(vand_u8(low, vdup_n_u8(15))), vandq_u16(high, vdupq_n_u16(0x30)));
    return vsubq_s16(vreinterpretq_s16_u16(both), vdupq_n_s16(32));
}

PART float32x4_t add_iq4_xs(float32x4_t total, const ck_iq4_xs *weights, const ck_q8_k *activations) {
    static const int8_t values[16] = { CK_IQ4_TABLE };
    const int8x16_t table = vld1q_s8(values);
    const int16x8_t scales = scales_iq4_xs(weights);
    int32x4_t parts[8];
    for (int part = 0; part < 8; part++) {
        const uint8x16_t both = vld1q_u8(weights->quants + 16 * part);
        parts[part] = products(
            vqtbl1q_s8(table, low_bits(both, 15)), vqtbl1q_s8(table, vshrq_n_u8(both, 4)),
            activations->quants + 32 * part);
    }
    int32x4_t sum = vmulq_s32(four_sums(parts[0], parts[1], parts[2], parts[3]), vmovl_s16(vget_low_s16(scales)));
    sum = vmlaq_s32(sum, four_sums(parts[4], parts[5], parts[6], parts[7]), vmovl_s16(vget_high_s16(scales)));
    return add(total, sum, weights->d, activations->d);
}

FOUR_ROWS(four_iq4_xs, ck_iq4_xs, add_iq4_xs)
DOT_RUN(dot_iq4_xs_dotprod, ck_iq4_xs, four_iq4_xs)

#include "dot_neon_k_low.h"

const ck_dot_kernel ck_dot_dotprod_k[] = {
    K_ROW("Q6_K", ck_q6_k, CK_ISA_DOTPROD, dot_q6_k_dotprod), K_ROW("Q5_K", ck_q5_k, CK_ISA_DOTPROD, dot_q5_k_dotprod),
    K_ROW("Q3_K", ck_q3_k, CK_ISA_DOTPROD, dot_q3_k_dotprod), K_ROW("Q2_K", ck_q2_k, CK_ISA_DOTPROD, dot_q2_k_dotprod),
    K_ROW("IQ4_XS", ck_iq4_xs, CK_ISA_DOTPROD, dot_iq4_xs_dotprod), { .format = NULL }
};
#endif
