// Row by row in AVX, which has no 256-bit integers: blocks of 32 in 128-bit vectors, whose sums are floats in 256-bit
// ones. Of some formats two blocks are taken at a time.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx,f16c")))
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_128.h"
#include "path_rows_avx_float.h"

/// The first factor in the low half, the second in the high one.
PATH_PART __m256 two_factors(float first, float second) {
    return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_set1_ps(first)), _mm_set1_ps(second), 1);
}

/// A block's 32 quants or activations.
typedef struct {
    __m128i low, high;
} block_of_32;

PATH_PART block_of_32 load_block(const void *at) {
    return (block_of_32) { load_128(at), load_128((const uint8_t *)at + 16) };
}

PATH_PART block_of_32 load_nibbles(const uint8_t *quants) {
    const __m128i both = load_128(quants);
    return (block_of_32) { low_nibbles(both), high_nibbles(both) };
}

PATH_PART __m256 unsigned_sums(block_of_32 weights, block_of_32 values) {
    return floats_of(
        fours_of(_mm_maddubs_epi16(weights.low, values.low)), fours_of(_mm_maddubs_epi16(weights.high, values.high)));
}

PATH_PART __m256 signed_sums(block_of_32 weights, block_of_32 values) {
    return floats_of(
        fours_of(signed_pairs(weights.low, values.low)), fours_of(signed_pairs(weights.high, values.high)));
}

/// A block's sums of eight signed products.
PATH_PART __m128i eights(block_of_32 weights, block_of_32 values) {
    return _mm_add_epi32(
        fours_of(signed_pairs(weights.low, values.low)), fours_of(signed_pairs(weights.high, values.high)));
}

/// The nibbles of Q4_0 are small enough to be added up in 16 bits.
PATH_PART __m128i eights_q4_0(const ck_q4_0 *weights, const ck_q8_0 *activations) {
    const __m128i both = load_128(weights->quants), eight = _mm_set1_epi8(8);
    const block_of_32 values = load_block(activations->quants);
    const __m128i first = signed_pairs(_mm_sub_epi8(low_nibbles(both), eight), values.low);
    const __m128i second = signed_pairs(_mm_sub_epi8(high_nibbles(both), eight), values.high);
    return fours_of(_mm_add_epi16(first, second));
}

PATH_PART float last_q4_0(const ck_q4_0 *weights, const ck_q8_0 *activations) {
    return last_block(path_q4_0_values, weights->quants, activations->quants);
}

PATH_PART __m128i eights_q8_0(const ck_q8_0 *weights, const ck_q8_0 *activations) {
    return eights(load_block(weights->quants), load_block(activations->quants));
}

PATH_PART float last_q8_0(const ck_q8_0 *weights, const ck_q8_0 *activations) {
    int sum = 0;
    for (int i = 0; i < 32; i++) sum += weights->quants[i] * activations->quants[i];
    return (float)sum;
}

#define LOOKED_UP(name, VALUES)                                                                                        \
    static const int8_t name##_values[16] = { VALUES };                                                                \
    PATH_PART __m128i eights_##name(const ck_##name *weights, const ck_q8_0 *activations) {                            \
        const __m128i meanings = load_128(name##_values);                                                              \
        const block_of_32 places = load_nibbles(weights->quants);                                                      \
        const block_of_32 quants = {                                                                                   \
            _mm_shuffle_epi8(meanings, places.low), _mm_shuffle_epi8(meanings, places.high) };                         \
        return eights(quants, load_block(activations->quants));                                                        \
    }                                                                                                                  \
    PATH_PART float last_##name(const ck_##name *weights, const ck_q8_0 *activations) {                                \
        return last_block(name##_values, weights->quants, activations->quants);                                        \
    }

LOOKED_UP(iq4_nl, CK_IQ4_NL_VALUES)
LOOKED_UP(mxfp4, CK_MXFP4_VALUES)

#define SCALE_OF_HALF(block) path_half((block).d)
#define SCALE_OF_POWER(block) path_power((block).e)

