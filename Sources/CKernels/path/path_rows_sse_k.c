// Row by row for SSE 4.2: blocks of 256, which engines have plain C for, of which their compilers make what they can.
// All quants of a block are unpacked to bytes first, and then multiplied eight at a time: eight sums run side by side.
#if defined(__x86_64__)
#define TARGET __attribute__((target("sse4.2")))
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_k.h"

/// Adds 8 · `eights` products times `scale` to eight sums. This is what GCC, which most engines are compiled by, makes
/// of plain loops: 16-bit factors whose low and high halves are multiplied apart.
PATH_PART void add_scaled(int32_t sums[8], const int8_t *quants, const int8_t *values, int eights, int16_t scale) {
    const __m128i factor = _mm_set1_epi16(scale);
    __m128i first = _mm_loadu_si128((const __m128i *)sums), last = _mm_loadu_si128((const __m128i *)(sums + 4));
    for (int i = 0; i < eights; i++, quants += 8, values += 8) {
        const __m128i one = _mm_cvtepi8_epi16(_mm_loadl_epi64((const __m128i *)quants));
        const __m128i other = _mm_cvtepi8_epi16(_mm_loadl_epi64((const __m128i *)values));
        const __m128i products = _mm_mullo_epi16(one, other);
        const __m128i low = _mm_mullo_epi16(products, factor), high = _mm_mulhi_epi16(products, factor);
        first = _mm_add_epi32(first, _mm_unpacklo_epi16(low, high));
        last = _mm_add_epi32(last, _mm_unpackhi_epi16(low, high));
    }
    _mm_storeu_si128((__m128i *)sums, first);
    _mm_storeu_si128((__m128i *)(sums + 4), last);
}

PATH_PART void add_floats(float sums[8], const int32_t whole[8], float d) {
    for (int j = 0; j < 8; j++) sums[j] += d * (float)whole[j];
}

PATH_PART float sum_of_eight(const float sums[8], float sum) {
    for (int j = 0; j < 8; j++) sum += sums[j];
    return sum;
}

/// The words' bytes.
PATH_PART void bytes_of(path_pairs pairs, uint8_t bytes[16]) { memcpy(bytes, pairs.words, 16); }

/// The low nibbles of a quarter's bytes, and then the high ones.
PATH_PART void unpack_nibbles(int8_t *quants, const uint8_t *packed) {
    for (int j = 0; j < 32; j++) quants[j] = packed[j] & 15;
    for (int j = 0; j < 32; j++) quants[32 + j] = packed[j] >> 4;
}

/// The activations' sums times the minima of the parts that they are of.
PATH_PART int minima_sum(const int16_t sums[16], const uint8_t minima[8]) {
    int sum = 0;
    for (int j = 0; j < 16; j++) sum += sums[j] * minima[j / 2];
    return sum;
}

