// What unpacks 32 bytes in 256-bit vectors: see path_tiled_unpack.h.

PART void split_nibbles(const uint8_t *from, uint8_t *low, uint8_t *high) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)from), mask = _mm256_set1_epi8(15);
    _mm256_storeu_si256((__m256i *)low, _mm256_and_si256(bytes, mask));
    _mm256_storeu_si256((__m256i *)high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), mask));
}

PART __m256i bits_of(const uint8_t *from, int shift, int mask) {
    const __m256i bytes = _mm256_srli_epi16(_mm256_loadu_si256((const __m256i *)from), shift);
    return _mm256_and_si256(bytes, _mm256_set1_epi8((char)mask));
}

PART void take_pairs(const uint8_t *from, int shift, uint8_t *to) {
    _mm256_storeu_si256((__m256i *)to, bits_of(from, shift, 3));
}

PART void add_bits(uint8_t *to, const uint8_t *from, int shift, int mask, int up) {
    const __m256i bits = _mm256_slli_epi16(bits_of(from, shift, mask), up);
    _mm256_storeu_si256((__m256i *)to, _mm256_or_si256(_mm256_loadu_si256((const __m256i *)to), bits));
}

PART void look_up(const uint8_t *table, const uint8_t *from, uint8_t *to) {
    const __m128i all = _mm_loadu_si128((const __m128i *)table);
    _mm_storeu_si128((__m128i *)to, _mm_shuffle_epi8(all, _mm_loadu_si128((const __m128i *)from)));
}
