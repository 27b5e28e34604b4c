// Q4_K and Q5_K in 256-bit vectors, but for their quants: scales and minima of two rows.

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

/// The integer sum of one block; `first` and `last` have the scales of its halves, twice each.
typedef __m256i two_with_minima_sum(const void *block, const int8_t *values, __m256i first, __m256i last);

/// What a function of a block gives, whose eight scales are 16-bit numbers in each half.
PART __m256 scaled_sum(
    const void *block, two_with_minima_sum *block_sum, const ck_q8_k *activations, __m256i scales) {
    __m256i first = _mm256_unpacklo_epi16(scales, scales), last = _mm256_unpackhi_epi16(scales, scales);
    // Else the compiler takes both apart again, with four shuffles more a block: AVX2 loses 6 % (Zen 5, from L2).
    __asm__("" : "+x"(first), "+x"(last));
    return _mm256_cvtepi32_ps(block_sum(block, activations->quants, first, last));
}

/// Two rows of blocks of so many bytes, which begin with Q4_K's header.
PART void two_with_minima(
    const char *at[ROWS], size_t block_bytes, two_with_minima_sum *block_sum, const ck_q8_k *activations,
    size_t blocks, float *result) {
    __m256 sum[ROWS] = { _mm256_setzero_ps(), _mm256_setzero_ps() }, offset = _mm256_setzero_ps(), d, dmin;
    const __m256i zero = _mm256_setzero_si256();
    for (size_t block = 0; block < blocks; block++, activations++) {
        __m256i headers = halves(at[0], at[1]), bytes = split_scales(headers);
        header_scales(headers, activations->d, &d, &dmin);
        __m256i minima = _mm256_madd_epi16(_mm256_unpackhi_epi8(bytes, zero), part_sums(activations));
        offset = _mm256_fmadd_ps(_mm256_cvtepi32_ps(minima), dmin, offset);
        __m256i scales = _mm256_unpacklo_epi8(bytes, zero);
        __m256 first = scaled_sum(at[0], block_sum, activations, _mm256_permute2x128_si256(scales, scales, 0x00));
        sum[0] = _mm256_fmadd_ps(first, _mm256_permute2f128_ps(d, d, 0x00), sum[0]);
        __m256 second = scaled_sum(at[1], block_sum, activations, _mm256_permute2x128_si256(scales, scales, 0x11));
        sum[1] = _mm256_fmadd_ps(second, _mm256_permute2f128_ps(d, d, 0x11), sum[1]);
        at[0] += block_bytes;
        at[1] += block_bytes;
    }
    const __m256 none = _mm256_setzero_ps();
    sum[0] = _mm256_sub_ps(sum[0], _mm256_blend_ps(none, offset, 0x0F));
    sum[1] = _mm256_sub_ps(sum[1], _mm256_blend_ps(none, offset, 0xF0));
    store_sums(sum, result);
}
