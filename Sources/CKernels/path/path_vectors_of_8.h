// Parts of the loops over eight interleaved rows (path_of_8.h) and one token: a vector of sums has one of each row. The
// file that includes this has defined TARGET.
//
// A vector of quants has eight bytes of each of four rows. Two such are mixed to vectors of four bytes of each of
// eight, in the order 0, 4, 1, 5, 2, 6, 3, 7, in which sums stay until they are stored.
#ifndef PATH_VECTORS_OF_8_H
#define PATH_VECTORS_OF_8_H

#include <immintrin.h>

#include "path_of_8.h"
#include "path_rows_keep.h"
#include "path_rows_scales.h"
#include "path_tables.h"

#define PATH_OF_8_PARAMETERS                                                                                           \
    const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row, size_t tokens,   \
        void *scratch

#define PATH_PART TARGET static inline __attribute__((always_inline))

PATH_PART __m256i load_256(const void *at) { return _mm256_loadu_si256(at); }

PATH_PART __m128i load_128(const void *at) { return _mm_loadu_si128(at); }

PATH_PART __m256i both_halves(__m128i half) {
    __m256i both = _mm256_castsi128_si256(half);
    both = _mm256_permute2x128_si256(both, both, 0);
    PATH_KEEP(both);
    return both;
}

/// Eight bytes of eight rows: of the first four, and of the last.
typedef struct {
    __m256i first, last;
} path_rows_of_8;

PATH_PART path_rows_of_8 load_piece(const uint8_t *quants, int piece) {
    const uint8_t *at = quants + PATH_PIECE(piece, 0);
    return (path_rows_of_8) { load_256(at), load_256(at + 32) };
}

/// The first four bytes of each row.
PATH_PART __m256i first_fours(path_rows_of_8 rows) {
    return _mm256_blend_epi32(rows.first, _mm256_shuffle_epi32(rows.last, 0xB1), 0xAA);
}

/// The last four bytes of each row.
PATH_PART __m256i last_fours(path_rows_of_8 rows) {
    return _mm256_blend_epi32(_mm256_shuffle_epi32(rows.first, 0xB1), rows.last, 0xAA);
}

/// Four bytes of sixteen that both halves have, for all rows.
#define PATH_FOUR(values, n) _mm256_shuffle_epi32(values, 0x55 * (n))

/// Eight halves in the order of sums.
PATH_PART __m256 mixed_halves(const uint16_t *halves) {
    const __m128i places = _mm_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
    return _mm256_cvtph_ps(_mm_shuffle_epi8(load_128(halves), places));
}

/// Eight halves in the order of rows.
PATH_PART __m256 plain_halves(const uint16_t *halves) { return _mm256_cvtph_ps(load_128(halves)); }

/// Sums in the order of rows.
PATH_PART __m256 in_order(__m256 sums) {
    return _mm256_permutevar8x32_ps(sums, _mm256_setr_epi32(0, 2, 4, 6, 1, 3, 5, 7));
}

void path_of_8_q4_0_avx2(PATH_OF_8_PARAMETERS), path_of_8_q4_0_avx_vnni(PATH_OF_8_PARAMETERS),
    path_of_8_q4_0_avx512_vnni(PATH_OF_8_PARAMETERS);
void path_of_8_iq4_nl_avx2(PATH_OF_8_PARAMETERS), path_of_8_iq4_nl_avx_vnni(PATH_OF_8_PARAMETERS),
    path_of_8_iq4_nl_avx512_vnni(PATH_OF_8_PARAMETERS);
void path_of_8_mxfp4_avx2(PATH_OF_8_PARAMETERS), path_of_8_mxfp4_avx_vnni(PATH_OF_8_PARAMETERS),
    path_of_8_mxfp4_avx512_vnni(PATH_OF_8_PARAMETERS);
void path_of_8_q4_k_avx2(PATH_OF_8_PARAMETERS), path_of_8_q2_k_avx512(PATH_OF_8_PARAMETERS);

#endif
