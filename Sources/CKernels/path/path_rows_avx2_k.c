// Row by row in AVX2: blocks of 256 in which four and more bits make a quant. These loops multiply by pairs of bytes,
// and by scales in pairs of 16 bits, on CPUs with VNNI too: there are no others for those.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c")))
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_256.h"
#include "path_rows_k.h"

/// Scale `part` of eight, in every 16 bits.
PATH_PART __m256i eighth(__m256i scales, int part) {
    __m256i places = _mm256_set1_epi16((short)(part * 0x0202 + 0x0100));
    PATH_KEEP(places);
    return _mm256_shuffle_epi8(scales, places);
}

/// Products of quants and activations, summed up by pairs, times their scales.
PATH_PART __m256i scaled(__m256i scale, __m256i quants, __m256i values) {
    return _mm256_madd_epi16(scale, _mm256_maddubs_epi16(quants, values));
}

/// The sums of the eight parts' activations.
PATH_PART __m128i part_sums(const ck_q8_k *activations) {
    const __m256i sums = load_256(activations->sums);
    return _mm_hadd_epi16(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
}

/// The scales and then the minima of a block, with 16 bits each.
PATH_PART __m256i scales_and_minima(const uint8_t *packed) {
    const path_pairs pairs = path_unpack_pairs(packed);
    return _mm256_cvtepu8_epi16(_mm_set_epi32(pairs.words[3], pairs.words[2], pairs.words[1], pairs.words[0]));
}

PATH_PART __m256i both_halves(__m128i half) { return join_128(half, half); }

/// The low or the high nibbles of bytes.
PATH_PART __m256i low_nibbles(__m256i both) { return _mm256_and_si256(both, _mm256_set1_epi8(15)); }
PATH_PART __m256i high_nibbles(__m256i both) { return low_nibbles(_mm256_srli_epi16(both, 4)); }

PATH_ROW_SUM(q4_k, ck_q4_k, ck_q8_k) {
    __m256 sum = _mm256_setzero_ps();
    __m128 minima = _mm_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d), dmin = -activations->d * path_half(weights->dmin);
        const __m256i pairs = scales_and_minima(weights->scales);
        const __m128i products = _mm_madd_epi16(_mm256_extracti128_si256(pairs, 1), part_sums(activations));
        minima = _mm_fmadd_ps(_mm_set1_ps(dmin), _mm_cvtepi32_ps(products), minima);
        const __m256i scales = both_halves(_mm256_castsi256_si128(pairs));
        __m256i whole = _mm256_setzero_si256();
        PATH_UNROLL for (int quarter = 0; quarter < 4; quarter++) {
            const __m256i both = load_256(weights->quants + 32 * quarter);
            const int8_t *values = activations->quants + 64 * quarter;
            const __m256i low = scaled(eighth(scales, 2 * quarter), low_nibbles(both), load_256(values));
            const __m256i high = scaled(eighth(scales, 2 * quarter + 1), high_nibbles(both), load_256(values + 32));
            whole = _mm256_add_epi32(whole, _mm256_add_epi32(low, high));
        }
        sum = _mm256_fmadd_ps(_mm256_set1_ps(d), _mm256_cvtepi32_ps(whole), sum);
    }
    minima = _mm_add_ps(minima, _mm_movehl_ps(minima, minima));
    return sum_of_8(sum) + _mm_cvtss_f32(_mm_add_ss(minima, _mm_movehdup_ps(minima)));
}

/// Bit `part` of each byte, worth 16.
PATH_PART __m256i sixteens(__m256i high, int part) {
    __m256i own = _mm256_srli_epi16(_mm256_and_si256(high, _mm256_set1_epi8((char)(1 << part))), part);
    PATH_KEEP(own);
    return _mm256_slli_epi16(own, 4);
}

PATH_ROW_SUM(q5_k, ck_q5_k, ck_q8_k) {
    __m256 sum = _mm256_setzero_ps();
    float minima = 0;
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d), dmin = -activations->d * path_half(weights->dmin);
        const __m256i pairs = scales_and_minima(weights->scales), high = load_256(weights->high);
        const __m128i products = _mm_madd_epi16(_mm256_extracti128_si256(pairs, 1), part_sums(activations));
        const __m128i zero = _mm_setzero_si128();
        minima += dmin * (float)_mm_cvtsi128_si32(_mm_hadd_epi32(_mm_hadd_epi32(products, zero), zero));
        const __m256i scales = both_halves(_mm256_castsi256_si128(pairs));
        __m256i whole = _mm256_setzero_si256();
        PATH_UNROLL for (int part = 0; part < 8; part += 2) {
            const __m256i both = load_256(weights->quants + 16 * part);
            const __m256i first = _mm256_add_epi8(low_nibbles(both), sixteens(high, part));
            const __m256i second = _mm256_add_epi8(high_nibbles(both), sixteens(high, part + 1));
            const int8_t *values = activations->quants + 32 * part;
            const __m256i one = scaled(eighth(scales, part), first, load_256(values));
            const __m256i other = scaled(eighth(scales, part + 1), second, load_256(values + 32));
            whole = _mm256_add_epi32(whole, _mm256_add_epi32(one, other));
        }
        sum = _mm256_fmadd_ps(_mm256_set1_ps(d), _mm256_cvtepi32_ps(whole), sum);
    }
    return sum_of_8(sum) + minima;
}

