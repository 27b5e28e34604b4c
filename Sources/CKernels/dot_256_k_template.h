// The dot products of the other formats with blocks of 256 in 256-bit vectors, two rows at a time, written once for
// AVX2 and AVX-VNNI. A file that includes this defines, for its instruction set, NAME, PART and TARGET as for
// dot_256_template.h, and:
//   ADD_TWO(sum, first, second, values, pairs, ONE, OTHER)   adds scale · q · activation of two vectors of quants, whose
//               scales are pairs ONE and OTHER of each half of `pairs`
//   iq4_table, start_iq4_xs(…), widen(scales), add_iq4_xs(…)   see IQ4_XS below
// Vectors hold one part each, in whose halves are its two sixteenths: even ones and odd ones.

#include "dot_256.h"
#include "dot_256_scales.h"

PART __m256i load(const void *at) { return _mm256_loadu_si256(at); }

PART __m256i both_and(__m256i vector, int mask) { return _mm256_and_si256(vector, _mm256_set1_epi8((char)mask)); }

/// The bits of `low` that one mask has, and those of `high` that the other has.
PART __m256i join(__m256i low, int low_mask, __m256i high, int high_mask) {
    return _mm256_or_si256(both_and(low, low_mask), both_and(high, high_mask));
}

/// The sums of the even sixteenths' activations in one half, those of the odd ones in the other.
PART __m256i sixteenth_sums(const ck_q8_k *activations) {
    const __m256i places = _mm256_setr_epi64x(
        0x0D0C090805040100, 0x0F0E0B0A07060302, 0x0D0C090805040100, 0x0F0E0B0A07060302);
    return _mm256_permute4x64_epi64(_mm256_shuffle_epi8(load(activations->sums), places), 0xD8);
}

/// Bytes of even places, then those of odd ones.
PART __m128i evens_first(__m128i bytes) {
    return _mm_shuffle_epi8(bytes, _mm_setr_epi8(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15));
}

/// Two scales and the activations' own.
PART __m128 two_scales(uint16_t first, uint16_t second, float factor) {
    return _mm_mul_ps(_mm_cvtph_ps(_mm_cvtsi32_si128((int)(first | (uint32_t)second << 16))), _mm_set1_ps(factor));
}

/// Adds to the sums of both rows, scaled.
#define ADD_ROWS(sum, first, second, d)                                                                                \
    sum[0] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(first), _mm256_broadcastss_ps(d), sum[0]);                             \
    sum[1] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(second), _mm256_broadcastss_ps(_mm_movehdup_ps(d)), sum[1]);

// Q6_K.

PART __m256i add_half_q6_k(
    __m256i sum, const uint8_t *low, const uint8_t *high, const int8_t *values, __m256i pairs) {
    __m256i first = load(low), second = load(low + 32), top = load(high);
    __m256i part = join(first, 15, _mm256_slli_epi16(top, 4), 0x30);
    ADD_TWO(sum, part, join(second, 15, _mm256_slli_epi16(top, 2), 0x30), values, pairs, 0, 1)
    part = join(_mm256_srli_epi16(first, 4), 15, top, 0x30);
    second = _mm256_srli_epi16(second, 4);
    ADD_TWO(sum, part, join(second, 15, _mm256_srli_epi16(top, 2), 0x30), values + 64, pairs, 2, 3)
    return sum;
}

/// The integer sum of one block: 32 times the sums of the activations, times the scales, are too much.
PART __m256i q6_k_sum(const ck_q6_k *weights, const int8_t *values, __m256i sums) {
    __m256i scales = _mm256_cvtepi8_epi16(evens_first(_mm_loadu_si128((const __m128i *)weights->scales)));
    __m256i first = _mm256_unpacklo_epi16(scales, scales), last = _mm256_unpackhi_epi16(scales, scales);
    __m256i sum = add_half_q6_k(_mm256_setzero_si256(), weights->low, weights->high, values, first);
    sum = add_half_q6_k(sum, weights->low + 64, weights->high + 32, values + 128, last);
    return _mm256_sub_epi32(sum, _mm256_slli_epi32(_mm256_madd_epi16(scales, sums), 5));
}

PART void two_q6_k(const ck_q6_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m256 sum[ROWS] = { _mm256_setzero_ps(), _mm256_setzero_ps() };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_q6_k *first = row[0] + block, *second = row[1] + block;
        __m128 d = two_scales(first->d, second->d, activations->d);
        __m256i sums = sixteenth_sums(activations), whole = q6_k_sum(first, activations->quants, sums);
        ADD_ROWS(sum, whole, q6_k_sum(second, activations->quants, sums), d)
    }
    store_sums(sum, result);
}

DOT_RUN(NAME(dot_q6_k), ck_q6_k, two_q6_k)

// Q5_K.

/// Adds two parts; `even` and `odd` have their fifth bits in place.
#define ADD_QUARTER_Q5_K(quarter, even, odd, pairs, EVEN)                                                              \
    {                                                                                                                  \
        __m256i both = load(weights->quants + 32 * quarter), low = join(both, 15, even, 16);                           \
        __m256i top = join(_mm256_srli_epi16(both, 4), 15, odd, 16);                                                   \
        ADD_TWO(sum, low, top, values + 64 * quarter, pairs, EVEN, EVEN + 1)                                           \
    }

PART __m256i q5_k_sum(const void *block, const int8_t *values, __m256i first, __m256i last) {
    const ck_q5_k *weights = block;
    __m256i sum = _mm256_setzero_si256(), high = load(weights->high);
    ADD_QUARTER_Q5_K(0, _mm256_slli_epi16(high, 4), _mm256_slli_epi16(high, 3), first, 0)
    ADD_QUARTER_Q5_K(1, _mm256_slli_epi16(high, 2), _mm256_slli_epi16(high, 1), first, 2)
    ADD_QUARTER_Q5_K(2, high, _mm256_srli_epi16(high, 1), last, 0)
    ADD_QUARTER_Q5_K(3, _mm256_srli_epi16(high, 2), _mm256_srli_epi16(high, 3), last, 2)
    return sum;
}

PART void two_q5_k(const ck_q5_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    const char *at[ROWS] = { (const char *)row[0], (const char *)row[1] };
    two_with_minima(at, sizeof(ck_q5_k), q5_k_sum, activations, blocks, result);
}

DOT_RUN(NAME(dot_q5_k), ck_q5_k, two_q5_k)

#include "dot_256_iq4_xs.h"
#include "dot_256_k_low.h"
