// Parts of the loops in 256-bit vectors that go row by row. The file that includes this has defined TARGET.
#include <string.h>

PATH_PART __m256i load_256(const void *at) { return _mm256_loadu_si256(at); }

PATH_PART __m128i load_128(const void *at) { return _mm_loadu_si128(at); }

PATH_PART __m256i join_128(__m128i low, __m128i high) {
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

/// 16 bytes' low nibbles, then their high ones.
PATH_PART __m256i nibbles(const uint8_t *quants) {
    const __m128i both = load_128(quants);
    return _mm256_and_si256(join_128(both, _mm_srli_epi16(both, 4)), _mm256_set1_epi8(15));
}

/// Bytes of ones where a bit is set: each gets its byte of the four, and all bits but its own.
PATH_PART __m256i whole_bytes(const uint8_t *bits) {
    int32_t all;
    memcpy(&all, bits, sizeof all);
    const __m256i places = _mm256_set_epi64x(
        0x0303030303030303, 0x0202020202020202, 0x0101010101010101, 0x0000000000000000);
    const __m256i bytes = _mm256_shuffle_epi8(_mm256_set1_epi32(all), places);
    const __m256i others = _mm256_set1_epi64x(0x7FBFDFEFF7FBFDFE);
    return _mm256_cmpeq_epi8(_mm256_or_si256(bytes, others), _mm256_set1_epi64x(-1));
}

PATH_PART float sum_of_8(__m256 sum) {
    __m128 four = _mm_add_ps(_mm256_extractf128_ps(sum, 1), _mm256_castps256_ps128(sum));
    four = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
}
