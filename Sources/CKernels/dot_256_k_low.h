// Q3_K and Q2_K in 256-bit vectors. A vector has the low bits of one half block; bits 2g and 2g + 1 are those of its
// part g. Parts 1 and 3 are left where they stand, at four times their value, which saves shifts: the scales of the
// others are four times as large, and so is the sum.

/// Sixteen scales as 16-bit numbers, those of parts 0, 2, 4 and 6 times four.
PART __m256i even_parts_by_four(__m256i scales) { return _mm256_mullo_epi16(scales, _mm256_set1_epi32(0x00010004)); }

// Q3_K.

/// The scales of each row in its half, even ones first, of headers that have them in bytes 2 ... 13.
PART __m256i scales_q3_k(__m256i headers) {
    const __m256i low_places = _mm256_set1_epi64x(0x0908070605040302), high_places = _mm256_set1_epi32(0x0D0C0B0A);
    const __m256i right = _mm256_setr_epi32(0, 0, 4, 4, 0, 0, 4, 4), left = _mm256_setr_epi32(6, 4, 2, 0, 6, 4, 2, 0);
    __m256i low = _mm256_srlv_epi32(_mm256_shuffle_epi8(headers, low_places), right);
    __m256i high = _mm256_sllv_epi32(_mm256_shuffle_epi8(headers, high_places), left);
    low = join(low, 15, _mm256_srli_epi32(high, 2), 0x30);
    return _mm256_sub_epi8(low, _mm256_set1_epi8(32));
}

/// Adds parts 0 and 1 of `low`, whose third bits are in bit 2 of `even` and in bit 4 of `odd`.
#define ADD_TWO_Q3_K(low, even, odd, values, pairs, EVEN)                                                              \
    ADD_TWO(sum, join(low, 3, even, 4), join(low, 12, odd, 16), values, pairs, EVEN, EVEN + 1)

/// Four times the integer sum of one block, whose scales are `bytes`.
PART __m256i q3_k_sum(const ck_q3_k *weights, const int8_t *values, __m256i sums, __m128i bytes) {
    __m256i sum = _mm256_setzero_si256(), high = load(weights->high);
    __m256i single = _mm256_cvtepi8_epi16(evens_first(bytes)), scales = even_parts_by_four(single);
    __m256i first = _mm256_unpacklo_epi16(scales, scales), last = _mm256_unpackhi_epi16(scales, scales);
    __m256i one = load(weights->quants), other = load(weights->quants + 32);
    ADD_TWO_Q3_K(one, _mm256_slli_epi16(high, 2), _mm256_slli_epi16(high, 3), values, first, 0)
    one = _mm256_srli_epi16(one, 4);
    ADD_TWO_Q3_K(one, high, _mm256_slli_epi16(high, 1), values + 64, first, 2)
    ADD_TWO_Q3_K(other, _mm256_srli_epi16(high, 2), _mm256_srli_epi16(high, 1), values + 128, last, 0)
    other = _mm256_srli_epi16(other, 4);
    ADD_TWO_Q3_K(other, _mm256_srli_epi16(high, 4), _mm256_srli_epi16(high, 3), values + 192, last, 2)
    return _mm256_sub_epi32(sum, _mm256_slli_epi32(_mm256_madd_epi16(single, sums), 4));
}

PART void two_q3_k(const ck_q3_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m256 sum[ROWS] = { _mm256_setzero_ps(), _mm256_setzero_ps() };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_q3_k *first = row[0] + block, *second = row[1] + block;
        // The 16 bytes that end with the block.
        __m256i scales = scales_q3_k(halves(first->quants + 62, second->quants + 62));
        __m256i sums = sixteenth_sums(activations);
        __m128 d = two_scales(first->d, second->d, activations->d * 0.25f);
        __m256i whole = q3_k_sum(first, activations->quants, sums, _mm256_castsi256_si128(scales));
        __m128i others = _mm256_extracti128_si256(scales, 1);
        ADD_ROWS(sum, whole, q3_k_sum(second, activations->quants, sums, others), d)
    }
    store_sums(sum, result);
}

DOT_RUN(NAME(dot_q3_k), ck_q3_k, two_q3_k)

// Q2_K.

/// Four times the integer sum of one block without its minima, of which `scales` has the sixteen.
PART __m256i q2_k_sum(const ck_q2_k *weights, const int8_t *values, __m256i scales) {
    __m256i sum = _mm256_setzero_si256(), one = load(weights->quants), other = load(weights->quants + 32);
    scales = even_parts_by_four(scales);
    __m256i first = _mm256_unpacklo_epi16(scales, scales), last = _mm256_unpackhi_epi16(scales, scales);
    ADD_TWO(sum, both_and(one, 3), both_and(one, 12), values, first, 0, 1)
    one = _mm256_srli_epi16(one, 4);
    ADD_TWO(sum, both_and(one, 3), both_and(one, 12), values + 64, first, 2, 3)
    ADD_TWO(sum, both_and(other, 3), both_and(other, 12), values + 128, last, 0, 1)
    other = _mm256_srli_epi16(other, 4);
    ADD_TWO(sum, both_and(other, 3), both_and(other, 12), values + 192, last, 2, 3)
    return sum;
}

/// A row's sum with one block more.
PART __m256 add_q2_k(
    __m256 total, const ck_q2_k *weights, const ck_q8_k *activations, __m256i sums, __m128 d, __m128 dmin) {
    __m256i both = _mm256_cvtepu8_epi16(evens_first(_mm_loadu_si128((const __m128i *)weights->scales)));
    __m256i scales = _mm256_and_si256(both, _mm256_set1_epi16(15)), minima = _mm256_srli_epi16(both, 4);
    __m256i whole = q2_k_sum(weights, activations->quants, scales);
    total = _mm256_fmadd_ps(_mm256_cvtepi32_ps(whole), _mm256_broadcastss_ps(d), total);
    __m256 offset = _mm256_cvtepi32_ps(_mm256_madd_epi16(minima, sums));
    return _mm256_fnmadd_ps(offset, _mm256_broadcastss_ps(dmin), total);
}

PART void two_q2_k(const ck_q2_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m256 sum[ROWS] = { _mm256_setzero_ps(), _mm256_setzero_ps() };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_q2_k *first = row[0] + block, *second = row[1] + block;
        __m128 d = two_scales(first->d, second->d, activations->d * 0.25f);
        __m128 dmin = two_scales(first->dmin, second->dmin, activations->d);
        __m256i sums = sixteenth_sums(activations);
        sum[0] = add_q2_k(sum[0], first, activations, sums, d, dmin);
        sum[1] = add_q2_k(sum[1], second, activations, sums, _mm_movehdup_ps(d), _mm_movehdup_ps(dmin));
    }
    store_sums(sum, result);
}

DOT_RUN(NAME(dot_q2_k), ck_q2_k, two_q2_k)
