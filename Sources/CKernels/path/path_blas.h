// What the loops over plain rows and tokens (CK_PATH_BLAS) share: a tile's results are added up in registers along the
// whole row, and there are two orders of tiles. A tile has four rows, as every matrix of a model can be cut into those;
// rows left over, which an engine would give to another path or to other small tiles, are taken one by one.
#ifndef PATH_BLAS_H
#define PATH_BLAS_H

#include "../dot_blocks_32.h"
#include "path_tables.h"

/// Rows of a tile, and tokens of the widest: with 32 registers, 24 sums leave eight for what is multiplied.
enum { PATH_BLAS_ROWS = 4, PATH_BLAS_TOKENS = 6 };

/// results[token * rows + row] of one tile, whose rows and tokens begin at `weights` and `activations`.
typedef void (*path_blas_tile)(
    const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row);

/// The tiles of one format and instruction set: [tokens − 1], of four rows and of one.
typedef struct {
    path_blas_tile four_rows[PATH_BLAS_TOKENS], one_row[PATH_BLAS_TOKENS];
    size_t most_tokens;  // of a tile
    size_t block_bytes, activation_bytes;
} path_blas_tiles;

/// What ck_path_run takes.
typedef struct {
    const char *weights, *activations;
    float *results;
    size_t rows, blocks_per_row, tokens;
} path_blas_product;

/// Floats: tokens in groups of about 72, whose activations stay in the cache while all rows pass by.
void path_blas_by_groups(const path_blas_tiles *tiles, path_blas_product product);

/// Blocks: all tokens pass by each four rows.
void path_blas_by_rows(const path_blas_tiles *tiles, path_blas_product product);

#define PATH_BLAS_RUN(name)                                                                                            \
    void name(                                                                                                         \
        const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row,              \
        size_t tokens, void *scratch)

/// Unrolls a loop over the rows or tokens of a tile, whose sums must be registers.
#define EACH(index, count) _Pragma("GCC unroll 8") for (int index = 0; index < (count); index++)

/// Keeps reads in the order of the source. Else clang reads ahead, and a sum has to wait on the stack in each step:
/// halves in AVX2 44 GOP/s where this gives 95 (Zen 3).
#define IN_ORDER __asm__("" ::: "memory")

// A file that uses these defines NAME(x), the name of a run or of what it needs, TARGET, the target attribute, and
// PART, what stands before a function that becomes part of its callers.

/// Numbers that lie on the stack for want of registers do so on boundaries of their size, as in an engine that GCC
/// compiled. Else some cross cache lines, and which do changes from run to run: Q8_0 in AVX2 64 to 68 GOP/s (Zen 3).
#define ALIGNED_STACK __attribute__((force_align_arg_pointer))

/// Two tiles as functions of their own, of which tile_<format> becomes part, with constant height and width.
#define TILES_WIDE(format, width)                                                                                      \
    ALIGNED_STACK TARGET static void NAME(four_##format##_##width)(                                                    \
        const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row) {            \
        tile_##format(weights, activations, results, rows, blocks_per_row, PATH_BLAS_ROWS, width);                     \
    }                                                                                                                  \
                                                                                                                       \
    ALIGNED_STACK TARGET static void NAME(one_##format##_##width)(                                                     \
        const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row) {            \
        tile_##format(weights, activations, results, rows, blocks_per_row, 1, width);                                  \
    }

#define TILES_UP_TO_2(format) TILES_WIDE(format, 1) TILES_WIDE(format, 2)
#define TILES_UP_TO_3(format) TILES_UP_TO_2(format) TILES_WIDE(format, 3)
#define TILES_UP_TO_4(format) TILES_UP_TO_3(format) TILES_WIDE(format, 4)
#define TILES_UP_TO_6(format) TILES_UP_TO_4(format) TILES_WIDE(format, 5) TILES_WIDE(format, 6)

#define LIST_2(tile) NAME(tile##_1), NAME(tile##_2)
#define LIST_3(tile) LIST_2(tile), NAME(tile##_3)
#define LIST_4(tile) LIST_3(tile), NAME(tile##_4)
#define LIST_6(tile) LIST_4(tile), NAME(tile##_5), NAME(tile##_6)

/// The run of a format, whose widest tile has `most` tokens.
#define RUN_TILES(format, weight, value, order, most)                                                                  \
    TILES_UP_TO_##most(format)                                                                                         \
    PATH_BLAS_RUN(NAME(path_blas_##format));                                                                           \
    PATH_BLAS_RUN(NAME(path_blas_##format)) {                                                                          \
        static const path_blas_tiles tiles = {                                                                         \
            .four_rows = { LIST_##most(four_##format) }, .one_row = { LIST_##most(one_##format) },                     \
            .most_tokens = most, .block_bytes = sizeof(weight), .activation_bytes = sizeof(value) };                   \
        (void)scratch;                                                                                                 \
        order(&tiles, (path_blas_product) { weights, activations, results, rows, blocks_per_row, tokens });            \
    }

#endif
