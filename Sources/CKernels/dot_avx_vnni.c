// The dot products in AVX-VNNI: four products of bytes are multiplied and added at once, in 256-bit vectors.
#if defined(__x86_64__)
#include "dot_avx_vnni.h"

/// Four products are at most 4 · 15 · 128 together, which fits the 16 bits that two parts are packed to, so that one
/// multiplication scales both.
PART __m256i add_quarter(__m256i sum, const uint8_t *quants, const int8_t *values, __m256i scales) {
    const __m256i nibble = _mm256_set1_epi8(15), both = _mm256_loadu_si256((const __m256i *)quants);
    const __m256i zero = _mm256_setzero_si256();
    __m256i low = _mm256_and_si256(both, nibble), high = _mm256_and_si256(_mm256_srli_epi16(both, 4), nibble);
    __m256i even = _mm256_dpbusd_avx_epi32(zero, low, _mm256_loadu_si256((const __m256i *)values));
    __m256i odd = _mm256_dpbusd_avx_epi32(zero, high, _mm256_loadu_si256((const __m256i *)values + 1));
    return add_pairs(sum, _mm256_packs_epi32(even, odd), scales);
}

#define ADD_QUARTER(sum, quants, values, pairs, EVEN, ODD)                                                             \
    sum = add_quarter(sum, quants, values, _mm256_shuffle_epi32(pairs, _MM_SHUFFLE(ODD, ODD, EVEN, EVEN)));

/// Unsigned bytes times signed ones is all that the instruction has: 128 is added to the weights, and 128 times the
/// sum of the activations, the same for all rows, is where each sum starts below zero.
PART __m256i start(__m256i values) {
    const __m256i zero = _mm256_setzero_si256();
    return _mm256_sub_epi32(zero, _mm256_dpbusd_avx_epi32(zero, _mm256_set1_epi8(-128), values));
}

PART __m256i products(__m256i begin, __m256i quants, __m256i values) {
    return _mm256_dpbusd_avx_epi32(begin, _mm256_xor_si256(quants, _mm256_set1_epi8(-128)), values);
}

#include "dot_256_template.h"

const ck_dot_kernel ck_dot_avx_vnni[] = {
    Q4_K_ROW(CK_ISA_AVX_VNNI, dot_q4_k_avx_vnni), Q8_0_ROW(CK_ISA_AVX_VNNI, dot_q8_0_avx_vnni), { .format = NULL }
};
#endif
