// The dot products of floats and 16-bit floats in NEON, four rows at a time: what bounds them is memory.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "dot_blocks_32.h"
#include "dot_tables.h"

#define ROWS 4
#define TARGET
#define PART static inline __attribute__((always_inline))
#include "dot_rows.h"

/// Eight numbers.
typedef struct {
    float32x4_t first, second;
} eight;

PART eight load_f32(const ck_f32 *block, int part) {
    return (eight) { vld1q_f32(block->numbers + 8 * part), vld1q_f32(block->numbers + 8 * part + 4) };
}

PART eight load_f16(const ck_f16 *block, int part) {
    const float16x8_t both = vreinterpretq_f16_u16(vld1q_u16(block->numbers + 8 * part));
    return (eight) { vcvt_f32_f16(vget_low_f16(both)), vcvt_high_f32_f16(both) };
}

/// A number is the high half of a float.
PART eight load_bf16(const ck_bf16 *block, int part) {
    const uint16x8_t both = vld1q_u16(block->numbers + 8 * part);
    return (eight) {
        vreinterpretq_f32_u32(vshll_n_u16(vget_low_u16(both), 16)),
        vreinterpretq_f32_u32(vshll_high_n_u16(both, 16)) };
}

/// Two sums a row, so that eight of them hide the latency of an addition.
PART void add(eight weights, eight values, float32x4_t sum[2]) {
    sum[0] = vfmaq_f32(sum[0], weights.first, values.first);
    sum[1] = vfmaq_f32(sum[1], weights.second, values.second);
}

#define FORMAT(name)                                                                                                   \
    PART void four_##name(                                                                                             \
        const ck_##name *const row[ROWS], const ck_##name *activations, size_t blocks, float *result) {                \
        float32x4_t sum[ROWS][2];                                                                                      \
        for (int i = 0; i < 2 * ROWS; i++) sum[i / 2][i % 2] = vdupq_n_f32(0);                                         \
        for (size_t block = 0; block < blocks; block++) {                                                              \
            for (int part = 0; part < DOT_FLOATS / 8; part++) {                                                        \
                const eight values = load_##name(activations + block, part);                                           \
                add(load_##name(row[0] + block, part), values, sum[0]);                                                \
                add(load_##name(row[1] + block, part), values, sum[1]);                                                \
                add(load_##name(row[2] + block, part), values, sum[2]);                                                \
                add(load_##name(row[3] + block, part), values, sum[3]);                                                \
            }                                                                                                          \
        }                                                                                                              \
        for (int r = 0; r < ROWS; r++) result[r] = vaddvq_f32(vaddq_f32(sum[r][0], sum[r][1]));                        \
    }                                                                                                                  \
                                                                                                                       \
    DOT_RUN(dot_##name##_neon, ck_##name, four_##name)

FORMAT(f32)
FORMAT(f16)
FORMAT(bf16)

const ck_dot_kernel ck_dot_neon_float[] = { DOT_FLOAT_ROWS(CK_ISA_NEON, neon) };
#endif
