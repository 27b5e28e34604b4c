// The dot products in 256-bit vectors, two rows at a time, written once for AVX2 and AVX-VNNI. A file that includes
// this defines, for its instruction set:
//   NAME(x)     the function's name
//   PART        what stands before a function that becomes part of its callers
//   TARGET      the target attribute
//   ADD_QUARTER(sum, quants, values, pairs, EVEN, ODD)   adds scale · q · activation of 32 bytes of Q4_K nibbles; the
//               scales of the low nibbles are pair EVEN of the pairs, those of the high nibbles pair ODD
//   start(values), products(start, quants, values)       eight partial sums of 32 signed products
// What depends on activations alone is done once for both rows, and headers are taken apart two at a time.

#include "dot_256.h"
#include "dot_256_scales.h"

// Q4_K.

/// The integer sum of one block; `first` and `last` have the scales of its halves, twice each.
PART __m256i q4_k_sum(const void *block, const int8_t *values, __m256i first, __m256i last) {
    const uint8_t *quants = ((const ck_q4_k *)block)->quants;
    __m256i sum = _mm256_setzero_si256();
    ADD_QUARTER(sum, quants, values, first, 0, 1)
    ADD_QUARTER(sum, quants + 32, values + 64, first, 2, 3)
    ADD_QUARTER(sum, quants + 64, values + 128, last, 0, 1)
    ADD_QUARTER(sum, quants + 96, values + 192, last, 2, 3)
    return sum;
}

PART void two_q4_k(const ck_q4_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    const char *at[ROWS] = { (const char *)row[0], (const char *)row[1] };
    two_with_minima(at, sizeof(ck_q4_k), q4_k_sum, activations, blocks, result);
}

DOT_RUN(NAME(dot_q4_k), ck_q4_k, two_q4_k)

// Q8_0.

/// The scales of four blocks, as they are.
PART __m128i four_halves(const ck_q8_0 *blocks) {
    __m128i low = _mm_unpacklo_epi16(
        _mm_loadu_si128((const void *)blocks), _mm_loadu_si128((const void *)(blocks + 1)));
    __m128i high = _mm_unpacklo_epi16(
        _mm_loadu_si128((const void *)(blocks + 2)), _mm_loadu_si128((const void *)(blocks + 3)));
    return _mm_unpacklo_epi32(low, high);
}

PART __m256i bytes_of(const ck_q8_0 *block) { return _mm256_loadu_si256((const __m256i *)block->quants); }

/// Adds block BLOCK of four to the sums of both rows, whose scales are `first` and `second`.
#define ADD_BLOCK(BLOCK)                                                                                               \
    {                                                                                                                  \
        __m256i values = bytes_of(activations + BLOCK), begin = start(values);                                         \
        __m256i one = products(begin, bytes_of(row[0] + BLOCK), values);                                               \
        sum[0] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(one), _mm256_permute_ps(first, 0x55 * BLOCK), sum[0]);             \
        __m256i other = products(begin, bytes_of(row[1] + BLOCK), values);                                             \
        sum[1] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(other), _mm256_permute_ps(second, 0x55 * BLOCK), sum[1]);          \
    }

PART void four_blocks_q8_0(const ck_q8_0 *const row[ROWS], const ck_q8_0 *activations, __m256 sum[ROWS]) {
    __m256 factors = _mm256_cvtph_ps(_mm_broadcastq_epi64(four_halves(activations)));
    __m256 scales = _mm256_cvtph_ps(_mm_unpacklo_epi64(four_halves(row[0]), four_halves(row[1])));
    scales = _mm256_mul_ps(scales, factors);
    __m256 first = _mm256_permute2f128_ps(scales, scales, 0x00);
    __m256 second = _mm256_permute2f128_ps(scales, scales, 0x11);
    ADD_BLOCK(0) ADD_BLOCK(1) ADD_BLOCK(2) ADD_BLOCK(3)
}

PART float half(uint16_t bits) { return _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtsi32_si128(bits))); }

PART __m256 one_block_q8_0(const ck_q8_0 *weights, const ck_q8_0 *activations, __m256 sum) {
    __m256i values = bytes_of(activations), whole = products(start(values), bytes_of(weights), values);
    return _mm256_fmadd_ps(_mm256_cvtepi32_ps(whole), _mm256_set1_ps(half(weights->d) * half(activations->d)), sum);
}

PART void two_q8_0(const ck_q8_0 *const row[ROWS], const ck_q8_0 *activations, size_t blocks, float *result) {
    __m256 sum[ROWS] = { _mm256_setzero_ps(), _mm256_setzero_ps() };
    size_t block = 0;
    for (; block + 4 <= blocks; block += 4) {
        const ck_q8_0 *at[ROWS] = { row[0] + block, row[1] + block };
        four_blocks_q8_0(at, activations + block, sum);
    }
    for (; block < blocks; block++) {
        sum[0] = one_block_q8_0(row[0] + block, activations + block, sum[0]);
        sum[1] = one_block_q8_0(row[1] + block, activations + block, sum[1]);
    }
    store_sums(sum, result);
}

DOT_RUN(NAME(dot_q8_0), ck_q8_0, two_q8_0)
