// The dot products of floats and 16-bit floats in AVX-512, and with the instruction for BF16, four rows at a time.
#if defined(__x86_64__)
#include <immintrin.h>

#include "dot_blocks_32.h"
#include "dot_tables.h"

#define ROWS 4
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl")))
#define PART TARGET static inline __attribute__((always_inline))
#define BF16_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))
#include "dot_rows.h"

/// A block; of BF16 the even numbers and the odd ones.
typedef struct {
    __m512 first, second;
} whole;

PART whole load_f32(const ck_f32 *block) {
    return (whole) { _mm512_loadu_ps(block->numbers), _mm512_loadu_ps(block->numbers + 16) };
}

PART whole load_f16(const ck_f16 *block) {
    const __m256i *numbers = (const __m256i *)block->numbers;
    return (whole) { _mm512_cvtph_ps(_mm256_loadu_si256(numbers)), _mm512_cvtph_ps(_mm256_loadu_si256(numbers + 1)) };
}

/// A number is the high half of a float.
PART whole load_bf16(const ck_bf16 *block) {
    const __m512i both = _mm512_loadu_si512(block->numbers);
    const __m512i odd = _mm512_and_si512(both, _mm512_set1_epi32((int)0xFFFF0000));
    return (whole) { _mm512_castsi512_ps(_mm512_slli_epi32(both, 16)), _mm512_castsi512_ps(odd) };
}

/// Two sums a row, so that eight of them hide the latency of an addition.
PART void add(whole weights, whole values, __m512 sum[2]) {
    sum[0] = _mm512_fmadd_ps(weights.first, values.first, sum[0]);
    sum[1] = _mm512_fmadd_ps(weights.second, values.second, sum[1]);
}

#define FORMAT(name)                                                                                                   \
    PART void four_##name(                                                                                             \
        const ck_##name *const row[ROWS], const ck_##name *activations, size_t blocks, float *result) {                \
        __m512 sum[ROWS][2];                                                                                           \
        for (int i = 0; i < 2 * ROWS; i++) sum[i / 2][i % 2] = _mm512_setzero_ps();                                    \
        for (size_t block = 0; block < blocks; block++) {                                                              \
            const whole values = load_##name(activations + block);                                                     \
            add(load_##name(row[0] + block), values, sum[0]);                                                          \
            add(load_##name(row[1] + block), values, sum[1]);                                                          \
            add(load_##name(row[2] + block), values, sum[2]);                                                          \
            add(load_##name(row[3] + block), values, sum[3]);                                                          \
        }                                                                                                              \
        for (int r = 0; r < ROWS; r++) result[r] = _mm512_reduce_add_ps(_mm512_add_ps(sum[r][0], sum[r][1]));          \
    }                                                                                                                  \
                                                                                                                       \
    DOT_RUN(dot_##name##_avx512, ck_##name, four_##name)

FORMAT(f32)
FORMAT(f16)
FORMAT(bf16)

const ck_dot_kernel ck_dot_avx512_float[] = { DOT_FLOAT_ROWS(CK_ISA_AVX512, avx512) };

// The instruction multiplies and adds pairs of BF16; it takes subnormal numbers as 0.

#undef TARGET
#define TARGET BF16_TARGET

PART __m512bh load_pairs(const ck_bf16 *block) { return (__m512bh)_mm512_loadu_si512(block->numbers); }

PART void four_pairs(const ck_bf16 *const row[ROWS], const ck_bf16 *activations, size_t blocks, float *result) {
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    for (size_t block = 0; block < blocks; block++) {
        const __m512bh values = load_pairs(activations + block);
        sum[0] = _mm512_dpbf16_ps(sum[0], load_pairs(row[0] + block), values);
        sum[1] = _mm512_dpbf16_ps(sum[1], load_pairs(row[1] + block), values);
        sum[2] = _mm512_dpbf16_ps(sum[2], load_pairs(row[2] + block), values);
        sum[3] = _mm512_dpbf16_ps(sum[3], load_pairs(row[3] + block), values);
    }
    for (int r = 0; r < ROWS; r++) result[r] = _mm512_reduce_add_ps(sum[r]);
}

DOT_RUN(dot_bf16_avx512_bf16, ck_bf16, four_pairs)

const ck_dot_kernel ck_dot_avx512_bf16[] = {
    DOT_ROW("BF16", CK_ISA_AVX512_BF16, ck_bf16, ck_bf16, dot_bf16_avx512_bf16), { .format = NULL }
};
#endif
