// The dot products in AVX2: bytes are multiplied and added in pairs, which 16 bits hold, then scaled and added.
#if defined(__x86_64__)
#include <immintrin.h>

#include "dot_tables.h"

#define NAME(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define PART TARGET static inline __attribute__((always_inline))

/// Two products are at most 2 · 15 · 128 together.
PART __m256i add_quarter(
    __m256i sum, const uint8_t *quants, const int8_t *values, __m256i even_scales, __m256i odd_scales) {
    const __m256i nibble = _mm256_set1_epi8(15), both = _mm256_loadu_si256((const __m256i *)quants);
    __m256i low = _mm256_and_si256(both, nibble), high = _mm256_and_si256(_mm256_srli_epi16(both, 4), nibble);
    __m256i even = _mm256_maddubs_epi16(low, _mm256_loadu_si256((const __m256i *)values));
    __m256i odd = _mm256_maddubs_epi16(high, _mm256_loadu_si256((const __m256i *)values + 1));
    even = _mm256_madd_epi16(even, even_scales);
    odd = _mm256_madd_epi16(odd, odd_scales);
    return _mm256_add_epi32(sum, _mm256_add_epi32(even, odd));
}

#define ADD_QUARTER(sum, quants, values, pairs, EVEN, ODD)                                                             \
    sum = add_quarter(                                                                                                 \
        sum, quants, values, _mm256_shuffle_epi32(pairs, 0x55 * (EVEN)), _mm256_shuffle_epi32(pairs, 0x55 * (ODD)));

PART __m256i start(__m256i values) {
    (void)values;
    return _mm256_setzero_si256();
}

/// One factor must be unsigned: the weights' signs go to the activations. Two products are at most 2 · 127² together.
PART __m256i products(__m256i begin, __m256i quants, __m256i values) {
    (void)begin;
    __m256i sizes = _mm256_abs_epi8(quants), moved = _mm256_sign_epi8(values, quants);
    return _mm256_madd_epi16(_mm256_maddubs_epi16(sizes, moved), _mm256_set1_epi16(1));
}

#include "dot_256_template.h"

const ck_dot_kernel ck_dot_avx2[] = {
    Q4_K_ROW(CK_ISA_AVX2, dot_q4_k_avx2), Q8_0_ROW(CK_ISA_AVX2, dot_q8_0_avx2), { .format = NULL }
};
#endif
