// The dot products in 256-bit vectors, two rows at a time, written once for AVX2 and AVX-VNNI. A file that includes
// this defines, for its instruction set:
//   NAME(x)     the function's name
//   PART        what stands before a function that becomes part of its callers
//   TARGET      the target attribute
//   ADD_QUARTER(sum, quants, values, pairs, EVEN, ODD)   adds scale · q · activation of 32 bytes of Q4_K nibbles; the
//               scales of the low nibbles are pair EVEN of the pairs, those of the high nibbles pair ODD
//   start(values), products(start, quants, values)       eight partial sums of 32 signed products
// What depends on activations alone is done once for both rows, and headers are taken apart two at a time.

#define ROWS 2
#include "dot_rows.h"

/// One 16-byte piece of each row in its half of the vector.
PART __m256i halves(const void *first, const void *second) {
    __m128i low = _mm_loadu_si128(first);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), _mm_loadu_si128(second), 1);
}

/// The sum of each row's eight.
PART void store_sums(const __m256 sum[ROWS], float *result) {
    __m256 pairs = _mm256_hadd_ps(sum[0], sum[1]);
    __m128 both = _mm_add_ps(_mm256_castps256_ps128(pairs), _mm256_extractf128_ps(pairs, 1));
    both = _mm_hadd_ps(both, both);
    _mm_storel_pi((__m64 *)result, both);
}

// Q4_K.

/// Scales of a row's eight parts in the low bytes of its half, their minima in the high ones.
PART __m256i split_scales(__m256i headers) {
    const __m256i right = _mm256_setr_epi32(0, 0, 0, 4, 0, 0, 0, 4);
    const __m256i low = _mm256_set1_epi64x(0x0F0F0F0F3F3F3F3F), high = _mm256_set1_epi64x(0x3030303000000000);
    // Dwords of the header: d and dmin, bytes 0-3, 4-7, 8-11.
    __m256i base = _mm256_srlv_epi32(_mm256_shuffle_epi32(headers, _MM_SHUFFLE(3, 2, 3, 1)), right);
    __m256i top = _mm256_srli_epi32(_mm256_shuffle_epi32(headers, _MM_SHUFFLE(2, 2, 1, 1)), 2);
    return _mm256_or_si256(_mm256_and_si256(base, low), _mm256_and_si256(top, high));
}

/// d of each row in four places of its half, dmin in the next register.
PART void header_scales(__m256i headers, float factor, __m256 *d, __m256 *dmin) {
    // Halves 0 and 8 of the vector, and 1 and 9, four times each.
    const __m256i picks = _mm256_set1_epi64x(0x0302030201000100);
    __m256i all = _mm256_shuffle_epi8(headers, picks);
    __m128i low = _mm256_castsi256_si128(all), high = _mm256_extracti128_si256(all, 1);
    __m256 first = _mm256_cvtph_ps(low), second = _mm256_cvtph_ps(high);
    // Each now holds d, d, dmin, dmin twice.
    __m256 scale = _mm256_set1_ps(factor), both = _mm256_mul_ps(_mm256_permute2f128_ps(first, second, 0x20), scale);
    *d = _mm256_permute_ps(both, 0x00);
    *dmin = _mm256_permute_ps(both, 0xAA);
}

/// The sums of each part's 32 activations, in both halves.
PART __m256i part_sums(const ck_q8_k *activations) {
    __m128i low = _mm_loadu_si128((const __m128i *)activations->sums);
    __m128i high = _mm_loadu_si128((const __m128i *)activations->sums + 1);
    return _mm256_broadcastsi128_si256(_mm_hadd_epi16(low, high));
}

/// The integer sum of one block; `scales` has the row's eight as 16-bit numbers in each half.
PART __m256 block_sum(const ck_q4_k *weights, const ck_q8_k *activations, __m256i scales) {
    const uint8_t *quants = weights->quants;
    const int8_t *values = activations->quants;
    __m256i first = _mm256_unpacklo_epi16(scales, scales), second = _mm256_unpackhi_epi16(scales, scales);
    __m256i sum = _mm256_setzero_si256();
    // Else the compiler takes both apart again, with four shuffles more a block: AVX2 loses 6 % (Zen 5, from L2).
    __asm__("" : "+x"(first), "+x"(second));
    ADD_QUARTER(sum, quants, values, first, 0, 1)
    ADD_QUARTER(sum, quants + 32, values + 64, first, 2, 3)
    ADD_QUARTER(sum, quants + 64, values + 128, second, 0, 1)
    ADD_QUARTER(sum, quants + 96, values + 192, second, 2, 3)
    return _mm256_cvtepi32_ps(sum);
}

PART void two_q4_k(
    const ck_q4_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m256 sum[ROWS] = { _mm256_setzero_ps(), _mm256_setzero_ps() }, offset = _mm256_setzero_ps(), d, dmin;
    const __m256i zero = _mm256_setzero_si256();
    for (size_t block = 0; block < blocks; block++, activations++) {
        __m256i headers = halves(row[0] + block, row[1] + block), bytes = split_scales(headers);
        header_scales(headers, activations->d, &d, &dmin);
        __m256i minima = _mm256_madd_epi16(_mm256_unpackhi_epi8(bytes, zero), part_sums(activations));
        offset = _mm256_fmadd_ps(_mm256_cvtepi32_ps(minima), dmin, offset);
        __m256i scales = _mm256_unpacklo_epi8(bytes, zero);
        __m256 first = block_sum(row[0] + block, activations, _mm256_permute2x128_si256(scales, scales, 0x00));
        sum[0] = _mm256_fmadd_ps(first, _mm256_permute2f128_ps(d, d, 0x00), sum[0]);
        __m256 second = block_sum(row[1] + block, activations, _mm256_permute2x128_si256(scales, scales, 0x11));
        sum[1] = _mm256_fmadd_ps(second, _mm256_permute2f128_ps(d, d, 0x11), sum[1]);
    }
    const __m256 none = _mm256_setzero_ps();
    sum[0] = _mm256_sub_ps(sum[0], _mm256_blend_ps(none, offset, 0x0F));
    sum[1] = _mm256_sub_ps(sum[1], _mm256_blend_ps(none, offset, 0xF0));
    store_sums(sum, result);
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
