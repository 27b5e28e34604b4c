// Row by row in AVX: blocks of 256 whose quants have two bits in a byte, of which Q3_K has a third elsewhere. A half's
// eight sixteenths are multiplied one by one, in 128-bit vectors; the first four and the last are summed up apart.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx,f16c")))
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_128.h"
#include "path_rows_avx_float.h"
#include "path_rows_k.h"

/// Scales with 16 bits, eight of each half.
typedef struct {
    __m128i halves[2];
} half_scales;

PATH_PART half_scales scales_of_halves(__m128i bytes) {
    return (half_scales) { { _mm_cvtepi8_epi16(bytes), _mm_cvtepi8_epi16(_mm_unpackhi_epi64(bytes, bytes)) } };
}

/// Two bits of each byte.
PATH_PART __m128i crumbs(__m128i bytes, int part) {
    return _mm_and_si128(_mm_srli_epi16(bytes, 2 * part), _mm_set1_epi8(3));
}

/// A half's sums of products times scales, of its first four sixteenths and of its last.
typedef struct {
    __m128i first, last;
} half_sums;

/// `pairs` has the sums of two products each of the eight sixteenths.
PATH_PART half_sums scaled_sums(__m128i scales, const __m128i pairs[8]) {
    __m128i sums[8];
    PATH_UNROLL for (int i = 0; i < 8; i++) {
        __m128i places = _mm_set1_epi16((short)(i * 0x0202 + 0x0100));
        PATH_KEEP(places);
        sums[i] = _mm_madd_epi16(_mm_shuffle_epi8(scales, places), pairs[i]);
    }
    return (half_sums) {
        _mm_add_epi32(_mm_add_epi32(sums[0], sums[1]), _mm_add_epi32(sums[2], sums[3])),
        _mm_add_epi32(_mm_add_epi32(sums[4], sums[5]), _mm_add_epi32(sums[6], sums[7])) };
}

PATH_ROW_SUM(q2_k, ck_q2_k, ck_q8_k) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d), dmin = -activations->d * path_half(weights->dmin);
        const __m128i both = load_128(weights->scales), minima = high_nibbles(both);
        const __m128i first_minima = _mm_cvtepi8_epi16(minima);
        const __m128i last_minima = _mm_cvtepi8_epi16(_mm_unpackhi_epi64(minima, minima));
        const __m128i first_offset = _mm_madd_epi16(first_minima, load_128(activations->sums));
        const __m128i last_offset = _mm_madd_epi16(last_minima, load_128(activations->sums + 8));
        sum = add_product(_mm256_set1_ps(dmin), floats_of(first_offset, last_offset), sum);
        const half_scales scales = scales_of_halves(low_nibbles(both));
        __m128i first = _mm_setzero_si128(), last = first;
        PATH_UNROLL for (int half = 0; half < 2; half++) {
            const uint8_t *quants = weights->quants + 32 * half;
            const __m128i even = load_128(quants), odd = load_128(quants + 16);
            const int8_t *values = activations->quants + 128 * half;
            __m128i pairs[8];
            PATH_UNROLL for (int j = 0; j < 8; j++) {
                pairs[j] = _mm_maddubs_epi16(crumbs(j % 2 ? odd : even, j / 2), load_128(values + 16 * j));
            }
            const half_sums sums = scaled_sums(scales.halves[half], pairs);
            first = _mm_add_epi32(first, sums.first);
            last = _mm_add_epi32(last, sums.last);
        }
        sum = add_product(_mm256_set1_ps(d), floats_of(first, last), sum);
    }
    return sum_of_8(sum);
}

/// Four where bit `part` is not set, which is what the quant is too large by then.
PATH_PART __m128i fours(__m128i high, int part) {
    __m128i own = _mm_srli_epi16(_mm_andnot_si128(high, _mm_set1_epi8((char)(1 << part))), part);
    PATH_KEEP(own);
    return _mm_slli_epi16(own, 2);
}

PATH_ROW_SUM(q3_k, ck_q3_k, ck_q8_k) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d);
        const path_pairs all = path_unpack_q3_k(weights->scales);
        const __m128i bytes = _mm_set_epi32(all.words[3], all.words[2], all.words[1], all.words[0]);
        const half_scales scales = scales_of_halves(_mm_sub_epi8(bytes, _mm_set1_epi8(32)));
        const __m128i even_bits = load_128(weights->high), odd_bits = load_128(weights->high + 16);
        __m128i first = _mm_setzero_si128(), last = first;
        PATH_UNROLL for (int half = 0; half < 2; half++) {
            const uint8_t *quants = weights->quants + 32 * half;
            const __m128i even = load_128(quants), odd = load_128(quants + 16);
            const int8_t *at = activations->quants + 128 * half;
            __m128i pairs[8];
            PATH_UNROLL for (int j = 0; j < 8; j++) {
                const __m128i values = load_128(at + 16 * j);
                const __m128i excess = fours(j % 2 ? odd_bits : even_bits, 4 * half + j / 2);
                const __m128i low = _mm_maddubs_epi16(crumbs(j % 2 ? odd : even, j / 2), values);
                pairs[j] = _mm_sub_epi16(low, _mm_maddubs_epi16(excess, values));
            }
            const half_sums sums = scaled_sums(scales.halves[half], pairs);
            first = _mm_add_epi32(first, sums.first);
            last = _mm_add_epi32(last, sums.last);
        }
        sum = add_product(_mm256_set1_ps(d), floats_of(first, last), sum);
    }
    return sum_of_8(sum);
}

PATH_ROW_RUN(q2_k, avx, ck_q2_k)
PATH_ROW_RUN(q3_k, avx, ck_q3_k)
#endif
