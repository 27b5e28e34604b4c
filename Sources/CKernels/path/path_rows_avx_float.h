// Sums in 256-bit vectors of floats, without FMA, of integers in 128-bit ones. The file that includes this has defined
// TARGET.

/// Two vectors of integers as floats.
PATH_PART __m256 floats_of(__m128i low, __m128i high) {
    return _mm256_cvtepi32_ps(_mm256_insertf128_si256(_mm256_castsi128_si256(low), high, 1));
}

PATH_PART __m256 add_product(__m256 factor, __m256 values, __m256 sum) {
    return _mm256_add_ps(_mm256_mul_ps(factor, values), sum);
}

PATH_PART float sum_of_8(__m256 sum) {
    __m128 four = _mm_add_ps(_mm256_extractf128_ps(sum, 1), _mm256_castps256_ps128(sum));
    four = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
}
