// The dot products of the other formats with blocks of 256 in AVX2, as in dot_avx2.c.
#if defined(__x86_64__)
#include <immintrin.h>

#include "dot_tables.h"

#define NAME(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define PART TARGET static inline __attribute__((always_inline))

/// Two products are at most 2 · 63 · 128 together.
PART __m256i add_two(
    __m256i sum, __m256i first, __m256i second, const int8_t *values, __m256i first_scales, __m256i second_scales) {
    first = _mm256_maddubs_epi16(first, _mm256_loadu_si256((const __m256i *)values));
    second = _mm256_maddubs_epi16(second, _mm256_loadu_si256((const __m256i *)values + 1));
    first = _mm256_madd_epi16(first, first_scales);
    second = _mm256_madd_epi16(second, second_scales);
    return _mm256_add_epi32(sum, _mm256_add_epi32(first, second));
}

#define ADD_TWO(sum, first, second, values, pairs, ONE, OTHER)                                                         \
    sum = add_two(                                                                                                     \
        sum, first, second, values, _mm256_shuffle_epi32(pairs, 0x55 * (ONE)),                                         \
        _mm256_shuffle_epi32(pairs, 0x55 * (OTHER)));

// IQ4_XS: one factor must be unsigned, so the weights' signs go to the activations.

static const int8_t iq4_table[16] = { CK_IQ4_TABLE };

PART __m256i start_iq4_xs(__m256i first, __m256i second) {
    (void)first, (void)second;
    return _mm256_setzero_si256();
}

/// Each scale as two 16-bit numbers.
PART __m256i widen(__m128i scales) {
    __m256i wide = _mm256_cvtepi16_epi32(scales);
    return _mm256_blend_epi16(wide, _mm256_slli_epi32(wide, 16), 0xAA);
}

/// Two products are at most 2 · 127 · 127 together.
PART __m256i scaled_products(__m256i quants, __m256i values, __m256i scales) {
    __m256i pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(quants), _mm256_sign_epi8(values, quants));
    return _mm256_madd_epi16(pairs, scales);
}

PART __m256i add_iq4_xs(
    __m256i sum, __m256i low, __m256i high, const __m256i values[2], __m256i start, __m256i scales) {
    (void)start;
    __m256i both = scaled_products(high, values[1], scales);
    return _mm256_add_epi32(sum, _mm256_add_epi32(scaled_products(low, values[0], scales), both));
}

#include "dot_256_k_template.h"

const ck_dot_kernel ck_dot_avx2_k[] = {
    K_ROW("Q6_K", ck_q6_k, CK_ISA_AVX2, dot_q6_k_avx2), K_ROW("Q5_K", ck_q5_k, CK_ISA_AVX2, dot_q5_k_avx2),
    K_ROW("Q3_K", ck_q3_k, CK_ISA_AVX2, dot_q3_k_avx2), K_ROW("Q2_K", ck_q2_k, CK_ISA_AVX2, dot_q2_k_avx2),
    K_ROW("IQ4_XS", ck_iq4_xs, CK_ISA_AVX2, dot_iq4_xs_avx2), { .format = NULL }
};
#endif
