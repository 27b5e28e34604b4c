// The dot products of floats and 16-bit floats in AVX2, four rows at a time: what bounds them is memory.
#if defined(__x86_64__)
#include <immintrin.h>

#include "dot_blocks_32.h"
#include "dot_tables.h"

#define ROWS 4
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define PART TARGET static inline __attribute__((always_inline))
#include "dot_rows.h"

/// Sixteen numbers; those of BF16 are the even ones and the odd ones.
typedef struct {
    __m256 first, second;
} sixteen;

PART sixteen load_f32(const ck_f32 *block, int half) {
    const float *numbers = block->numbers + 16 * half;
    return (sixteen) { _mm256_loadu_ps(numbers), _mm256_loadu_ps(numbers + 8) };
}

PART sixteen load_f16(const ck_f16 *block, int half) {
    const __m128i *numbers = (const __m128i *)(block->numbers + 16 * half);
    return (sixteen) { _mm256_cvtph_ps(_mm_loadu_si128(numbers)), _mm256_cvtph_ps(_mm_loadu_si128(numbers + 1)) };
}

/// A number is the high half of a float.
PART sixteen load_bf16(const ck_bf16 *block, int half) {
    const __m256i both = _mm256_loadu_si256((const __m256i *)(block->numbers + 16 * half));
    const __m256i odd = _mm256_and_si256(both, _mm256_set1_epi32((int)0xFFFF0000));
    return (sixteen) { _mm256_castsi256_ps(_mm256_slli_epi32(both, 16)), _mm256_castsi256_ps(odd) };
}

/// Two sums a row, so that eight of them hide the latency of an addition.
PART void add(sixteen weights, sixteen values, __m256 sum[2]) {
    sum[0] = _mm256_fmadd_ps(weights.first, values.first, sum[0]);
    sum[1] = _mm256_fmadd_ps(weights.second, values.second, sum[1]);
}

/// The sum of sixteen.
PART float total(const __m256 sum[2]) {
    __m256 all = _mm256_add_ps(sum[0], sum[1]);
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(all), _mm256_extractf128_ps(all, 1));
    four = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
}

#define FORMAT(name)                                                                                                   \
    PART void four_##name(                                                                                             \
        const ck_##name *const row[ROWS], const ck_##name *activations, size_t blocks, float *result) {                \
        __m256 sum[ROWS][2];                                                                                           \
        for (int i = 0; i < 2 * ROWS; i++) sum[i / 2][i % 2] = _mm256_setzero_ps();                                    \
        for (size_t block = 0; block < blocks; block++) {                                                              \
            for (int half = 0; half < 2; half++) {                                                                     \
                const sixteen values = load_##name(activations + block, half);                                         \
                add(load_##name(row[0] + block, half), values, sum[0]);                                                \
                add(load_##name(row[1] + block, half), values, sum[1]);                                                \
                add(load_##name(row[2] + block, half), values, sum[2]);                                                \
                add(load_##name(row[3] + block, half), values, sum[3]);                                                \
            }                                                                                                          \
        }                                                                                                              \
        for (int r = 0; r < ROWS; r++) result[r] = total(sum[r]);                                                      \
    }                                                                                                                  \
                                                                                                                       \
    DOT_RUN(dot_##name##_avx2, ck_##name, four_##name)

FORMAT(f32)
FORMAT(f16)
FORMAT(bf16)

const ck_dot_kernel ck_dot_avx2_float[] = { DOT_FLOAT_ROWS(CK_ISA_AVX2, avx2) };
#endif
