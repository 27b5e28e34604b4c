// What the dot products in 256-bit vectors share: two rows at a time unless ROWS is defined, halves of a vector, sums.

#ifndef ROWS
#define ROWS 2
#endif
#include "dot_rows.h"

/// One 16-byte piece of each row in its half of the vector.
PART __m256i halves(const void *first, const void *second) {
    __m128i low = _mm_loadu_si128(first);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), _mm_loadu_si128(second), 1);
}

/// The sum of each of two rows' eight.
PART void store_sums(const __m256 sum[2], float *result) {
    __m256 pairs = _mm256_hadd_ps(sum[0], sum[1]);
    __m128 both = _mm_add_ps(_mm256_castps256_ps128(pairs), _mm256_extractf128_ps(pairs, 1));
    both = _mm_hadd_ps(both, both);
    _mm_storel_pi((__m64 *)result, both);
}