/// Scales `2 * part` and the next of sixteen bytes, in the halves of a vector of 16 bits.
PATH_PART __m256i two_scales(__m128i scales, int part) {
    __m128i places = load_128(path_pair_places[part]);
    PATH_KEEP(places);
    return _mm256_cvtepi8_epi16(_mm_shuffle_epi8(scales, places));
}

PATH_ROW_SUM(q6_k, ck_q6_k, ck_q8_k) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const float d = activations->d * path_half(weights->d);
        const __m128i scales = load_128(weights->scales);
        // What the quants are too large by, 32 each.
        const __m256i sums = _mm256_madd_epi16(load_256(activations->sums), _mm256_cvtepi8_epi16(scales));
        const __m256i excess = _mm256_slli_epi32(sums, 5);
        __m256i whole = _mm256_setzero_si256();
        PATH_UNROLL for (int half = 0; half < 2; half++) {
            const __m256i one = load_256(weights->low + 64 * half), other = load_256(weights->low + 64 * half + 32);
            const __m256i high = load_256(weights->high + 32 * half);
            const __m256i high_0 = _mm256_slli_epi16(_mm256_and_si256(high, _mm256_set1_epi8(3)), 4);
            const __m256i high_1 = _mm256_slli_epi16(_mm256_and_si256(high, _mm256_set1_epi8(12)), 2);
            const __m256i high_2 = _mm256_and_si256(high, _mm256_set1_epi8(48));
            const __m256i high_3 = _mm256_srli_epi16(_mm256_and_si256(high, _mm256_set1_epi8(-64)), 2);
            const int8_t *values = activations->quants + 128 * half;
            const __m256i sum_0 = scaled(
                two_scales(scales, 4 * half), _mm256_or_si256(low_nibbles(one), high_0), load_256(values));
            const __m256i sum_1 = scaled(
                two_scales(scales, 4 * half + 1), _mm256_or_si256(low_nibbles(other), high_1), load_256(values + 32));
            const __m256i sum_2 = scaled(
                two_scales(scales, 4 * half + 2), _mm256_or_si256(high_nibbles(one), high_2), load_256(values + 64));
            const __m256i sum_3 = scaled(
                two_scales(scales, 4 * half + 3), _mm256_or_si256(high_nibbles(other), high_3), load_256(values + 96));
            whole = _mm256_add_epi32(whole, _mm256_add_epi32(sum_0, sum_1));
            whole = _mm256_add_epi32(whole, _mm256_add_epi32(sum_2, sum_3));
        }
        whole = _mm256_sub_epi32(whole, excess);
        sum = _mm256_fmadd_ps(_mm256_set1_ps(d), _mm256_cvtepi32_ps(whole), sum);
    }
    return sum_of_8(sum);
}

/// The values of 16 bytes' nibbles, without their signs, times activations that have them.
PATH_PART __m256i looked_up_pairs(__m128i meanings, const uint8_t *quants, const int8_t *values) {
    const __m128i both = load_128(quants), mask = _mm_set1_epi8(15);
    const __m128i low = _mm_shuffle_epi8(meanings, _mm_and_si128(both, mask));
    const __m128i high = _mm_shuffle_epi8(meanings, _mm_and_si128(_mm_srli_epi16(both, 4), mask));
    const __m256i all = join_128(low, high);
    return _mm256_maddubs_epi16(_mm256_sign_epi8(all, all), _mm256_sign_epi8(load_256(values), all));
}

PATH_ROW_SUM(iq4_xs, ck_iq4_xs, ck_q8_k) {
    static const int8_t table[16] = { CK_IQ4_TABLE };
    const __m128i meanings = load_128(table);
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const uint8_t *quants = weights->quants;
        const int8_t *values = activations->quants;
        unsigned high = weights->high_scales;
        __m256i first = _mm256_setzero_si256(), second = _mm256_setzero_si256();
        PATH_UNROLL for (int pair = 0; pair < 4; pair++, quants += 32, values += 64, high >>= 4) {
            const __m256i one = looked_up_pairs(meanings, quants, values);
            const __m256i other = looked_up_pairs(meanings, quants + 16, values + 32);
            const short scale = (short)(((weights->low_scales[pair] & 15) | (high << 4 & 48)) - 32);
            const short other_scale = (short)((weights->low_scales[pair] >> 4 | (high << 2 & 48)) - 32);
            first = _mm256_add_epi32(_mm256_madd_epi16(one, _mm256_set1_epi16(scale)), first);
            second = _mm256_add_epi32(_mm256_madd_epi16(other, _mm256_set1_epi16(other_scale)), second);
        }
        const __m256 d = _mm256_set1_ps(path_half(weights->d) * activations->d);
        sum = _mm256_fmadd_ps(d, _mm256_cvtepi32_ps(_mm256_add_epi32(first, second)), sum);
    }
    return sum_of_8(sum);
}

PATH_ROW_RUN(q4_k, avx2, ck_q4_k)
PATH_ROW_RUN(q5_k, avx2, ck_q5_k)
PATH_ROW_RUN(q6_k, avx2, ck_q6_k)
PATH_ROW_RUN(iq4_xs, avx2, ck_iq4_xs)
#endif
