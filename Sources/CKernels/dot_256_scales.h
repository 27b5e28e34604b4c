// The headers of Q4_K and Q5_K in 256-bit vectors: scales and minima of two rows.

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
