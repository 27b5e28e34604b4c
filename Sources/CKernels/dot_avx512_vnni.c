// The dot products in AVX-512 with VNNI, four rows at a time: what depends on activations alone is done once for four.
#if defined(__x86_64__)
#include "dot_avx512.h"
#include "dot_avx512_scales.h"

// Q4_K.

/// Adds scale · q · activation of one half block. Four products are at most 4 · 15 · 128 together, which fits the
/// 16 bits that two parts are packed to, so that one multiplication scales both.
PART __m512i add_half(__m512i sum, const uint8_t *quants, const __m512i parts[2], __m512i scales) {
    const __m512i nibble = _mm512_set1_epi8(15), zero = _mm512_setzero_si512();
    __m512i both = _mm512_loadu_si512(quants);
    __m512i even = _mm512_dpbusd_epi32(zero, _mm512_and_si512(both, nibble), parts[0]);
    __m512i odd = _mm512_dpbusd_epi32(zero, _mm512_and_si512(_mm512_srli_epi16(both, 4), nibble), parts[1]);
    return add_pairs(sum, _mm512_packs_epi32(even, odd), scales);
}

/// The integer sum of one block; `first` and `last` have the scales of its halves.
PART __m512i q4_k_sum(const void *block, const __m512i parts[4], __m512i first, __m512i last) {
    const ck_q4_k *weights = block;
    __m512i sum = add_half(_mm512_setzero_si512(), weights->quants, parts, first);
    return add_half(sum, weights->quants + 64, parts + 2, last);
}

PART void four_q4_k(const ck_q4_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    const char *at[ROWS] = { (const char *)row[0], (const char *)row[1], (const char *)row[2], (const char *)row[3] };
    four_with_minima(at, sizeof(ck_q4_k), q4_k_sum, activations, blocks, result);
}

DOT_RUN(dot_q4_k_avx512_vnni, ck_q4_k, four_q4_k)

// Q8_0. Unsigned bytes times signed ones is all that the instruction has: 128 is added to the weights, and 128 times
// the sum of the activations, the same for all rows, is where each sum starts below zero.

/// What a sum starts with for these activations.
PART __m512i start(__m512i values) {
    const __m512i zero = _mm512_setzero_si512();
    return _mm512_sub_epi32(zero, _mm512_dpbusd_epi32(zero, _mm512_set1_epi8(-128), values));
}

/// The bytes of two blocks that follow each other.
PART __m512i two_blocks(const ck_q8_0 *blocks) {
    __m512i first = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)blocks[0].quants));
    return _mm512_inserti64x4(first, _mm256_loadu_si256((const __m256i *)blocks[1].quants), 1);
}

/// The scales of four blocks of one row, in its quarter.
PART __m512 four_scales(const ck_q8_0 *const row[ROWS]) {
    __m512i at[4];
    for (int block = 0; block < 4; block++) {
        const void *starts[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        at[block] = quarters(starts);
    }
    __m512i low = _mm512_unpacklo_epi16(at[0], at[1]), high = _mm512_unpacklo_epi16(at[2], at[3]);
    __m512i all = _mm512_unpacklo_epi32(low, high);
    all = _mm512_permutexvar_epi64(_mm512_set_epi64(0, 0, 0, 0, 6, 4, 2, 0), all);
    return _mm512_cvtph_ps(_mm512_castsi512_si256(all));
}

/// The scales of four consecutive activation blocks.
PART __m128 activation_scales(const ck_q8_0 *blocks) {
    __m128i low = _mm_unpacklo_epi16(
        _mm_loadu_si128((const void *)blocks), _mm_loadu_si128((const void *)(blocks + 1)));
    __m128i high = _mm_unpacklo_epi16(
        _mm_loadu_si128((const void *)(blocks + 2)), _mm_loadu_si128((const void *)(blocks + 3)));
    return _mm_cvtph_ps(_mm_unpacklo_epi32(low, high));
}

PART void four_blocks_q8_0(const ck_q8_0 *const row[ROWS], const ck_q8_0 *activations, __m512 sum[ROWS]) {
    const __m512i flip = _mm512_set1_epi8(-128);
    const __m512i first = _mm512_set_epi32(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    __m512 scales = _mm512_mul_ps(four_scales(row), _mm512_broadcast_f32x4(activation_scales(activations)));
    for (int pair = 0; pair < 2; pair++) {
        __m512i values = two_blocks(activations + 2 * pair), below = start(values);
        for (int r = 0; r < ROWS; r++) {
            __m512i quants = _mm512_xor_si512(two_blocks(row[r] + 2 * pair), flip);
            __m512 whole = _mm512_cvtepi32_ps(_mm512_dpbusd_epi32(below, quants, values));
            __m512i picks = _mm512_add_epi32(first, _mm512_set1_epi32(4 * r + 2 * pair));
            sum[r] = _mm512_fmadd_ps(whole, _mm512_permutexvar_ps(picks, scales), sum[r]);
        }
    }
}

PART __m128 half(uint16_t bits) { return _mm_cvtph_ps(_mm_cvtsi32_si128(bits)); }

PART __m512 one_block_q8_0(const ck_q8_0 *weights, const ck_q8_0 *activations) {
    __m256i quants = _mm256_loadu_si256((const __m256i *)weights->quants);
    __m256i values = _mm256_loadu_si256((const __m256i *)activations->quants);
    __m256i below = _mm512_castsi512_si256(start(_mm512_castsi256_si512(values)));
    __m256i whole = _mm256_dpbusd_epi32(below, _mm256_xor_si256(quants, _mm256_set1_epi8(-128)), values);
    __m128 scale = _mm_mul_ss(half(weights->d), half(activations->d));
    return _mm512_zextps256_ps512(_mm256_mul_ps(_mm256_cvtepi32_ps(whole), _mm256_broadcastss_ps(scale)));
}

PART void four_q8_0(const ck_q8_0 *const row[ROWS], const ck_q8_0 *activations, size_t blocks, float *result) {
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    size_t block = 0;
    for (; block + 4 <= blocks; block += 4) {
        const ck_q8_0 *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        four_blocks_q8_0(at, activations + block, sum);
    }
    for (; block < blocks; block++) {
        for (int r = 0; r < ROWS; r++) {
            sum[r] = _mm512_add_ps(sum[r], one_block_q8_0(row[r] + block, activations + block));
        }
    }
    store_sums(sum, result);
}

DOT_RUN(dot_q8_0_avx512_vnni, ck_q8_0, four_q8_0)

const ck_dot_kernel ck_dot_avx512_vnni[] = {
    Q4_K_ROW(CK_ISA_AVX512_VNNI, dot_q4_k_avx512_vnni), Q8_0_ROW(CK_ISA_AVX512_VNNI, dot_q8_0_avx512_vnni),
    { .format = NULL }
};
#endif
