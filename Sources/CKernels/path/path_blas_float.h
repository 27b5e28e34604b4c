// Tiles of floats, written once for all widths of vectors. Beside what path_blas.h asks for, a file that uses this
// defines, for its instruction set:
//   VECTOR, FACTOR     the types of sums, and of loaded numbers
//   STEP               the numbers of a FACTOR
//   NONE               a sum of nothing
//   MULTIPLY_ADD(sum, a, b), TOTAL(sum)
//   load_<format>(numbers)
#ifndef PATH_BLAS_FLOAT_H
#define PATH_BLAS_FLOAT_H

#include "path_blas.h"

/// Whichever of rows and tokens are not more are held in registers while the others pass by.
#define FLOAT_TILE(format, number)                                                                                     \
    PART void tile_##format(                                                                                           \
        const number *weights, const number *activations, float *results, size_t rows, size_t blocks_per_row,          \
        int height, int width) {                                                                                       \
        const size_t numbers = blocks_per_row * DOT_FLOATS;                                                            \
        VECTOR sum[PATH_BLAS_TOKENS][PATH_BLAS_ROWS];                                                                  \
        EACH(t, width) EACH(r, height) sum[t][r] = NONE;                                                               \
        for (size_t i = 0; i < numbers; i += STEP) {                                                                   \
            FACTOR held[PATH_BLAS_ROWS];                                                                               \
            if (height <= width) {                                                                                     \
                EACH(r, height) held[r] = load_##format(weights + (size_t)r * numbers + i);                            \
                EACH(t, width) {                                                                                       \
                    IN_ORDER;                                                                                          \
                    EACH(r, height) {                                                                                  \
                        const FACTOR value = load_##format(activations + (size_t)t * numbers + i);                     \
                        sum[t][r] = MULTIPLY_ADD(sum[t][r], held[r], value);                                           \
                    }                                                                                                  \
                }                                                                                                      \
            } else {                                                                                                   \
                EACH(t, width) held[t] = load_##format(activations + (size_t)t * numbers + i);                         \
                EACH(r, height) {                                                                                      \
                    IN_ORDER;                                                                                          \
                    EACH(t, width) {                                                                                   \
                        const FACTOR weight = load_##format(weights + (size_t)r * numbers + i);                        \
                        sum[t][r] = MULTIPLY_ADD(sum[t][r], weight, held[t]);                                          \
                    }                                                                                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
        EACH(t, width) EACH(r, height) results[(size_t)t * rows + (size_t)r] = TOTAL(sum[t][r]);                       \
    }

#define FLOATS(format, number, most)                                                                                   \
    FLOAT_TILE(format, number)                                                                                         \
    RUN_TILES(format, ck_##format, ck_##format, path_blas_by_groups, most)

#endif
