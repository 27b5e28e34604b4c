// What the dot products in AVX-512 share: four rows at a time, their pieces side by side and their sums.
#include <immintrin.h>

#include "dot_tables.h"

#define ROWS 4
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni,f16c")))
#define PART TARGET static inline __attribute__((always_inline))
#include "dot_rows.h"

/// One 16-byte piece of each row in its quarter of the vector.
PART __m512i quarters(const void *const at[ROWS]) {
    __m512i all = _mm512_castsi128_si512(_mm_loadu_si128(at[0]));
    all = _mm512_inserti32x4(all, _mm_loadu_si128(at[1]), 1);
    all = _mm512_inserti32x4(all, _mm_loadu_si128(at[2]), 2);
    return _mm512_inserti32x4(all, _mm_loadu_si128(at[3]), 3);
}

/// The sum of each row's sixteen.
PART void store_sums(const __m512 sum[ROWS], float *result) {
    __m512 first = _mm512_add_ps(_mm512_unpacklo_ps(sum[0], sum[1]), _mm512_unpackhi_ps(sum[0], sum[1]));
    __m512 second = _mm512_add_ps(_mm512_unpacklo_ps(sum[2], sum[3]), _mm512_unpackhi_ps(sum[2], sum[3]));
    __m512 all = _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(first), _mm512_castps_pd(second)));
    all = _mm512_add_ps(
        all, _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(first), _mm512_castps_pd(second))));
    all = _mm512_add_ps(all, _mm512_shuffle_f32x4(all, all, 0x4E));
    all = _mm512_add_ps(all, _mm512_shuffle_f32x4(all, all, 0xB1));
    _mm_storeu_ps(result, _mm512_castps512_ps128(all));
}

/// Adds to each sum the products of two 16-bit pairs. Clang would take the instruction apart, into a product and a sum,
/// so that the sum waits for less; but nothing waits, and an instruction more in each pair costs 4 to 8 % (Zen 5).
PART __m512i add_pairs(__m512i sum, __m512i first, __m512i second) {
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(first), "v"(second));
    return sum;
}
