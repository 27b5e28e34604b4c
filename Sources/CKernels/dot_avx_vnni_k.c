// The dot products of the other formats with blocks of 256 in AVX-VNNI, as in dot_avx_vnni.c.
#if defined(__x86_64__)
#include "dot_avx_vnni.h"

/// Four products are at most 4 · 63 · 128 together, which fits the 16 bits that two vectors are packed to, so that one
/// multiplication scales both.
PART __m256i add_two(__m256i sum, __m256i first, __m256i second, const int8_t *values, __m256i scales) {
    const __m256i zero = _mm256_setzero_si256();
    first = _mm256_dpbusd_avx_epi32(zero, first, _mm256_loadu_si256((const __m256i *)values));
    second = _mm256_dpbusd_avx_epi32(zero, second, _mm256_loadu_si256((const __m256i *)values + 1));
    return add_pairs(sum, _mm256_packs_epi32(first, second), scales);
}

#define ADD_TWO(sum, first, second, values, pairs, ONE, OTHER)                                                         \
    sum = add_two(                                                                                                     \
        sum, first, second, values, _mm256_shuffle_epi32(pairs, _MM_SHUFFLE(OTHER, OTHER, ONE, ONE)));

// IQ4_XS: 128 is added to the weights, which must be unsigned, and taken away where each sum starts.

static const uint8_t iq4_table[16] = { 1, 24, 45, 63, 79, 93, 106, 118, 129, 141, 153, 166, 181, 197, 217, 241 };

PART __m256i start_iq4_xs(__m256i first, __m256i second) {
    const __m256i zero = _mm256_setzero_si256(), offset = _mm256_set1_epi8(-128);
    __m256i sum = _mm256_dpbusd_avx_epi32(_mm256_dpbusd_avx_epi32(zero, offset, first), offset, second);
    return _mm256_sub_epi32(zero, sum);
}

PART __m256i widen(__m128i scales) { return _mm256_cvtepi16_epi32(scales); }

PART __m256i add_iq4_xs(
    __m256i sum, __m256i low, __m256i high, const __m256i values[2], __m256i start, __m256i scales) {
    __m256i products = _mm256_dpbusd_avx_epi32(_mm256_dpbusd_avx_epi32(start, low, values[0]), high, values[1]);
    return _mm256_add_epi32(sum, _mm256_mullo_epi32(products, scales));
}

#include "dot_256_k_template.h"

const ck_dot_kernel ck_dot_avx_vnni_k[] = {
    K_ROW("Q6_K", ck_q6_k, CK_ISA_AVX_VNNI, dot_q6_k_avx_vnni),
    K_ROW("Q5_K", ck_q5_k, CK_ISA_AVX_VNNI, dot_q5_k_avx_vnni),
    K_ROW("Q3_K", ck_q3_k, CK_ISA_AVX_VNNI, dot_q3_k_avx_vnni),
    K_ROW("Q2_K", ck_q2_k, CK_ISA_AVX_VNNI, dot_q2_k_avx_vnni),
    K_ROW("IQ4_XS", ck_iq4_xs, CK_ISA_AVX_VNNI, dot_iq4_xs_avx_vnni),
    { .format = NULL }
};
#endif
