// Eight interleaved rows of Q2_K and one token. Engines interleave this format on CPUs with AVX-512 alone, whose
// registers the loop has, in vectors of 256 bits; it multiplies by pairs of bytes on those with VNNI too.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl")))
#include "path_vectors_of_8_k.h"

/// Two bits of each byte.
PATH_PART path_rows_of_8 crumbs(path_rows_of_8 rows, int part) {
    const __m256i mask = _mm256_set1_epi8(3);
    return (path_rows_of_8) {
        _mm256_and_si256(_mm256_srli_epi16(rows.first, 2 * part), mask),
        _mm256_and_si256(_mm256_srli_epi16(rows.last, 2 * part), mask) };
}

/// Scaled products of a sixteenth; its two pieces are of the same bits. `scales` has two of each row.
PATH_PART __m256i sixteenth_products(
    path_rows_of_8 first, path_rows_of_8 second, const int8_t *activations, __m128i scales, __m128i places) {
    const __m256i values = both_halves(load_128(activations));
    __m256i sum = _mm256_setzero_si256();
    ADD_EIGHT_PAIRS(sum, first, values, 0)
    ADD_EIGHT_PAIRS(sum, second, values, 2)
    return _mm256_madd_epi16(sum, _mm256_cvtepu8_epi16(_mm_shuffle_epi8(scales, places)));
}

/// Adds part PART of half a block, which is two sixteenths.
#define ADD_PART(PART)                                                                                                 \
    {                                                                                                                  \
        const __m128i both = load_128(scales + 16 * (PART)), mask = _mm_set1_epi8(15);                                 \
        const __m128i own = _mm_and_si128(both, mask);                                                                 \
        const __m256i minima = _mm256_cvtepu8_epi16(_mm_and_si128(_mm_srli_epi16(both, 4), mask));                     \
        const int8_t *at = values + 32 * (PART);                                                                       \
        products[PART] = _mm256_add_epi32(                                                                             \
            sixteenth_products(crumbs(piece_0, PART), crumbs(piece_1, PART), at, own, even),                           \
            sixteenth_products(crumbs(piece_2, PART), crumbs(piece_3, PART), at + 16, own, odd));                      \
        offsets[PART] = _mm256_madd_epi16(PATH_FOUR(value_sums, PART), minima);                                        \
    }

PATH_PART __m256i sum_of_four(const __m256i sums[4]) {
    return _mm256_add_epi32(_mm256_add_epi32(sums[0], sums[1]), _mm256_add_epi32(sums[2], sums[3]));
}

PATH_PART path_sums_of_8 sums_q2_k(const ck_q2_k_of_8 *block, const ck_q8_k *activations) {
    // Twice the first scale of each row, in the order of sums, and twice the second.
    const __m128i even = _mm_setr_epi8(0, 0, 8, 8, 2, 2, 10, 10, 4, 4, 12, 12, 6, 6, 14, 14);
    const __m128i odd = _mm_setr_epi8(1, 1, 9, 9, 3, 3, 11, 11, 5, 5, 13, 13, 7, 7, 15, 15);
    path_sums_of_8 sums = { _mm256_setzero_si256(), _mm256_setzero_si256() };
    for (int half = 0; half < 2; half++) {
        const uint8_t *quants = block->quants + 256 * half, *scales = block->scales + 64 * half;
        const int8_t *values = activations->quants + 128 * half;
        const path_rows_of_8 piece_0 = load_piece(quants, 0), piece_1 = load_piece(quants, 1);
        const path_rows_of_8 piece_2 = load_piece(quants, 2), piece_3 = load_piece(quants, 3);
        const __m256i value_sums = both_halves(load_128(activations->sums + 8 * half));
        __m256i products[4], offsets[4];
        ADD_PART(0) ADD_PART(1) ADD_PART(2) ADD_PART(3)
        sums.products = _mm256_add_epi32(sums.products, sum_of_four(products));
        sums.minima = _mm256_add_epi32(sums.minima, sum_of_four(offsets));
    }
    return sums;
}

PATH_OF_8_RUN(q2_k, avx512, sums_q2_k)
#endif
