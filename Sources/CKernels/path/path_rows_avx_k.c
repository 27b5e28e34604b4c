// Row by row in AVX: blocks of 256 in which four and more bits make a quant, in 128-bit vectors of integers. A part's
// 32 products are in two of them, `low` and `high`, each of which is summed up on its own.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx,f16c")))
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_128.h"
#include "path_rows_avx_float.h"
#include "path_rows_k.h"

/// Products of quants and activations, summed up by pairs, times their scales.
PATH_PART __m128i scaled(__m128i scale, __m128i quants, const int8_t *values) {
    return _mm_madd_epi16(scale, _mm_maddubs_epi16(quants, load_128(values)));
}

PATH_PART __m128i add_both(__m128i sum, __m128i first, __m128i second) {
    return _mm_add_epi32(sum, _mm_add_epi32(first, second));
}

/// Eight scales and eight minima with 16 bits each.
typedef struct {
    __m128i scales, minima;
} scales_and_minima;

PATH_PART scales_and_minima unpack(const uint8_t *packed) {
    const path_pairs pairs = path_unpack_pairs(packed);
    const __m128i all = _mm_set_epi32(pairs.words[3], pairs.words[2], pairs.words[1], pairs.words[0]);
    return (scales_and_minima) { _mm_cvtepu8_epi16(all), _mm_cvtepu8_epi16(_mm_unpackhi_epi64(all, all)) };
}

/// The minima times the sums of the eight parts' activations, in pairs.
PATH_PART __m128i minima_products(__m128i minima, const ck_q8_k *activations) {
    const __m128i sums = _mm_hadd_epi16(load_128(activations->sums), load_128(activations->sums + 8));
    return _mm_madd_epi16(minima, sums);
}

/// Scale `part` of eight, in every 16 bits.
PATH_PART __m128i eighth(__m128i scales, int part) {
    __m128i places = _mm_set1_epi16((short)(part * 0x0202 + 0x0100));
    PATH_KEEP(places);
    return _mm_shuffle_epi8(scales, places);
}

PATH_ROW_SUM(q4_k, ck_q4_k, ck_q8_k) {
    __m256 sum = _mm256_setzero_ps();
    __m128 minima = _mm_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d), dmin = -activations->d * path_half(weights->dmin);
        const scales_and_minima pairs = unpack(weights->scales);
        const __m128 products = _mm_cvtepi32_ps(minima_products(pairs.minima, activations));
        minima = _mm_add_ps(_mm_mul_ps(_mm_set1_ps(dmin), products), minima);
        __m128i low = _mm_setzero_si128(), high = low;
        PATH_UNROLL for (int quarter = 0; quarter < 4; quarter++) {
            const __m128i even = eighth(pairs.scales, 2 * quarter), odd = eighth(pairs.scales, 2 * quarter + 1);
            const __m128i one = load_128(weights->quants + 32 * quarter);
            const __m128i other = load_128(weights->quants + 32 * quarter + 16);
            const int8_t *values = activations->quants + 64 * quarter;
            low = _mm_add_epi32(low, scaled(even, low_nibbles(one), values));
            high = _mm_add_epi32(high, scaled(even, low_nibbles(other), values + 16));
            low = _mm_add_epi32(low, scaled(odd, high_nibbles(one), values + 32));
            high = _mm_add_epi32(high, scaled(odd, high_nibbles(other), values + 48));
        }
        sum = add_product(_mm256_set1_ps(d), floats_of(low, high), sum);
    }
    minima = _mm_add_ps(minima, _mm_movehl_ps(minima, minima));
    return sum_of_8(sum) + _mm_cvtss_f32(_mm_add_ss(minima, _mm_movehdup_ps(minima)));
}

/// Bit `part` of each byte, worth 16.
PATH_PART __m128i sixteens(__m128i high, int part) {
    __m128i own = _mm_srli_epi16(_mm_and_si128(high, _mm_set1_epi8((char)(1 << part))), part);
    PATH_KEEP(own);
    return _mm_slli_epi16(own, 4);
}

