// Eight rows at a time and one token, blocks of 32 whose nibbles are looked up: one loop for the three formats, with
// the step that an instruction set has. A file that includes this defines, for its instruction set:
//   TARGET, SET                 the target attribute, and what functions' names end with
//   ADD_FOURS(sum, weights, values)   adds four products of unsigned and signed bytes to each of eight sums
#include "path_vectors_of_8.h"

/// One operand has to be unsigned: the weights' signs go to the activations.
PATH_PART __m256i add_signed(__m256i sum, __m256i weights, __m256i values) {
    return ADD_FOURS(sum, _mm256_sign_epi8(weights, weights), _mm256_sign_epi8(values, weights));
}

PATH_PART path_rows_of_8 look_up_low(__m256i meanings, path_rows_of_8 rows) {
    const __m256i mask = _mm256_set1_epi8(15);
    return (path_rows_of_8) {
        _mm256_shuffle_epi8(meanings, _mm256_and_si256(rows.first, mask)),
        _mm256_shuffle_epi8(meanings, _mm256_and_si256(rows.last, mask)) };
}

PATH_PART path_rows_of_8 look_up_high(__m256i meanings, path_rows_of_8 rows) {
    return look_up_low(
        meanings, (path_rows_of_8) { _mm256_srli_epi16(rows.first, 4), _mm256_srli_epi16(rows.last, 4) });
}

/// Adds eight elements, of which the first four of the activations are four N of `values`.
#define ADD_EIGHT(rows, values, N)                                                                                     \
    {                                                                                                                  \
        const path_rows_of_8 own = rows;                                                                               \
        sum = add_signed(sum, first_fours(own), PATH_FOUR(values, N));                                                 \
        sum = add_signed(sum, last_fours(own), PATH_FOUR(values, (N) + 1));                                            \
    }

/// The eight rows' sums of one block. They follow one another, each from the last.
PATH_PART __m256i block_sums(__m256i meanings, const uint8_t *quants, const int8_t *activations) {
    const path_rows_of_8 first = load_piece(quants, 0), second = load_piece(quants, 1);
    const __m256i low = both_halves(load_128(activations)), high = both_halves(load_128(activations + 16));
    __m256i sum = _mm256_setzero_si256();
    ADD_EIGHT(look_up_low(meanings, first), low, 0)
    ADD_EIGHT(look_up_low(meanings, second), low, 2)
    ADD_EIGHT(look_up_high(meanings, first), high, 0)
    ADD_EIGHT(look_up_high(meanings, second), high, 2)
    return sum;
}

PATH_PART __m256 scales_q4_0(const ck_q4_0_of_8 *weights) { return mixed_halves(weights->d); }

PATH_PART __m256 scales_iq4_nl(const ck_iq4_nl_of_8 *weights) { return mixed_halves(weights->d); }

/// Powers of two are looked up one by one.
PATH_PART __m256 scales_mxfp4(const ck_mxfp4_of_8 *weights) {
    const uint8_t *e = weights->e;
    return _mm256_setr_ps(
        path_power(e[0]), path_power(e[4]), path_power(e[1]), path_power(e[5]), path_power(e[2]), path_power(e[6]),
        path_power(e[3]), path_power(e[7]));
}

#define FORMAT(name, ...) FORMAT_OF(name, SET, __VA_ARGS__)
#define FORMAT_OF(name, set, ...) FORMAT_NAMED(name, set, __VA_ARGS__)
#define FORMAT_NAMED(name, set, ...)                                                                                   \
    TARGET void path_of_8_##name##_##set(PATH_OF_8_PARAMETERS) {                                                       \
        (void)tokens, (void)scratch;                                                                                   \
        const __m256i meanings = both_halves(_mm_setr_epi8(__VA_ARGS__));                                              \
        const ck_##name##_of_8 *block = weights;                                                                       \
        for (size_t row = 0; row < rows; row += 8) {                                                                   \
            const ck_q8_0 *values = activations;                                                                       \
            __m256 sums = _mm256_setzero_ps();                                                                         \
            for (size_t i = 0; i < blocks_per_row; i++, block++, values++) {                                           \
                const __m256 scales = scales_##name(block), factor = _mm256_set1_ps(path_half(values->d));             \
                const __m256i whole = block_sums(meanings, block->quants, values->quants);                             \
                sums = _mm256_fmadd_ps(_mm256_cvtepi32_ps(whole), _mm256_mul_ps(scales, factor), sums);                \
            }                                                                                                          \
            _mm256_storeu_ps(results + row, in_order(sums));                                                           \
        }                                                                                                              \
    }

FORMAT(q4_0, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7)
FORMAT(iq4_nl, CK_IQ4_NL_VALUES)
FORMAT(mxfp4, CK_MXFP4_VALUES)
