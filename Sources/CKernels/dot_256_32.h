// The dot products of GGUF's blocks of 32 in 256-bit vectors, four rows of four blocks at a time, written once for AVX2
// and AVX-VNNI. Beside what dot_256.h needs, a file that includes this defines, for its instruction set:
//   two_blocks                         quants of two blocks: elements 0-15 of each, `low`, and 16-31, `high`
//   begin(added, values)               what a sum starts with, so that `added` may be added to the weights
//   sums(start, weights, values)       eight partial sums of 64 products, unsigned weights of at most 31
//   wide_begin, wide_sums, WIDE_ADDED  the same for weights of −127 ... 127, to which WIDE_ADDED is added
// A vector has two blocks, one in each half, so that its sum of four meets its scale there.
#include <string.h>

#define ROWS 4
#include "dot_256.h"
#include "dot_blocks_32.h"

/// The starts of two pairs of blocks.
typedef struct {
    __m256i first, second;
} four_headers;

/// 16 bytes from each of two places.
PART __m256i pieces(const void *at, size_t step) { return halves(at, (const uint8_t *)at + step); }

PART four_headers headers(const void *block, size_t size) {
    return (four_headers) { pieces(block, size), pieces((const uint8_t *)block + 2 * size, size) };
}

/// The halves of a vector, behind each other in one of halves as long.
PART __m256 floats(__m256i both) {
    return _mm256_cvtph_ps(_mm_unpacklo_epi64(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1)));
}

/// First halves of two times four headers. Low half: blocks 0 and 2 of the one, of the other; high half: 1 and 3.
PART __m256 scales_of(four_headers one, four_headers other) {
    return floats(_mm256_unpacklo_epi32(
        _mm256_unpacklo_epi16(one.first, one.second), _mm256_unpacklo_epi16(other.first, other.second)));
}

/// First and second halves of four headers. Low half: the first of blocks 0 and 2, their second; high half: 1 and 3.
PART __m256 scales_and_minima_of(four_headers all) { return floats(_mm256_unpacklo_epi16(all.first, all.second)); }

/// 2^(e − 128) of the first bytes, in the order of `scales_of`: two factors, as the whole may be subnormal.
PART __m256 powers_of(four_headers one, four_headers other) {
    const __m256i places = _mm256_broadcastsi128_si256(
        _mm_set_epi32((int)0x80808003, (int)0x80808002, (int)0x80808001, (int)0x80808000));
    __m256i bytes = _mm256_unpacklo_epi16(
        _mm256_unpacklo_epi8(one.first, one.second), _mm256_unpacklo_epi8(other.first, other.second));
    __m256i all = _mm256_shuffle_epi8(bytes, places), half = _mm256_srli_epi32(all, 1);
    const __m256i bias = _mm256_set1_epi32(127 - 64);
    __m256i rest = _mm256_slli_epi32(_mm256_add_epi32(_mm256_sub_epi32(all, half), bias), 23);
    half = _mm256_slli_epi32(_mm256_add_epi32(half, bias), 23);
    return _mm256_mul_ps(_mm256_castsi256_ps(half), _mm256_castsi256_ps(rest));
}

PART two_blocks nibbles(const uint8_t *quants, size_t size) {
    const __m256i nibble = _mm256_set1_epi8(15), both = pieces(quants, size);
    return (two_blocks) { _mm256_and_si256(both, nibble), _mm256_and_si256(_mm256_srli_epi16(both, 4), nibble) };
}

/// 16 where the fifth bit is set, of the byte that `places` names for each.
PART __m256i sixteens(__m256i headers, __m256i places) {
    const __m256i bits = _mm256_set1_epi64x((long long)0x8040201008040201);
    __m256i own = _mm256_and_si256(_mm256_shuffle_epi8(headers, places), bits);
    return _mm256_and_si256(_mm256_cmpeq_epi8(own, bits), _mm256_set1_epi8(16));
}

/// The bytes of the fifth bits begin at byte `high` of each header.
PART two_blocks add_fifth(two_blocks quants, __m256i headers, int high) {
    const long long all = 0x0101010101010101;
    const __m256i first = _mm256_broadcastsi128_si256(_mm_set_epi64x(all * (high + 1), all * high));
    const __m256i second = _mm256_broadcastsi128_si256(_mm_set_epi64x(all * (high + 3), all * (high + 2)));
    quants.low = _mm256_or_si256(quants.low, sixteens(headers, first));
    quants.high = _mm256_or_si256(quants.high, sixteens(headers, second));
    return quants;
}

