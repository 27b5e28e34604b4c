// Eight interleaved rows of Q4_K and one token, in AVX2. The loop multiplies by pairs of bytes on CPUs with VNNI too.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c")))
#include "path_vectors_of_8_k.h"
#include "path_rows_k.h"

PATH_PART path_rows_of_8 low_nibbles(path_rows_of_8 rows) {
    const __m256i mask = _mm256_set1_epi8(15);
    return (path_rows_of_8) { _mm256_and_si256(rows.first, mask), _mm256_and_si256(rows.last, mask) };
}

PATH_PART path_rows_of_8 high_nibbles(path_rows_of_8 rows) {
    return low_nibbles((path_rows_of_8) { _mm256_srli_epi16(rows.first, 4), _mm256_srli_epi16(rows.last, 4) });
}

/// The scales of a part of eight rows, and then its minima, in bytes.
PATH_PART __m128i load_pairs(const uint8_t *packed) {
    const path_pairs pairs = path_unpack_pairs(packed);
    return _mm_set_epi32(pairs.words[3], pairs.words[2], pairs.words[1], pairs.words[0]);
}

/// Each row's scale twice with 16 bits, in the order of sums.
PATH_PART __m256i mixed_scales(__m128i pairs) {
    const __m128i places = _mm_setr_epi8(0, 0, 4, 4, 1, 1, 5, 5, 2, 2, 6, 6, 3, 3, 7, 7);
    return _mm256_cvtepu8_epi16(_mm_shuffle_epi8(pairs, places));
}

/// Scaled products of one part, whose quants NIBBLES takes from the pieces; activations are both halves of each.
#define PART_PRODUCTS(NIBBLES, values, pairs)                                                                          \
    ({                                                                                                                 \
        const __m256i low = both_halves(load_128(values)), high = both_halves(load_128((values) + 16));                \
        __m256i sum = _mm256_setzero_si256();                                                                          \
        ADD_EIGHT_PAIRS(sum, NIBBLES(piece_0), low, 0)                                                                 \
        ADD_EIGHT_PAIRS(sum, NIBBLES(piece_1), low, 2)                                                                 \
        ADD_EIGHT_PAIRS(sum, NIBBLES(piece_2), high, 0)                                                                \
        ADD_EIGHT_PAIRS(sum, NIBBLES(piece_3), high, 2)                                                                \
        _mm256_madd_epi16(sum, mixed_scales(pairs));                                                                   \
    })

PATH_PART path_sums_of_8 sums_q4_k(const ck_q4_k_of_8 *block, const ck_q8_k *activations) {
    const __m256i all_sums = load_256(activations->sums);
    __m256i part_sums = both_halves(
        _mm_hadd_epi16(_mm256_castsi256_si128(all_sums), _mm256_extracti128_si256(all_sums, 1)));
    path_sums_of_8 sums = { _mm256_setzero_si256(), _mm256_setzero_si256() };
    for (int quarter = 0; quarter < 4; quarter++) {
        const uint8_t *quants = block->quants + 256 * quarter, *scales = block->scales + 24 * quarter;
        const int8_t *values = activations->quants + 64 * quarter;
        const path_rows_of_8 piece_0 = load_piece(quants, 0), piece_1 = load_piece(quants, 1);
        const path_rows_of_8 piece_2 = load_piece(quants, 2), piece_3 = load_piece(quants, 3);
        const __m128i even = load_pairs(scales), odd = load_pairs(scales + 12);
        const __m256i first = PART_PRODUCTS(low_nibbles, values, even);
        const __m256i second = PART_PRODUCTS(high_nibbles, values + 32, odd);
        sums.products = _mm256_add_epi32(sums.products, _mm256_add_epi32(first, second));
        // The two parts' minima side by side, as the sums of their activations are.
        const __m128i both = _mm_unpacklo_epi8(_mm_shuffle_epi32(even, 0x4E), _mm_shuffle_epi32(odd, 0x4E));
        const __m256i minima = _mm256_madd_epi16(_mm256_shuffle_epi32(part_sums, 0), _mm256_cvtepu8_epi16(both));
        sums.minima = _mm256_add_epi32(sums.minima, minima);
        part_sums = _mm256_srli_si256(part_sums, 4);
    }
    return sums;
}

PATH_OF_8_RUN(q4_k, avx2, sums_q4_k)
#endif
