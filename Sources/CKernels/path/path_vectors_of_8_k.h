// Parts of the loops over eight interleaved rows of blocks of 256: products summed up in 16 bits, which hold a part of
// 32 of Q4_K (32 / 2 · 15 · 127 < 2^15), before they are multiplied by their scales.
#include "path_vectors_of_8.h"

/// Adds the products of eight elements of each row; the first four activations are four N of `values`.
#define ADD_EIGHT_PAIRS(sum, rows, values, N)                                                                          \
    {                                                                                                                  \
        const path_rows_of_8 own = rows;                                                                               \
        sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(first_fours(own), PATH_FOUR(values, N)));                     \
        sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(last_fours(own), PATH_FOUR(values, (N) + 1)));                \
    }

/// The sums of eight rows' scaled products, and those of their minima; the latter are in the order of rows.
typedef struct {
    __m256i products, minima;
} path_sums_of_8;

/// `block_sums` gives a block's path_sums_of_8.
#define PATH_OF_8_RUN(name, set, block_sums)                                                                           \
    TARGET void path_of_8_##name##_##set(PATH_OF_8_PARAMETERS) {                                                       \
        (void)tokens, (void)scratch;                                                                                   \
        const ck_##name##_of_8 *block = weights;                                                                       \
        for (size_t row = 0; row < rows; row += 8) {                                                                   \
            const ck_q8_k *values = activations;                                                                       \
            __m256 sums = _mm256_setzero_ps(), minima = sums;                                                          \
            for (size_t i = 0; i < blocks_per_row; i++, block++, values++) {                                           \
                const __m256 factor = _mm256_set1_ps(values->d);                                                       \
                const __m256 d = mixed_halves(block->d), dmin = plain_halves(block->dmin);                             \
                const path_sums_of_8 whole = block_sums(block, values);                                                \
                sums = _mm256_fmadd_ps(_mm256_cvtepi32_ps(whole.products), _mm256_mul_ps(d, factor), sums);            \
                minima = _mm256_fmadd_ps(_mm256_cvtepi32_ps(whole.minima), _mm256_mul_ps(dmin, factor), minima);       \
            }                                                                                                          \
            _mm256_storeu_ps(results + row, _mm256_sub_ps(in_order(sums), minima));                                    \
        }                                                                                                              \
    }