PATH_ROW_SUM(q5_k, ck_q5_k, ck_q8_k) {
    const __m128i zero = _mm_setzero_si128();
    __m256 sum = _mm256_setzero_ps();
    float minima = 0;
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d), dmin = -activations->d * path_half(weights->dmin);
        const scales_and_minima pairs = unpack(weights->scales);
        const __m128i products = minima_products(pairs.minima, activations);
        minima += dmin * (float)_mm_cvtsi128_si32(_mm_hadd_epi32(_mm_hadd_epi32(products, zero), zero));
        const __m128i first_bits = load_128(weights->high), second_bits = load_128(weights->high + 16);
        __m128i low = zero, high = zero;
        PATH_UNROLL for (int part = 0; part < 8; part += 2) {
            const __m128i even = eighth(pairs.scales, part), odd = eighth(pairs.scales, part + 1);
            const __m128i one = load_128(weights->quants + 16 * part);
            const __m128i other = load_128(weights->quants + 16 * part + 16);
            const int8_t *values = activations->quants + 32 * part;
            const __m128i quants_0 = _mm_add_epi8(low_nibbles(one), sixteens(first_bits, part));
            const __m128i quants_1 = _mm_add_epi8(low_nibbles(other), sixteens(second_bits, part));
            const __m128i quants_2 = _mm_add_epi8(high_nibbles(one), sixteens(first_bits, part + 1));
            const __m128i quants_3 = _mm_add_epi8(high_nibbles(other), sixteens(second_bits, part + 1));
            low = add_both(low, scaled(even, quants_0, values), scaled(odd, quants_2, values + 32));
            high = add_both(high, scaled(even, quants_1, values + 16), scaled(odd, quants_3, values + 48));
        }
        sum = add_product(_mm256_set1_ps(d), floats_of(low, high), sum);
    }
    return sum_of_8(sum) + minima;
}

/// Adds a part's products, whose scales are eight times each of two bytes.
#define ADD_PART(PART_OF_HALF, low_quants, high_quants)                                                                \
    {                                                                                                                  \
        __m128i places = load_128(path_pair_places[4 * half + PART_OF_HALF]);                                          \
        PATH_KEEP(places);                                                                                             \
        const __m128i own = _mm_shuffle_epi8(scales, places);                                                          \
        const __m128i low_scale = _mm_cvtepi8_epi16(own), high_scale = _mm_cvtepi8_epi16(_mm_srli_si128(own, 8));      \
        low = _mm_add_epi32(low, scaled(low_scale, low_quants, values + 32 * PART_OF_HALF));                           \
        high = _mm_add_epi32(high, scaled(high_scale, high_quants, values + 32 * PART_OF_HALF + 16));                  \
    }

/// The two bits above each nibble of a part of a half.
#define HIGH_0(bits) _mm_slli_epi16(_mm_and_si128(bits, _mm_set1_epi8(3)), 4)
#define HIGH_1(bits) _mm_slli_epi16(_mm_and_si128(bits, _mm_set1_epi8(12)), 2)
#define HIGH_2(bits) _mm_and_si128(bits, _mm_set1_epi8(48))
#define HIGH_3(bits) _mm_srli_epi16(_mm_and_si128(bits, _mm_set1_epi8(-64)), 2)

