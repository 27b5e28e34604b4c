// The dot products of blocks of 32 in AVX2: bytes are multiplied and added in pairs, which 16 bits hold.
#if defined(__x86_64__)
#include <immintrin.h>

#include "dot_tables.h"

#define NAME(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define PART TARGET static inline __attribute__((always_inline))

typedef struct {
    __m256i low, high;
} two_blocks;

/// In sixteen parts.
PART __m256i begin(int8_t added, two_blocks values) {
    const __m256i all = _mm256_set1_epi8(added);
    __m256i sum = _mm256_add_epi16(_mm256_maddubs_epi16(all, values.low), _mm256_maddubs_epi16(all, values.high));
    return _mm256_sub_epi16(_mm256_setzero_si256(), sum);
}

/// Four products are at most 4 · 31 · 127 together, and what they start with is at most 4 · 16 · 127.
PART __m256i sums(__m256i start, two_blocks weights, two_blocks values) {
    __m256i sum = _mm256_add_epi16(start, _mm256_maddubs_epi16(weights.low, values.low));
    sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(weights.high, values.high));
    return _mm256_madd_epi16(sum, _mm256_set1_epi16(1));
}

#define WIDE_ADDED 0

PART __m256i wide_begin(int8_t added, two_blocks values) {
    (void)added, (void)values;
    return _mm256_setzero_si256();
}

/// One factor must be unsigned: the signs of the activations, whose sizes serve all rows, go to the weights. Two
/// products are at most 2 · 127² together, so that only two fit.
PART __m256i wide_sums(__m256i start, two_blocks weights, two_blocks values) {
    const __m256i one = _mm256_set1_epi16(1);
    __m256i low = _mm256_maddubs_epi16(_mm256_abs_epi8(values.low), _mm256_sign_epi8(weights.low, values.low));
    __m256i high = _mm256_maddubs_epi16(_mm256_abs_epi8(values.high), _mm256_sign_epi8(weights.high, values.high));
    (void)start;
    return _mm256_add_epi32(_mm256_madd_epi16(low, one), _mm256_madd_epi16(high, one));
}

#include "dot_256_32.h"

const ck_dot_kernel ck_dot_avx2_32[] = { DOT_32_ROWS(CK_ISA_AVX2, avx2) };
#endif
