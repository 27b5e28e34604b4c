// The dot products in NEON with the dot product instruction: sixteen products of bytes at once, in sums of four.
#if defined(__aarch64__)
#include "dot_neon.h"

// Q4_K.

/// Adds scale · q · activation of 32 bytes of nibbles: two parts, whose scales stand in places EVEN and EVEN + 1.
#define ADD_QUARTER(quarter, scales, EVEN)                                                                             \
    {                                                                                                                  \
        const uint8x16_t first = vld1q_u8(weights->quants + 32 * quarter);                                             \
        const uint8x16_t second = vld1q_u8(weights->quants + 32 * quarter + 16);                                       \
        const int8_t *values = activations->quants + 64 * quarter;                                                     \
        int32x4_t even = products(                                                                                     \
            vreinterpretq_s8_u8(vandq_u8(first, nibble)), vreinterpretq_s8_u8(vandq_u8(second, nibble)), values);      \
        int32x4_t odd = products(                                                                                      \
            vreinterpretq_s8_u8(vshrq_n_u8(first, 4)), vreinterpretq_s8_u8(vshrq_n_u8(second, 4)), values + 32);       \
        sum = vmlaq_laneq_s32(sum, even, scales, EVEN);                                                                \
        sum = vmlaq_laneq_s32(sum, odd, scales, EVEN + 1);                                                             \
    }

/// The sum of one block in four parts, its scales and offset applied.
PART float32x4_t add_q4_k(
    float32x4_t total, const ck_q4_k *weights, const ck_q8_k *activations, int16x8_t part_sums) {
    const uint8x16_t bytes = split_scales(weights), nibble = vdupq_n_u8(15);
    const int16x8_t scales = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(bytes)));
    const int16x8_t minima = vreinterpretq_s16_u16(vmovl_u8(vget_high_u8(bytes)));
    const int32x4_t first_scales = vmovl_s16(vget_low_s16(scales)), last_scales = vmovl_s16(vget_high_s16(scales));
    int32x4_t sum = vdupq_n_s32(0);
    ADD_QUARTER(0, first_scales, 0)
    ADD_QUARTER(1, first_scales, 2)
    ADD_QUARTER(2, last_scales, 0)
    ADD_QUARTER(3, last_scales, 2)
    const float32x4_t d = vmulq_n_f32(half(weights->d), activations->d);
    const float32x4_t dmin = vmulq_n_f32(half(weights->dmin), activations->d);
    const int32x4_t offset = products_of_eight(minima, part_sums);
    return vfmsq_f32(vfmaq_f32(total, vcvtq_f32_s32(sum), d), vcvtq_f32_s32(offset), dmin);
}

PART void four_q4_k(const ck_q4_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    float32x4_t sum[ROWS] = { vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0) };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const int16x8_t part_sums = vpaddq_s16(vld1q_s16(activations->sums), vld1q_s16(activations->sums + 8));
        for (int r = 0; r < ROWS; r++) sum[r] = add_q4_k(sum[r], row[r] + block, activations, part_sums);
    }
    for (int r = 0; r < ROWS; r++) result[r] = vaddvq_f32(sum[r]);
}

DOT_RUN(dot_q4_k_dotprod, ck_q4_k, four_q4_k)

// Q8_0.

PART void four_q8_0(const ck_q8_0 *const row[ROWS], const ck_q8_0 *activations, size_t blocks, float *result) {
    float32x4_t sum[ROWS] = { vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0) };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const float32x4_t factor = half(activations->d);
        for (int r = 0; r < ROWS; r++) {
            const ck_q8_0 *weights = row[r] + block;
            int32x4_t whole = products(vld1q_s8(weights->quants), vld1q_s8(weights->quants + 16), activations->quants);
            sum[r] = vfmaq_f32(sum[r], vcvtq_f32_s32(whole), vmulq_f32(half(weights->d), factor));
        }
    }
    for (int r = 0; r < ROWS; r++) result[r] = vaddvq_f32(sum[r]);
}

DOT_RUN(dot_q8_0_dotprod, ck_q8_0, four_q8_0)

const ck_dot_kernel ck_dot_dotprod[] = {
    Q4_K_ROW(CK_ISA_DOTPROD, dot_q4_k_dotprod), Q8_0_ROW(CK_ISA_DOTPROD, dot_q8_0_dotprod), { .format = NULL }
};
#endif