#define WITH_MINIMA(name, UNPACK)                                                                                      \
    PATH_ROW_SUM(name, ck_##name, ck_q8_k) {                                                                           \
        int8_t quants[256];                                                                                            \
        float sums[8] = { 0 }, sum = 0;                                                                                \
        for (size_t i = 0; i < blocks; i++, weights++, activations++) {                                                \
            UNPACK(quants, weights);                                                                                   \
            uint8_t pairs[16];                                                                                         \
            bytes_of(path_unpack_pairs(weights->scales), pairs);                                                       \
            const int minima = minima_sum(activations->sums, pairs + 8);                                               \
            int32_t whole[8] = { 0 };                                                                                  \
            for (int part = 0; part < 8; part++) {                                                                     \
                add_scaled(whole, quants + 32 * part, activations->quants + 32 * part, 4, (int16_t)pairs[part]);       \
            }                                                                                                          \
            add_floats(sums, whole, path_half(weights->d) * activations->d);                                           \
            sum -= path_half(weights->dmin) * activations->d * (float)minima;                                          \
        }                                                                                                              \
        return sum_of_eight(sums, sum);                                                                                \
    }                                                                                                                  \
    PATH_ROW_RUN(name, sse42, ck_##name)

PATH_PART void unpack_q4_k(int8_t *quants, const ck_q4_k *weights) {
    for (int quarter = 0; quarter < 4; quarter++) unpack_nibbles(quants + 64 * quarter, weights->quants + 32 * quarter);
}

PATH_PART void unpack_q5_k(int8_t *quants, const ck_q5_k *weights) {
    for (int part = 0; part < 8; part++) {
        const uint8_t own = (uint8_t)(1 << part);
        if (part % 2 == 0) unpack_nibbles(quants + 32 * part, weights->quants + 16 * part);
        for (int j = 0; j < 32; j++) quants[32 * part + j] += (uint8_t)(weights->high[j] & own) == 0 ? 0 : 16;
    }
}

WITH_MINIMA(q4_k, unpack_q4_k)
WITH_MINIMA(q5_k, unpack_q5_k)

/// `SCALE` is that of sixteenth `n`.
#define BY_SIXTEENTHS(name, UNPACK, PREPARE, SCALE)                                                                    \
    PATH_ROW_SUM(name, ck_##name, ck_q8_k) {                                                                           \
        int8_t quants[256];                                                                                            \
        float sums[8] = { 0 };                                                                                         \
        for (size_t i = 0; i < blocks; i++, weights++, activations++) {                                                \
            UNPACK(quants, weights);                                                                                   \
            PREPARE                                                                                                    \
            int32_t whole[8] = { 0 };                                                                                  \
            for (int n = 0; n < 16; n++) {                                                                             \
                add_scaled(whole, quants + 16 * n, activations->quants + 16 * n, 2, (int16_t)(SCALE));                 \
            }                                                                                                          \
            add_floats(sums, whole, path_half(weights->d) * activations->d);                                           \
        }                                                                                                              \
        return sum_of_eight(sums, 0);                                                                                  \
    }                                                                                                                  \
    PATH_ROW_RUN(name, sse42, ck_##name)

PATH_PART void unpack_q6_k(int8_t *quants, const ck_q6_k *weights) {
    for (int half = 0; half < 2; half++, quants += 128) {
        const uint8_t *low = weights->low + 64 * half, *high = weights->high + 32 * half;
        for (int j = 0; j < 32; j++) {
            quants[j] = (int8_t)((low[j] & 15) | (high[j] & 3) << 4) - 32;
            quants[32 + j] = (int8_t)((low[32 + j] & 15) | (high[j] >> 2 & 3) << 4) - 32;
            quants[64 + j] = (int8_t)(low[j] >> 4 | (high[j] >> 4 & 3) << 4) - 32;
            quants[96 + j] = (int8_t)(low[32 + j] >> 4 | high[j] >> 6 << 4) - 32;
        }
    }
}

PATH_PART void unpack_q3_k(int8_t *quants, const ck_q3_k *weights) {
    PATH_UNROLL for (int part = 0; part < 8; part++, quants += 32) {
        const uint8_t *low = weights->quants + part / 4 * 32, own = (uint8_t)(1 << part);
        for (int j = 0; j < 32; j++) quants[j] = low[j] >> part % 4 * 2 & 3;
        for (int j = 0; j < 32; j++) quants[j] -= (uint8_t)(weights->high[j] & own) == 0 ? 4 : 0;
    }
}

#define NOTHING
#define UNPACK_SCALES                                                                                                  \
    uint8_t scales[16];                                                                                                \
    bytes_of(path_unpack_q3_k(weights->scales), scales);

BY_SIXTEENTHS(q6_k, unpack_q6_k, NOTHING, weights->scales[n])
BY_SIXTEENTHS(q3_k, unpack_q3_k, UNPACK_SCALES, scales[n] - 32)

/// GCC, which most engines are compiled by, makes no vectors of loops that are this short: a product stays by itself.
PATH_PART int product(int weight, int value) {
    int whole = weight * value;
    __asm__("" : "+r"(whole));
    return whole;
}

/// Sixteen products of Q2_K, whose quants are bits `shift` and above of bytes.
PATH_PART int crumb_sum(const uint8_t *quants, const int8_t *values, int shift) {
    int sum = 0;
    PATH_UNROLL for (int j = 0; j < 16; j++) sum += product(values[j], quants[j] >> shift & 3);
    return sum;
}

PATH_ROW_SUM(q2_k, ck_q2_k, ck_q8_k) {
    float sum = 0;
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        int minima = 0, whole = 0;
        for (int n = 0; n < 16; n++) minima += product(activations->sums[n], weights->scales[n] >> 4);
        const float d = activations->d * path_half(weights->d), dmin = activations->d * path_half(weights->dmin);
        for (int part = 0; part < 8; part++) {
            const uint8_t *quants = weights->quants + part / 4 * 32, *scales = weights->scales + 2 * part;
            const int8_t *values = activations->quants + 32 * part;
            whole += (scales[0] & 15) * crumb_sum(quants, values, part % 4 * 2);
            whole += (scales[1] & 15) * crumb_sum(quants + 16, values + 16, part % 4 * 2);
        }
        sum += d * (float)whole - dmin * (float)minima;
    }
    return sum;
}

/// A part of IQ4_XS, whose nibbles are looked up one by one.
PATH_PART int part_sum(const uint8_t *quants, const int8_t *values) {
    static const int8_t table[16] = { CK_IQ4_TABLE };
    int first = 0, second = 0;
    for (int j = 0; j < 16; j++) {
        first += values[j] * table[quants[j] & 15];
        second += values[16 + j] * table[quants[j] >> 4];
    }
    return first + second;
}

PATH_ROW_SUM(iq4_xs, ck_iq4_xs, ck_q8_k) {
    float sum = 0;
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = path_half(weights->d) * activations->d;
        unsigned high = weights->high_scales;
        for (int part = 0; part < 8; part++, high >>= 2) {
            const int low = weights->low_scales[part / 2] >> part % 2 * 4 & 15, scale = low | (int)(high << 4 & 48);
            const int whole = part_sum(weights->quants + 16 * part, activations->quants + 32 * part);
            sum += d * (float)(scale - 32) * (float)whole;
        }
    }
    return sum;
}

PATH_ROW_RUN(q2_k, sse42, ck_q2_k)
PATH_ROW_RUN(iq4_xs, sse42, ck_iq4_xs)
#endif