PATH_ROW_SUM(q6_k, ck_q6_k, ck_q8_k) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d);
        const __m128i scales = load_128(weights->scales);
        const __m128i first = _mm_cvtepi8_epi16(scales), last = _mm_cvtepi8_epi16(_mm_srli_si128(scales, 8));
        // What the quants are too large by, 32 each.
        const __m128i low_excess = _mm_slli_epi32(_mm_madd_epi16(load_128(activations->sums), first), 5);
        const __m128i high_excess = _mm_slli_epi32(_mm_madd_epi16(load_128(activations->sums + 8), last), 5);
        __m128i low = _mm_setzero_si128(), high = low;
        PATH_UNROLL for (int half = 0; half < 2; half++) {
            const uint8_t *quants = weights->low + 64 * half, *bits = weights->high + 32 * half;
            const __m128i bits_0 = load_128(bits), bits_1 = load_128(bits + 16);
            const __m128i one_0 = load_128(quants), one_1 = load_128(quants + 16);
            const __m128i other_0 = load_128(quants + 32), other_1 = load_128(quants + 48);
            const int8_t *values = activations->quants + 128 * half;
            ADD_PART(0, _mm_or_si128(low_nibbles(one_0), HIGH_0(bits_0)),
                     _mm_or_si128(low_nibbles(one_1), HIGH_0(bits_1)))
            ADD_PART(1, _mm_or_si128(low_nibbles(other_0), HIGH_1(bits_0)),
                     _mm_or_si128(low_nibbles(other_1), HIGH_1(bits_1)))
            ADD_PART(2, _mm_or_si128(high_nibbles(one_0), HIGH_2(bits_0)),
                     _mm_or_si128(high_nibbles(one_1), HIGH_2(bits_1)))
            ADD_PART(3, _mm_or_si128(high_nibbles(other_0), HIGH_3(bits_0)),
                     _mm_or_si128(high_nibbles(other_1), HIGH_3(bits_1)))
        }
        low = _mm_sub_epi32(low, low_excess);
        high = _mm_sub_epi32(high, high_excess);
        sum = add_product(_mm256_set1_ps(d), floats_of(low, high), sum);
    }
    return sum_of_8(sum);
}

/// Adds 16 products of values that are looked up.
PATH_PART __m128i add_looked_up(__m128i sum, __m128i meanings, __m128i places, const int8_t *values, __m128i scale) {
    const __m128i pairs = signed_pairs(_mm_shuffle_epi8(meanings, places), load_128(values));
    return _mm_add_epi32(_mm_madd_epi16(pairs, scale), sum);
}

PATH_ROW_SUM(iq4_xs, ck_iq4_xs, ck_q8_k) {
    static const int8_t table[16] = { CK_IQ4_TABLE };
    const __m128i meanings = load_128(table);
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const uint8_t *quants = weights->quants;
        const int8_t *values = activations->quants;
        unsigned bits = weights->high_scales;
        __m128i low = _mm_setzero_si128(), high = low, other_low = low, other_high = low;
        PATH_UNROLL for (int pair = 0; pair < 4; pair++, quants += 32, values += 64, bits >>= 4) {
            const __m128i one = load_128(quants), other = load_128(quants + 16);
            const short first = (short)(((weights->low_scales[pair] & 15) | (bits << 4 & 48)) - 32);
            const short second = (short)((weights->low_scales[pair] >> 4 | (bits << 2 & 48)) - 32);
            const __m128i scale = _mm_set1_epi16(first), other_scale = _mm_set1_epi16(second);
            low = add_looked_up(low, meanings, low_nibbles(one), values, scale);
            high = add_looked_up(high, meanings, high_nibbles(one), values + 16, scale);
            other_low = add_looked_up(other_low, meanings, low_nibbles(other), values + 32, other_scale);
            other_high = add_looked_up(other_high, meanings, high_nibbles(other), values + 48, other_scale);
        }
        const __m256 whole = floats_of(_mm_add_epi32(low, other_low), _mm_add_epi32(high, other_high));
        sum = add_product(_mm256_set1_ps(path_half(weights->d) * activations->d), whole, sum);
    }
    return sum_of_8(sum);
}

PATH_ROW_RUN(q4_k, avx, ck_q4_k)
PATH_ROW_RUN(q5_k, avx, ck_q5_k)
PATH_ROW_RUN(q6_k, avx, ck_q6_k)
PATH_ROW_RUN(iq4_xs, avx, ck_iq4_xs)
#endif