/// The value that each nibble stands for, and `added`.
PART two_blocks look_up(two_blocks quants, const int8_t *meanings, int8_t added) {
    const __m256i all = _mm256_add_epi8(
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)meanings)), _mm256_set1_epi8(added));
    return (two_blocks) { _mm256_shuffle_epi8(all, quants.low), _mm256_shuffle_epi8(all, quants.high) };
}

static const int8_t iq4_nl_values[16] = { CK_IQ4_NL_VALUES }, mxfp4_values[16] = { CK_MXFP4_VALUES };

// The quants of two blocks, given their headers.
#define Q4_QUANTS(at, header) nibbles((at)->quants, sizeof *(at))
#define Q5_0_QUANTS(at, header) add_fifth(nibbles((at)->quants, sizeof *(at)), header, 2)
#define Q5_1_QUANTS(at, header) add_fifth(nibbles((at)->quants, sizeof *(at)), header, 4)
#define IQ4_NL_QUANTS(at, header) look_up(nibbles((at)->quants, sizeof *(at)), iq4_nl_values, WIDE_ADDED)
#define MXFP4_QUANTS(at, header) look_up(nibbles((at)->quants, sizeof *(at)), mxfp4_values, 12)

/// Adds row r's two blocks PAIR; their scales are places PLACE in the halves of `scales`.
#define ADD_ROW(r, PAIR, HEADER, QUANTS, SUMS, scales, PLACE)                                                          \
    {                                                                                                                  \
        __m256i whole = SUMS(start, QUANTS(row[r] + 2 * PAIR, all[r].HEADER), values);                                 \
        sum[r] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(whole), _mm256_permute_ps(scales, 0x55 * (PLACE)), sum[r]);        \
    }

/// The activations of blocks PAIR, and what sums start with.
#define LOAD_PAIR(PAIR, BEGIN, ADDED)                                                                                  \
    const int8_t *quants = activations[2 * PAIR].quants;                                                               \
    two_blocks values = { pieces(quants, sizeof *activations), pieces(quants + 16, sizeof *activations) };             \
    __m256i start = BEGIN(ADDED, values);

/// The headers of all rows.
#define LOAD_HEADERS                                                                                                   \
    const four_headers all[ROWS] = {                                                                                   \
        headers(row[0], sizeof *row[0]), headers(row[1], sizeof *row[1]), headers(row[2], sizeof *row[2]),             \
        headers(row[3], sizeof *row[3]) };

/// Blocks with d alone: SCALES takes those of two rows from their headers.
#define ADD_SCALED(name, SCALES, QUANTS, BEGIN, SUMS, ADDED)                                                           \
    PART void add_##name(                                                                                              \
        const ck_##name *const row[ROWS], const ck_q8_0 *activations, __m256 sum[ROWS], __m256 offset[ROWS]) {         \
        const four_headers own = headers(activations, sizeof *activations);                                            \
        LOAD_HEADERS                                                                                                   \
        const __m256 factors = scales_of(own, own);                                                                    \
        const __m256 one = _mm256_mul_ps(SCALES(all[0], all[1]), factors);                                             \
        const __m256 other = _mm256_mul_ps(SCALES(all[2], all[3]), factors);                                           \
        (void)offset;                                                                                                  \
        { LOAD_PAIR(0, BEGIN, ADDED)                                                                                   \
          ADD_ROW(0, 0, first, QUANTS, SUMS, one, 0) ADD_ROW(1, 0, first, QUANTS, SUMS, one, 2)                        \
          ADD_ROW(2, 0, first, QUANTS, SUMS, other, 0) ADD_ROW(3, 0, first, QUANTS, SUMS, other, 2) }                  \
        LOAD_PAIR(1, BEGIN, ADDED)                                                                                     \
        ADD_ROW(0, 1, second, QUANTS, SUMS, one, 1) ADD_ROW(1, 1, second, QUANTS, SUMS, one, 3)                        \
        ADD_ROW(2, 1, second, QUANTS, SUMS, other, 1) ADD_ROW(3, 1, second, QUANTS, SUMS, other, 3)                    \
    }

