// The dot products of GGUF's blocks of 32 in AVX-512 with VNNI: four blocks at a time, one in each quarter of a vector,
// so that its sum of four meets its scale there without being added up.
#if defined(__x86_64__)
#include <string.h>

#include "dot_avx512.h"
#include "dot_blocks_32.h"

/// Four blocks of activations.
typedef struct {
    /// Elements 0-15 and 16-31 of each block.
    __m512i low, high;
    /// What each sum begins with: the weights are made unsigned by adding the same number to all.
    __m512i start;
    /// d in all places, and s in the first of each quarter.
    __m512 scales, sums;
} four_activations;

/// Four blocks of one row: unsigned quants in the order of the activations.
typedef struct {
    __m512i low, high;
    __m512 scales, minima;
} four_weights;

/// Four times eight words of 64 bytes at `first` (words 0-31) and at `second` (32-63), by the first of each eight. One
/// permutation of two vectors costs less than four loads and three insertions: Q4_0 39 → 55 GB/s (Zen 5, from L2).
PART __m512i pieces(const void *first, const void *second, int a, int b, int c, int d) {
    const __m512i starts = _mm512_inserti64x4(
        _mm512_castsi256_si512(_mm256_set_m128i(_mm_set1_epi16((short)b), _mm_set1_epi16((short)a))),
        _mm256_set_m128i(_mm_set1_epi16((short)d), _mm_set1_epi16((short)c)), 1);
    const __m512i steps = _mm512_broadcast_i32x4(_mm_set_epi16(7, 6, 5, 4, 3, 2, 1, 0));
    return _mm512_permutex2var_epi16(
        _mm512_loadu_si512(first), _mm512_add_epi16(starts, steps), _mm512_loadu_si512(second));
}

/// The first two halves of each of four blocks: four of the one, then four of the other.
PART __m256 headers(const void *first, size_t size) {
    const uint8_t *at = first;
    __m128i low = _mm_unpacklo_epi16(
        _mm_loadu_si128((const void *)at), _mm_loadu_si128((const void *)(at + size)));
    __m128i high = _mm_unpacklo_epi16(
        _mm_loadu_si128((const void *)(at + 2 * size)), _mm_loadu_si128((const void *)(at + 3 * size)));
    return _mm256_cvtph_ps(_mm_unpacklo_epi32(low, high));
}