#define TWO_BLOCKS(name, SCALE)                                                                                        \
    PATH_ROW_SUM(name, ck_##name, ck_q8_0) {                                                                           \
        __m256 sums = _mm256_setzero_ps();                                                                             \
        size_t i = 0;                                                                                                  \
        for (; i + 2 <= blocks; i += 2, weights += 2, activations += 2) {                                              \
            const __m128i first = eights_##name(weights, activations);                                                 \
            const __m128i second = eights_##name(weights + 1, activations + 1);                                        \
            const __m256 d = two_factors(                                                                              \
                SCALE(weights[0]) * path_half(activations[0].d), SCALE(weights[1]) * path_half(activations[1].d));     \
            sums = add_product(d, floats_of(first, second), sums);                                                     \
        }                                                                                                              \
        float sum = sum_of_8(sums);                                                                                    \
        for (; i < blocks; i++, weights++, activations++) {                                                            \
            sum += SCALE(*weights) * path_half(activations->d) * last_##name(weights, activations);                    \
        }                                                                                                              \
        return sum;                                                                                                    \
    }                                                                                                                  \
    PATH_ROW_RUN(name, avx, ck_##name)

TWO_BLOCKS(q4_0, SCALE_OF_HALF)
TWO_BLOCKS(q8_0, SCALE_OF_HALF)
TWO_BLOCKS(iq4_nl, SCALE_OF_HALF)
TWO_BLOCKS(mxfp4, SCALE_OF_POWER)

/// Bytes of ones where a bit is set: each gets its byte of the four, and all bits but its own.
PATH_PART block_of_32 whole_bytes(const uint8_t *bits) {
    int32_t all;
    memcpy(&all, bits, sizeof all);
    const __m128i bytes = _mm_set1_epi32(all), others = _mm_set1_epi64x(0x7FBFDFEFF7FBFDFE);
    const __m128i first = _mm_set_epi64x(0x0101010101010101, 0x0000000000000000);
    const __m128i second = _mm_set_epi64x(0x0303030303030303, 0x0202020202020202);
    const __m128i low = _mm_or_si128(_mm_shuffle_epi8(bytes, first), others);
    const __m128i high = _mm_or_si128(_mm_shuffle_epi8(bytes, second), others);
    return (block_of_32) { _mm_cmpeq_epi8(low, _mm_set1_epi64x(-1)), _mm_cmpeq_epi8(high, _mm_set1_epi64x(-1)) };
}

PATH_ROW_SUM(q5_0, ck_q5_0, ck_q8_0) {
    const __m128i mask = _mm_set1_epi8((char)0xF0);
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const __m256 d = _mm256_set1_ps(path_half(weights->d) * path_half(activations->d));
        const block_of_32 four = load_nibbles(weights->quants), fifth = whole_bytes(weights->high);
        const block_of_32 quants = {
            _mm_or_si128(four.low, _mm_andnot_si128(fifth.low, mask)),
            _mm_or_si128(four.high, _mm_andnot_si128(fifth.high, mask)) };
        sum = add_product(d, signed_sums(quants, load_block(activations->quants)), sum);
    }
    return sum_of_8(sum);
}

PATH_PART block_of_32 quants_q4_1(const ck_q4_1 *weights) { return load_nibbles(weights->quants); }

PATH_PART block_of_32 quants_q5_1(const ck_q5_1 *weights) {
    const __m128i mask = _mm_set1_epi8(16);
    const block_of_32 four = load_nibbles(weights->quants), fifth = whole_bytes(weights->high);
    return (block_of_32) {
        _mm_or_si128(four.low, _mm_and_si128(fifth.low, mask)),
        _mm_or_si128(four.high, _mm_and_si128(fifth.high, mask)) };
}

#define WITH_MINIMUM(name)                                                                                             \
    PATH_ROW_SUM(name, ck_##name, ck_q8_1) {                                                                           \
        __m256 sum = _mm256_setzero_ps();                                                                              \
        float minima = 0;                                                                                              \
        for (size_t i = 0; i < blocks; i++, weights++, activations++) {                                                \
            const __m256 d = _mm256_set1_ps(path_half(weights->d));                                                    \
            const __m256 factor = _mm256_set1_ps(path_half(activations->d));                                           \
            minima += path_half(weights->m) * path_half(activations->s);                                               \
            const __m256 products = unsigned_sums(quants_##name(weights), load_block(activations->quants));            \
            sum = add_product(_mm256_mul_ps(d, factor), products, sum);                                                \
        }                                                                                                              \
        return sum_of_8(sum) + minima;                                                                                 \
    }                                                                                                                  \
    PATH_ROW_RUN(name, avx, ck_##name)

WITH_MINIMUM(q4_1)
WITH_MINIMUM(q5_1)
PATH_ROW_RUN(q5_0, avx, ck_q5_0)
#endif