/// Blocks with d and m. The products of d and m with their factors are added up together; those of d are left out
/// at the end.
#define ADD_WITH_MINIMUM(name, QUANTS)                                                                                 \
    PART void add_##name(                                                                                              \
        const ck_##name *const row[ROWS], const ck_q8_1 *activations, __m256 sum[ROWS], __m256 offset[ROWS]) {         \
        __m256 factors = scales_and_minima_of(headers(activations, sizeof *activations)), scales[ROWS];                \
        LOAD_HEADERS                                                                                                   \
        for (int r = 0; r < ROWS; r++) {                                                                               \
            scales[r] = _mm256_mul_ps(scales_and_minima_of(all[r]), factors);                                          \
            offset[r] = _mm256_add_ps(offset[r], scales[r]);                                                           \
        }                                                                                                              \
        { LOAD_PAIR(0, begin, 0)                                                                                       \
          ADD_ROW(0, 0, first, QUANTS, sums, scales[0], 0) ADD_ROW(1, 0, first, QUANTS, sums, scales[1], 0)            \
          ADD_ROW(2, 0, first, QUANTS, sums, scales[2], 0) ADD_ROW(3, 0, first, QUANTS, sums, scales[3], 0) }          \
        LOAD_PAIR(1, begin, 0)                                                                                         \
        ADD_ROW(0, 1, second, QUANTS, sums, scales[0], 1) ADD_ROW(1, 1, second, QUANTS, sums, scales[1], 1)            \
        ADD_ROW(2, 1, second, QUANTS, sums, scales[2], 1) ADD_ROW(3, 1, second, QUANTS, sums, scales[3], 1)            \
    }

/// Blocks that are left over are computed as four, of which some are zero.
#define FOUR_ROWS(name, others)                                                                                        \
    PART void four_##name(                                                                                             \
        const ck_##name *const row[ROWS], const ck_##others *activations, size_t blocks, float *result) {              \
        const __m256 zero = _mm256_setzero_ps();                                                                       \
        __m256 sum[ROWS] = { zero, zero, zero, zero }, offset[ROWS] = { zero, zero, zero, zero };                      \
        size_t block = 0;                                                                                              \
        for (; block + 4 <= blocks; block += 4) {                                                                      \
            const ck_##name *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };            \
            add_##name(at, activations + block, sum, offset);                                                          \
        }                                                                                                              \
        if (block < blocks) {                                                                                          \
            const size_t rest = blocks - block;                                                                        \
            ck_##name weights[ROWS][4] = { 0 };                                                                        \
            ck_##others values[4] = { 0 };                                                                             \
            const ck_##name *at[ROWS] = { weights[0], weights[1], weights[2], weights[3] };                            \
            memcpy(values, activations + block, rest * sizeof *values);                                                \
            for (int r = 0; r < ROWS; r++) memcpy(weights[r], row[r] + block, rest * sizeof **weights);                \
            add_##name(at, values, sum, offset);                                                                       \
        }                                                                                                              \
        for (int r = 0; r < ROWS; r++) sum[r] = _mm256_add_ps(sum[r], _mm256_blend_ps(zero, offset[r], 0xCC));         \
        store_sums(sum, result);                                                                                       \
        store_sums(sum + 2, result + 2);                                                                               \
    }                                                                                                                  \
                                                                                                                       \
    DOT_RUN(NAME(dot_##name), ck_##name, four_##name)

ADD_SCALED(q4_0, scales_of, Q4_QUANTS, begin, sums, 8)
FOUR_ROWS(q4_0, q8_0)
ADD_WITH_MINIMUM(q4_1, Q4_QUANTS)
FOUR_ROWS(q4_1, q8_1)
ADD_SCALED(q5_0, scales_of, Q5_0_QUANTS, begin, sums, 16)
FOUR_ROWS(q5_0, q8_0)
ADD_WITH_MINIMUM(q5_1, Q5_1_QUANTS)
FOUR_ROWS(q5_1, q8_1)
ADD_SCALED(iq4_nl, scales_of, IQ4_NL_QUANTS, wide_begin, wide_sums, WIDE_ADDED)
FOUR_ROWS(iq4_nl, q8_0)
ADD_SCALED(mxfp4, powers_of, MXFP4_QUANTS, begin, sums, 12)
FOUR_ROWS(mxfp4, q8_0)
