// Row by row in AVX2: blocks of 256 whose quants have two bits in a byte, of which Q3_K has a third elsewhere. As those
// of path_rows_avx2_k.c, they are the same on CPUs with VNNI.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c")))
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_256.h"
#include "path_rows_k.h"

/// Of eight scales with 16 bits in each half: number 2n in the low half, the next in the high half.
PATH_PART __m256i sixteenths(__m256i scales, int n) {
    const short first = (short)(0x0404 * n + 0x0100), second = (short)(first + 0x0202);
    return _mm256_shuffle_epi8(scales, join_128(_mm_set1_epi16(first), _mm_set1_epi16(second)));
}

/// Two bits of each byte.
PATH_PART __m256i crumbs(__m256i bytes, int part) {
    return _mm256_and_si256(_mm256_srli_epi16(bytes, 2 * part), _mm256_set1_epi8(3));
}

/// The scales of a half block in both halves of a vector.
typedef struct {
    __m256i halves[2];
} half_scales;

PATH_PART half_scales scales_of_halves(__m128i bytes) {
    const __m256i all = _mm256_cvtepi8_epi16(bytes);
    const __m128i low = _mm256_castsi256_si128(all), high = _mm256_extracti128_si256(all, 1);
    return (half_scales) { { join_128(low, low), join_128(high, high) } };
}

PATH_ROW_SUM(q2_k, ck_q2_k, ck_q8_k) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d), dmin = -activations->d * path_half(weights->dmin);
        const __m128i both = load_128(weights->scales), mask = _mm_set1_epi8(15);
        const __m256i minima = _mm256_cvtepi8_epi16(_mm_and_si128(_mm_srli_epi16(both, 4), mask));
        const __m256i offset = _mm256_madd_epi16(minima, load_256(activations->sums));
        sum = _mm256_fmadd_ps(_mm256_set1_ps(dmin), _mm256_cvtepi32_ps(offset), sum);
        const half_scales scales = scales_of_halves(_mm_and_si128(both, mask));
        __m256i whole = _mm256_setzero_si256();
        PATH_UNROLL for (int half = 0; half < 2; half++) {
            const __m256i bytes = load_256(weights->quants + 32 * half);
            __m256i parts[4];
            PATH_UNROLL for (int part = 0; part < 4; part++) {
                const __m256i values = load_256(activations->quants + 128 * half + 32 * part);
                const __m256i pairs = _mm256_maddubs_epi16(crumbs(bytes, part), values);
                parts[part] = _mm256_madd_epi16(sixteenths(scales.halves[half], part), pairs);
            }
            const __m256i first = _mm256_add_epi32(parts[0], parts[1]), last = _mm256_add_epi32(parts[2], parts[3]);
            whole = _mm256_add_epi32(whole, _mm256_add_epi32(first, last));
        }
        sum = _mm256_fmadd_ps(_mm256_set1_ps(d), _mm256_cvtepi32_ps(whole), sum);
    }
    return sum_of_8(sum);
}

/// Four where bit `part` is not set, which is what the quant is too large by then.
PATH_PART __m256i fours(__m256i high, int part) {
    __m256i own = _mm256_srli_epi16(_mm256_andnot_si256(high, _mm256_set1_epi8((char)(1 << part))), part);
    PATH_KEEP(own);
    return _mm256_slli_epi16(own, 2);
}

PATH_ROW_SUM(q3_k, ck_q3_k, ck_q8_k) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d);
        const path_pairs all = path_unpack_q3_k(weights->scales);
        const __m128i bytes = _mm_set_epi32(all.words[3], all.words[2], all.words[1], all.words[0]);
        const half_scales scales = scales_of_halves(_mm_sub_epi8(bytes, _mm_set1_epi8(32)));
        const __m256i high = load_256(weights->high);
        __m256i whole = _mm256_setzero_si256();
        PATH_UNROLL for (int half = 0; half < 2; half++) {
            const __m256i low = load_256(weights->quants + 32 * half);
            __m256i parts[4];
            PATH_UNROLL for (int part = 0; part < 4; part++) {
                const __m256i values = load_256(activations->quants + 128 * half + 32 * part);
                const __m256i excess = _mm256_maddubs_epi16(fours(high, 4 * half + part), values);
                const __m256i pairs = _mm256_maddubs_epi16(crumbs(low, part), values);
                parts[part] = _mm256_madd_epi16(
                    sixteenths(scales.halves[half], part), _mm256_sub_epi16(pairs, excess));
            }
            const __m256i first = _mm256_add_epi32(parts[0], parts[1]), last = _mm256_add_epi32(parts[2], parts[3]);
            whole = _mm256_add_epi32(whole, _mm256_add_epi32(first, last));
        }
        sum = _mm256_fmadd_ps(_mm256_set1_ps(d), _mm256_cvtepi32_ps(whole), sum);
    }
    return sum_of_8(sum);
}

PATH_ROW_RUN(q2_k, avx2, ck_q2_k)
PATH_ROW_RUN(q3_k, avx2, ck_q3_k)
#endif
