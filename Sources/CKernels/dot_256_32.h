// The dot products of GGUF's blocks of 32 in 256-bit vectors, two rows of four blocks at a time, written once for AVX2
// and AVX-VNNI. Beside what dot_256.h needs, a file that includes this defines, for its instruction set:
//   two_blocks                         quants of two blocks: elements 0-15 of each, `low`, and 16-31, `high`
//   begin(added, values)               what a sum starts with, so that `added` may be added to the weights
//   sums(start, weights, values)       eight partial sums of 64 products, unsigned weights of at most 31
//   wide_begin, wide_sums, WIDE_ADDED  the same for weights of −127 ... 127, to which WIDE_ADDED is added
// A vector has two blocks, one in each half, so that its sum of four meets its scale there.
#include <string.h>

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

/// Adds both rows' two blocks PAIR; their scales are places FIRST and SECOND in the halves of `first` and `second`.
#define ADD_PAIR(PAIR, HEADER, QUANTS, BEGIN, SUMS, ADDED, first, FIRST, second, SECOND)                               \
    {                                                                                                                  \
        const int8_t *quants = activations[2 * PAIR].quants;                                                           \
        two_blocks values = { pieces(quants, sizeof *activations), pieces(quants + 16, sizeof *activations) };         \
        __m256i start = BEGIN(ADDED, values);                                                                          \
        __m256i one = SUMS(start, QUANTS(row[0] + 2 * PAIR, one_headers.HEADER), values);                              \
        sum[0] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(one), _mm256_permute_ps(first, 0x55 * (FIRST)), sum[0]);           \
        __m256i other = SUMS(start, QUANTS(row[1] + 2 * PAIR, other_headers.HEADER), values);                          \
        sum[1] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(other), _mm256_permute_ps(second, 0x55 * (SECOND)), sum[1]);       \
    }

/// Blocks with d alone: SCALES takes those of both rows from their headers.
#define ADD_SCALED(name, SCALES, QUANTS, BEGIN, SUMS, ADDED)                                                           \
    PART void add_##name(                                                                                              \
        const ck_##name *const row[ROWS], const ck_q8_0 *activations, __m256 sum[ROWS], __m256 offset[ROWS]) {         \
        four_headers own = headers(activations, sizeof *activations);                                                  \
        four_headers one_headers = headers(row[0], sizeof *row[0]), other_headers = headers(row[1], sizeof *row[1]);   \
        __m256 scales = _mm256_mul_ps(SCALES(one_headers, other_headers), scales_of(own, own));                        \
        (void)offset;                                                                                                  \
        ADD_PAIR(0, first, QUANTS, BEGIN, SUMS, ADDED, scales, 0, scales, 2)                                           \
        ADD_PAIR(1, second, QUANTS, BEGIN, SUMS, ADDED, scales, 1, scales, 3)                                          \
    }

/// Blocks with d and m. The products of d and m with their factors are added up together; those of d are left out
/// at the end.
#define ADD_WITH_MINIMUM(name, QUANTS)                                                                                 \
    PART void add_##name(                                                                                              \
        const ck_##name *const row[ROWS], const ck_q8_1 *activations, __m256 sum[ROWS], __m256 offset[ROWS]) {         \
        __m256 factors = scales_and_minima_of(headers(activations, sizeof *activations));                              \
        four_headers one_headers = headers(row[0], sizeof *row[0]), other_headers = headers(row[1], sizeof *row[1]);   \
        __m256 first = _mm256_mul_ps(scales_and_minima_of(one_headers), factors);                                      \
        __m256 second = _mm256_mul_ps(scales_and_minima_of(other_headers), factors);                                   \
        offset[0] = _mm256_add_ps(offset[0], first);                                                                   \
        offset[1] = _mm256_add_ps(offset[1], second);                                                                  \
        ADD_PAIR(0, first, QUANTS, begin, sums, 0, first, 0, second, 0)                                                \
        ADD_PAIR(1, second, QUANTS, begin, sums, 0, first, 1, second, 1)                                               \
    }

/// Blocks that are left over are computed as four, of which some are zero.
#define TWO_ROWS(name, others)                                                                                         \
    PART void two_##name(                                                                                              \
        const ck_##name *const row[ROWS], const ck_##others *activations, size_t blocks, float *result) {              \
        const __m256 zero = _mm256_setzero_ps();                                                                       \
        __m256 sum[ROWS] = { zero, zero }, offset[ROWS] = { zero, zero };                                              \
        size_t block = 0;                                                                                              \
        for (; block + 4 <= blocks; block += 4) {                                                                      \
            const ck_##name *at[ROWS] = { row[0] + block, row[1] + block };                                            \
            add_##name(at, activations + block, sum, offset);                                                          \
        }                                                                                                              \
        if (block < blocks) {                                                                                          \
            const size_t rest = blocks - block;                                                                        \
            ck_##name weights[ROWS][4] = { 0 };                                                                        \
            ck_##others values[4] = { 0 };                                                                             \
            const ck_##name *at[ROWS] = { weights[0], weights[1] };                                                    \
            memcpy(values, activations + block, rest * sizeof *values);                                                \
            for (int r = 0; r < ROWS; r++) memcpy(weights[r], row[r] + block, rest * sizeof **weights);                \
            add_##name(at, values, sum, offset);                                                                       \
        }                                                                                                              \
        for (int r = 0; r < ROWS; r++) sum[r] = _mm256_add_ps(sum[r], _mm256_blend_ps(zero, offset[r], 0xCC));         \
        store_sums(sum, result);                                                                                       \
    }                                                                                                                  \
                                                                                                                       \
    DOT_RUN(NAME(dot_##name), ck_##name, two_##name)

ADD_SCALED(q4_0, scales_of, Q4_QUANTS, begin, sums, 8)
TWO_ROWS(q4_0, q8_0)
ADD_WITH_MINIMUM(q4_1, Q4_QUANTS)
TWO_ROWS(q4_1, q8_1)
ADD_SCALED(q5_0, scales_of, Q5_0_QUANTS, begin, sums, 16)
TWO_ROWS(q5_0, q8_0)
ADD_WITH_MINIMUM(q5_1, Q5_1_QUANTS)
TWO_ROWS(q5_1, q8_1)
ADD_SCALED(iq4_nl, scales_of, IQ4_NL_QUANTS, wide_begin, wide_sums, WIDE_ADDED)
TWO_ROWS(iq4_nl, q8_0)
ADD_SCALED(mxfp4, powers_of, MXFP4_QUANTS, begin, sums, 12)
TWO_ROWS(mxfp4, q8_0)
