// The dot products of blocks of 32 in NEON with the dot product instruction, four rows at a time.
#if defined(__aarch64__)
#include "dot_blocks_32.h"
#include "dot_neon.h"

/// The quants of a block: elements 0-15 and 16-31.
typedef struct {
    int8x16_t low, high;
} block_32;

PART block_32 nibbles(const uint8_t *quants) {
    const uint8x16_t both = vld1q_u8(quants);
    return (block_32) {
        vreinterpretq_s8_u8(vandq_u8(both, vdupq_n_u8(15))), vreinterpretq_s8_u8(vshrq_n_u8(both, 4)) };
}

/// Adds 16 where the fifth bit is set.
PART block_32 add_fifth(block_32 quants, const uint8_t *high) {
    static const uint8_t each[16] = { 1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128 };
    const uint8x16_t bits = vld1q_u8(each), sixteen = vdupq_n_u8(16);
    const uint8x16_t first = vcombine_u8(vdup_n_u8(high[0]), vdup_n_u8(high[1]));
    const uint8x16_t second = vcombine_u8(vdup_n_u8(high[2]), vdup_n_u8(high[3]));
    quants.low = vorrq_s8(quants.low, vreinterpretq_s8_u8(vandq_u8(vtstq_u8(first, bits), sixteen)));
    quants.high = vorrq_s8(quants.high, vreinterpretq_s8_u8(vandq_u8(vtstq_u8(second, bits), sixteen)));
    return quants;
}

/// The value that each nibble stands for.
PART block_32 look_up(block_32 quants, const int8_t *meanings) {
    const int8x16_t all = vld1q_s8(meanings);
    quants.low = vqtbl1q_s8(all, vreinterpretq_u8_s8(quants.low));
    quants.high = vqtbl1q_s8(all, vreinterpretq_u8_s8(quants.high));
    return quants;
}

/// 2^(e − 128) in all places: two factors, as the whole may be subnormal.
PART float32x4_t power(uint8_t e) {
    const uint32_t half = e / 2, rest = e - half, bias = 127 - 64;
    return vmulq_f32(
        vreinterpretq_f32_u32(vdupq_n_u32((half + bias) << 23)),
        vreinterpretq_f32_u32(vdupq_n_u32((rest + bias) << 23)));
}

static const int8_t iq4_nl_values[16] = { CK_IQ4_NL_VALUES }, mxfp4_values[16] = { CK_MXFP4_VALUES };

#define Q4_QUANTS(block) nibbles((block)->quants)
#define Q5_QUANTS(block) add_fifth(nibbles((block)->quants), (block)->high)
#define IQ4_NL_QUANTS(block) look_up(nibbles((block)->quants), iq4_nl_values)
#define MXFP4_QUANTS(block) look_up(nibbles((block)->quants), mxfp4_values)
#define SCALE(block) half((block)->d)
#define POWER(block) power((block)->e)

/// What each of four sums starts with, so that `added` may be added to the weights: the same for all rows.
PART int32x4_t begin(int8_t added, block_32 values) {
    const int8x16_t all = vdupq_n_s8((int8_t)-added);
    return vdotq_s32(vdotq_s32(vdupq_n_s32(0), all, values.low), all, values.high);
}

PART float32x4_t sums(int32x4_t start, block_32 weights, block_32 values) {
    return vcvtq_f32_s32(vdotq_s32(vdotq_s32(start, weights.low, values.low), weights.high, values.high));
}

// One row's block each; m · s is the same in all four places, of which the first counts.
#define ADD_SCALED(SCALE, QUANTS)                                                                                      \
    sum[r] = vfmaq_f32(sum[r], sums(start, QUANTS(weights), values), vmulq_f32(SCALE(weights), factor));

#define ADD_WITH_MINIMUM(SCALE, QUANTS)                                                                                \
    ADD_SCALED(SCALE, QUANTS)                                                                                          \
    offset[r] = vfmaq_f32(offset[r], half(weights->m), half(activations->s));

#define FORMAT(name, others, ADDED, ADD, SCALE, QUANTS)                                                                \
    PART void four_##name(                                                                                             \
        const ck_##name *const row[ROWS], const ck_##others *activations, size_t blocks, float *result) {              \
        float32x4_t sum[ROWS], offset[ROWS];                                                                           \
        for (int r = 0; r < ROWS; r++) sum[r] = offset[r] = vdupq_n_f32(0);                                            \
        for (size_t block = 0; block < blocks; block++, activations++) {                                               \
            const block_32 values = { vld1q_s8(activations->quants), vld1q_s8(activations->quants + 16) };             \
            const int32x4_t start = begin(ADDED, values);                                                              \
            const float32x4_t factor = half(activations->d);                                                           \
            for (int r = 0; r < ROWS; r++) {                                                                           \
                const ck_##name *weights = row[r] + block;                                                             \
                ADD(SCALE, QUANTS)                                                                                     \
            }                                                                                                          \
        }                                                                                                              \
        for (int r = 0; r < ROWS; r++) result[r] = vaddvq_f32(sum[r]) + vgetq_lane_f32(offset[r], 0);                  \
    }                                                                                                                  \
                                                                                                                       \
    DOT_RUN(dot_##name##_dotprod, ck_##name, four_##name)

FORMAT(q4_0, q8_0, 8, ADD_SCALED, SCALE, Q4_QUANTS)
FORMAT(q4_1, q8_1, 0, ADD_WITH_MINIMUM, SCALE, Q4_QUANTS)
FORMAT(q5_0, q8_0, 16, ADD_SCALED, SCALE, Q5_QUANTS)
FORMAT(q5_1, q8_1, 0, ADD_WITH_MINIMUM, SCALE, Q5_QUANTS)
FORMAT(iq4_nl, q8_0, 0, ADD_SCALED, SCALE, IQ4_NL_QUANTS)
FORMAT(mxfp4, q8_0, 0, ADD_SCALED, POWER, MXFP4_QUANTS)

const ck_dot_kernel ck_dot_dotprod_32[] = { DOT_32_ROWS(CK_ISA_DOTPROD, dotprod) };
#endif