/// What is as in all formats, given the first half of d.
PART four_activations with_headers(four_activations all, __m256 headers, int8_t added) {
    const __m512i quarter = _mm512_set_epi32(3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
    const __m512i zero = _mm512_setzero_si512(), addend = _mm512_set1_epi8(added);
    const __m512 pair = _mm512_castps256_ps512(headers);
    all.start = _mm512_dpbusd_epi32(_mm512_dpbusd_epi32(zero, addend, all.low), addend, all.high);
    all.start = _mm512_sub_epi32(zero, all.start);
    all.scales = _mm512_permutexvar_ps(quarter, pair);
    all.sums = _mm512_maskz_permutexvar_ps(0x1111, _mm512_add_epi32(quarter, _mm512_set1_epi32(4)), pair);
    return all;
}

PART four_activations load_q8_0(const ck_q8_0 *blocks, int8_t added) {
    const int8_t *first = blocks[0].quants, *third = blocks[2].quants;
    const four_activations all = {
        .low = pieces(first, third, 0, 17, 32, 32 + 17),
        .high = pieces(first + 16, third + 2, 0, 17, 32 + 7, 32 + 24),
    };
    return with_headers(all, headers(blocks, sizeof *blocks), added);
}

PART four_activations load_q8_1(const ck_q8_1 *blocks, int8_t added) {
    const int8_t *first = blocks[0].quants, *third = blocks[2].quants;
    const four_activations all = {
        .low = pieces(first, third, 0, 18, 32, 32 + 18),
        .high = pieces(first + 16, third + 4, 0, 18, 32 + 6, 32 + 24),
    };
    return with_headers(all, headers(blocks, sizeof *blocks), added);
}

/// Halves `first`, `first` + `step`, … of a vector, each in all four places of its quarter.
PART __m512 scales_at(__m512i all, int first, int step) {
    const int a = first * 0x10001, b = a + step * 0x10001, c = b + step * 0x10001, d = c + step * 0x10001;
    const __m512i picks = _mm512_set_epi32(0, 0, 0, 0, 0, 0, 0, 0, d, d, c, c, b, b, a, a);
    return _mm512_cvtph_ps(_mm512_castsi512_si256(_mm512_permutexvar_epi16(picks, all)));
}

PART void split_nibbles(__m512i both, four_weights *result) {
    const __m512i nibble = _mm512_set1_epi8(15);
    result->low = _mm512_and_si512(both, nibble);
    result->high = _mm512_and_si512(_mm512_srli_epi16(both, 4), nibble);
}

/// Adds 16 where the fifth bit is set; the four bytes of those begin at byte `high` of each quarter of the headers.
PART void add_fifth(__m512i headers, int high, four_weights *result) {
    const __m512i bits = _mm512_set1_epi64((long long)0x8040201008040201), sixteen = _mm512_set1_epi8(16);
    const long long all = 0x0101010101010101;
    const __m512i first = _mm512_broadcast_i32x4(_mm_set_epi64x(all * (high + 1), all * high));
    const __m512i second = _mm512_broadcast_i32x4(_mm_set_epi64x(all * (high + 3), all * (high + 2)));
    __mmask64 low = _mm512_test_epi8_mask(_mm512_shuffle_epi8(headers, first), bits);
    result->low = _mm512_mask_add_epi8(result->low, low, result->low, sixteen);
    __mmask64 upper = _mm512_test_epi8_mask(_mm512_shuffle_epi8(headers, second), bits);
    result->high = _mm512_mask_add_epi8(result->high, upper, result->high, sixteen);
}

/// The value that each nibble stands for.
PART void look_up(__m128i meanings, four_weights *result) {
    const __m512i all = _mm512_broadcast_i32x4(meanings);
    result->low = _mm512_shuffle_epi8(all, result->low);
    result->high = _mm512_shuffle_epi8(all, result->high);
}

/// The last 64 bytes of four blocks.
#define LAST(blocks) ((const uint8_t *)((blocks) + 4) - 64)

PART four_weights load_q4_0(const ck_q4_0 *blocks) {
    four_weights result = { .scales = scales_at(_mm512_loadu_si512(blocks), 0, 9) };
    split_nibbles(pieces(blocks, LAST(blocks), 1, 10, 19, 32 + 24), &result);
    return result;
}

PART four_weights load_q4_1(const ck_q4_1 *blocks) {
    const __m512i start = _mm512_loadu_si512(blocks);
    four_weights result = { .scales = scales_at(start, 0, 10), .minima = scales_at(start, 1, 10) };
    split_nibbles(pieces(blocks, LAST(blocks), 2, 12, 22, 32 + 24), &result);
    return result;
}

PART four_weights load_q5_0(const ck_q5_0 *blocks) {
    const __m512i starts = pieces(blocks, LAST(blocks), 0, 11, 22, 32 + 21);
    four_weights result = { .scales = scales_at(starts, 0, 8) };
    split_nibbles(pieces(blocks, LAST(blocks), 3, 14, 32 + 13, 32 + 24), &result);
    add_fifth(starts, 2, &result);
    return result;
}

PART four_weights load_q5_1(const ck_q5_1 *blocks) {
    const __m512i starts = pieces(blocks, LAST(blocks), 0, 12, 24, 32 + 20);
    four_weights result = { .scales = scales_at(starts, 0, 8), .minima = scales_at(starts, 1, 8) };
    split_nibbles(pieces(blocks, LAST(blocks), 4, 16, 32 + 12, 32 + 24), &result);
    add_fifth(starts, 4, &result);
    return result;
}

PART four_weights load_iq4_nl(const ck_iq4_nl *blocks) {
    static const int8_t meanings[16] = { CK_IQ4_NL_VALUES };
    four_weights result = load_q4_0(blocks);
    look_up(_mm_xor_si128(_mm_loadu_si128((const void *)meanings), _mm_set1_epi8(-128)), &result);
    return result;
}

/// Byte 17k, the exponent of block k, is byte k of quarter k.
PART four_weights load_mxfp4(const ck_mxfp4 *blocks) {
    static const int8_t meanings[16] = { CK_MXFP4_VALUES };
    const int none = (int)0x80808000;
    const __m512i picks = _mm512_add_epi32(
        _mm512_set1_epi32(none), _mm512_set_epi32(3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0));
    const __m512i exponents = _mm512_shuffle_epi8(_mm512_loadu_si512(blocks), picks);
    const __m512 power = _mm512_cvtepi32_ps(_mm512_sub_epi32(exponents, _mm512_set1_epi32(128)));
    four_weights result = { .scales = _mm512_scalef_ps(_mm512_set1_ps(1), power) };
    split_nibbles(pieces(blocks->quants, LAST(blocks), 0, 32 + 7, 17, 32 + 24), &result);
    look_up(_mm_add_epi8(_mm_loadu_si128((const void *)meanings), _mm_set1_epi8(12)), &result);
    return result;
}

PART __m512 add_blocks(__m512 sum, four_weights weights, const four_activations *activations) {
    __m512i whole = _mm512_dpbusd_epi32(activations->start, weights.low, activations->low);
    whole = _mm512_dpbusd_epi32(whole, weights.high, activations->high);
    return _mm512_fmadd_ps(_mm512_cvtepi32_ps(whole), _mm512_mul_ps(weights.scales, activations->scales), sum);
}

PART __m512 add_minima(__m512 sum, four_weights weights, const four_activations *activations) {
    return add_blocks(_mm512_fmadd_ps(weights.minima, activations->sums, sum), weights, activations);
}

/// Blocks that are left over are computed as four, of which some are zero.
#define FORMAT(name, others, added, ADD)                                                                               \
    PART void add_##name(                                                                                              \
        const ck_##name *const row[ROWS], const ck_##others *activations, __m512 sum[ROWS]) {                          \
        const four_activations values = load_##others(activations, added);                                             \
        sum[0] = ADD(sum[0], load_##name(row[0]), &values);                                                            \
        sum[1] = ADD(sum[1], load_##name(row[1]), &values);                                                            \
        sum[2] = ADD(sum[2], load_##name(row[2]), &values);                                                            \
        sum[3] = ADD(sum[3], load_##name(row[3]), &values);                                                            \
    }                                                                                                                  \
                                                                                                                       \
    PART void four_##name(                                                                                             \
        const ck_##name *const row[ROWS], const ck_##others *activations, size_t blocks, float *result) {              \
        __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };     \
        size_t block = 0;                                                                                              \
        for (; block + 4 <= blocks; block += 4) {                                                                      \
            const ck_##name *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };            \
            add_##name(at, activations + block, sum);                                                                  \
        }                                                                                                              \
        if (block < blocks) {                                                                                          \
            const size_t rest = blocks - block;                                                                        \
            ck_##name weights[ROWS][4] = { 0 };                                                                        \
            ck_##others values[4] = { 0 };                                                                             \
            const ck_##name *at[ROWS] = { weights[0], weights[1], weights[2], weights[3] };                            \
            memcpy(values, activations + block, rest * sizeof *values);                                                \
            for (int r = 0; r < ROWS; r++) memcpy(weights[r], row[r] + block, rest * sizeof **weights);                \
            add_##name(at, values, sum);                                                                               \
        }                                                                                                              \
        store_sums(sum, result);                                                                                       \
    }                                                                                                                  \
                                                                                                                       \
    DOT_RUN(dot_##name##_avx512_vnni, ck_##name, four_##name)

FORMAT(q4_0, q8_0, 8, add_blocks)
FORMAT(q4_1, q8_1, 0, add_minima)
FORMAT(q5_0, q8_0, 16, add_blocks)
FORMAT(q5_1, q8_1, 0, add_minima)
FORMAT(iq4_nl, q8_0, -128, add_blocks)
FORMAT(mxfp4, q8_0, 12, add_blocks)

const ck_dot_kernel ck_dot_avx512_vnni_32[] = { DOT_32_ROWS(CK_ISA_AVX512_VNNI, avx512_vnni) };
#endif
