// Row by row for SSE 4.2: blocks of 32. Q4_0 has a loop for pairs of bytes, two blocks at a time; the others are plain
// C, of which the compiler makes vectors as far as it can.
#if defined(__x86_64__)
#define TARGET __attribute__((target("sse4.2")))
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_128.h"

#define PREFETCH(at) _mm_prefetch((const char *)(at), _MM_HINT_T0)

PATH_PART __m128 products_q4_0(__m128i nibbles, const int8_t *values) {
    const __m128i quants = _mm_sub_epi8(nibbles, _mm_set1_epi8(8));
    return _mm_cvtepi32_ps(fours_of(signed_pairs(quants, load_128(values))));
}

/// Lines are asked for as many blocks ahead as a block has bytes, once and twice. Four sums, one of each half block.
PATH_ROW_SUM(q4_0, ck_q4_0, ck_q8_0) {
    __m128 sum_0 = _mm_setzero_ps(), sum_1 = sum_0, sum_2 = sum_0, sum_3 = sum_0;
    size_t i = 0;
    for (; i + 2 <= blocks; i += 2, weights += 2, activations += 2) {
        PREFETCH(weights + sizeof *weights);
        PREFETCH(activations + sizeof *activations);
        const __m128 d = _mm_set1_ps(path_half(weights[0].d) * path_half(activations[0].d));
        const __m128i one = load_128(weights[0].quants);
        const __m128 first = products_q4_0(low_nibbles(one), activations[0].quants);
        const __m128 second = products_q4_0(high_nibbles(one), activations[0].quants + 16);
        PREFETCH(weights + 2 * sizeof *weights);
        PREFETCH(activations + 2 * sizeof *activations);
        const __m128 other_d = _mm_set1_ps(path_half(weights[1].d) * path_half(activations[1].d));
        const __m128i other = load_128(weights[1].quants);
        const __m128 third = products_q4_0(low_nibbles(other), activations[1].quants);
        const __m128 fourth = products_q4_0(high_nibbles(other), activations[1].quants + 16);
        sum_0 = _mm_add_ps(_mm_mul_ps(d, first), sum_0);
        sum_1 = _mm_add_ps(_mm_mul_ps(d, second), sum_1);
        sum_2 = _mm_add_ps(_mm_mul_ps(other_d, third), sum_2);
        sum_3 = _mm_add_ps(_mm_mul_ps(other_d, fourth), sum_3);
    }
    __m128 sums = _mm_hadd_ps(_mm_hadd_ps(sum_0, sum_1), _mm_hadd_ps(sum_2, sum_3));
    sums = _mm_hadd_ps(sums, sums);
    float sum = _mm_cvtss_f32(_mm_hadd_ps(sums, sums));
    for (; i < blocks; i++, weights++, activations++) {
        const float d = path_half(weights->d) * path_half(activations->d);
        sum += last_block(path_q4_0_values, weights->quants, activations->quants) * d;
    }
    return sum;
}

/// GCC, which most engines are compiled by, makes no vectors of loops that are this short: a product stays by itself.
PATH_PART int product(int weight, int value) {
    int whole = weight * value;
    __asm__("" : "+r"(whole));
    return whole;
}

/// A block's two sums: of the low nibbles, and of the high ones.
#define TWO_SUMS(LOW, HIGH)                                                                                            \
    int low = 0, high = 0;                                                                                             \
    PATH_UNROLL for (int j = 0; j < 16; j++) {                                                                         \
        const uint8_t both = weights->quants[j];                                                                       \
        low += product(LOW, activations->quants[j]);                                                                   \
        high += product(HIGH, activations->quants[16 + j]);                                                            \
    }                                                                                                                  \
    const int whole = low + high;

/// All blocks' sums, each of which `BLOCK` adds to the last.
#define PLAIN(name, others, BLOCK)                                                                                     \
    PATH_ROW_SUM(name, ck_##name, others) {                                                                            \
        float sum = 0;                                                                                                 \
        for (size_t i = 0; i < blocks; i++, weights++, activations++) BLOCK                                            \
        return sum;                                                                                                    \
    }                                                                                                                  \
    PATH_ROW_RUN(name, sse42, ck_##name)

PATH_PART uint32_t four_bytes(const uint8_t *at) {
    uint32_t all;
    memcpy(&all, at, sizeof all);
    return all;
}

PLAIN(q4_1, ck_q8_1, {
    TWO_SUMS(both & 15, both >> 4)
    const float d = path_half(weights->d) * path_half(activations->d);
    sum += d * (float)whole + path_half(weights->m) * path_half(activations->s);
})

PLAIN(q5_0, ck_q8_0, {
    const uint32_t fifth = four_bytes(weights->high);
    TWO_SUMS((int)((both & 15u) | (fifth >> j << 4 & 16)) - 16, (int)(both >> 4u | (fifth >> (12 + j) & 16)) - 16)
    sum += path_half(weights->d) * path_half(activations->d) * (float)whole;
})

PLAIN(q5_1, ck_q8_1, {
    const uint32_t fifth = four_bytes(weights->high);
    TWO_SUMS((int)((both & 15u) | (fifth >> j << 4 & 16)), (int)(both >> 4u | (fifth >> (12 + j) & 16)))
    const float d = path_half(weights->d) * path_half(activations->d);
    sum += d * (float)whole + path_half(weights->m) * path_half(activations->s);
})

PLAIN(q8_0, ck_q8_0, {
    int whole = 0;
    for (int j = 0; j < 32; j++) whole += weights->quants[j] * activations->quants[j];
    sum += path_half(weights->d) * path_half(activations->d) * (float)whole;
})

static const int8_t iq4_nl_values[16] = { CK_IQ4_NL_VALUES }, mxfp4_values[16] = { CK_MXFP4_VALUES };

PLAIN(iq4_nl, ck_q8_0, {
    TWO_SUMS(iq4_nl_values[both & 15], iq4_nl_values[both >> 4])
    sum += path_half(weights->d) * path_half(activations->d) * (float)whole;
})

/// 2^(e − 128) without a table, as engines compute it where they have none.
PATH_PART float computed_power(uint8_t e) {
    const uint32_t bits = e < 2 ? 0x00200000u << e : (e - 1u) << 23;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

PLAIN(mxfp4, ck_q8_0, {
    TWO_SUMS(mxfp4_values[both & 15], mxfp4_values[both >> 4])
    sum += computed_power(weights->e) * path_half(activations->d) * (float)whole;
})

PATH_ROW_RUN(q4_0, sse42, ck_q4_0)
#endif
