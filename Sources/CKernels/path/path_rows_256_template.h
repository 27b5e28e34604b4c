// Row by row in 256-bit vectors, blocks of 32 with the step that an instruction set has, one block at a time. A file
// that includes this defines, for its instruction set:
//   TARGET, SET            the target attribute, and what functions' names end with
//   FOURS(weights, values) eight sums of four products each, of unsigned bytes and signed ones
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_256.h"

#define RUN(name) RUN_OF(name, SET)
#define RUN_OF(name, set) PATH_ROW_RUN(name, set, ck_##name)

PATH_PART __m256 unsigned_sums(__m256i weights, __m256i values) { return _mm256_cvtepi32_ps(FOURS(weights, values)); }

/// One operand has to be unsigned: the weights' signs go to the activations.
PATH_PART __m256 signed_sums(__m256i weights, __m256i values) {
    return unsigned_sums(_mm256_sign_epi8(weights, weights), _mm256_sign_epi8(values, weights));
}

PATH_ROW_SUM(q4_0, ck_q4_0, ck_q8_0) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const __m256 d = _mm256_set1_ps(path_half(weights->d) * path_half(activations->d));
        const __m256i quants = _mm256_sub_epi8(nibbles(weights->quants), _mm256_set1_epi8(8));
        sum = _mm256_fmadd_ps(d, signed_sums(quants, load_256(activations->quants)), sum);
    }
    return sum_of_8(sum);
}

PATH_ROW_SUM(q4_1, ck_q4_1, ck_q8_1) {
    __m256 sum = _mm256_setzero_ps();
    float minima = 0;
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const __m256 d = _mm256_set1_ps(path_half(weights->d)), factor = _mm256_set1_ps(path_half(activations->d));
        minima += path_half(weights->m) * path_half(activations->s);
        const __m256 products = unsigned_sums(nibbles(weights->quants), load_256(activations->quants));
        sum = _mm256_fmadd_ps(_mm256_mul_ps(d, factor), products, sum);
    }
    return sum_of_8(sum) + minima;
}

/// A fifth bit that is not set subtracts 16, by the four high bits.
PATH_ROW_SUM(q5_0, ck_q5_0, ck_q8_0) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const __m256 d = _mm256_set1_ps(path_half(weights->d) * path_half(activations->d));
        const __m256i high = _mm256_andnot_si256(whole_bytes(weights->high), _mm256_set1_epi8((char)0xF0));
        const __m256i quants = _mm256_or_si256(nibbles(weights->quants), high);
        sum = _mm256_fmadd_ps(d, signed_sums(quants, load_256(activations->quants)), sum);
    }
    return sum_of_8(sum);
}

PATH_ROW_SUM(q5_1, ck_q5_1, ck_q8_1) {
    __m256 sum = _mm256_setzero_ps();
    float minima = 0;
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const __m256 d = _mm256_set1_ps(path_half(weights->d)), factor = _mm256_set1_ps(path_half(activations->d));
        minima += path_half(weights->m) * path_half(activations->s);
        const __m256i high = _mm256_and_si256(whole_bytes(weights->high), _mm256_set1_epi8(16));
        const __m256i quants = _mm256_or_si256(nibbles(weights->quants), high);
        const __m256 products = unsigned_sums(quants, load_256(activations->quants));
        sum = _mm256_fmadd_ps(products, _mm256_mul_ps(d, factor), sum);
    }
    return sum_of_8(sum) + minima;
}

PATH_ROW_SUM(q8_0, ck_q8_0, ck_q8_0) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t i = 0; i < blocks; i++, weights++, activations++) {
        const __m256 d = _mm256_set1_ps(path_half(weights->d) * path_half(activations->d));
        sum = _mm256_fmadd_ps(d, signed_sums(load_256(weights->quants), load_256(activations->quants)), sum);
    }
    return sum_of_8(sum);
}

RUN(q4_0)
RUN(q4_1)
RUN(q5_0)
RUN(q5_1)
RUN(q8_0)
