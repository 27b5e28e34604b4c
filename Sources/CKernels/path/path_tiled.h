// What the tiled loops share: the tiles that one thread works in, and the functions of each instruction set. Rows are
// unpacked to bytes a tile of 256 rows by 256 columns at a time, with scales and minima apart, as are tokens; then
// products of 16 rows by 16 tokens (microtiles) go over the tile and add to the tile of results.
//
// Where there are at most 16 tokens, a tile has a few blocks of each of 16 rows instead: `depth` of them, else 1.
#ifndef PATH_TILED_H
#define PATH_TILED_H

#include "../dot_blocks.h"
#include "CKernels.h"

enum { TILE = 256, MICRO = 16 };

typedef struct {
    _Alignas(64) uint8_t quants[TILE * TILE];
    float d[TILE], dmin[TILE];
    int32_t scales[TILE * 16], minima[TILE * 16];
} tile_of_rows;

/// `sums` of sixteen quants lie token by token: those of the same sixteenth are together.
typedef struct {
    _Alignas(64) int8_t quants[TILE * TILE];
    _Alignas(64) int32_t sums[16 * TILE];
    float d[TILE];
} tile_of_tokens;

/// Row by row: those of a row are together.
typedef struct {
    tile_of_rows rows;
    tile_of_tokens tokens;
    _Alignas(64) float results[TILE * TILE];
} path_tiles;

/// How a format's numbers are put together: d · scale · (q − bias), less dmin · minimum where it has minima.
typedef struct {
    int part;      // elements that share a scale: 16 or 32
    bool minima;   // whether it has them
    int bias;      // what the unpacked bytes lie above the weights
    bool shifted;  // whether 256-bit loops make tokens unsigned, 128 above their values, rather than weights
} tile_shape;

#define SHAPE_Q2_K { 16, true, 0, false }
#define SHAPE_Q3_K { 16, false, 4, true }
#define SHAPE_Q4_K { 32, true, 0, false }
#define SHAPE_Q5_K { 32, true, 0, false }
#define SHAPE_Q6_K { 16, false, 32, true }
#define SHAPE_IQ4_XS { 32, false, 128, false }

/// Which of a tile's rows, tokens and blocks a microtile takes.
typedef struct {
    size_t row, token, depth, slab;
} micro_place;

// Where something of a tile's row (or token) lies.

static inline size_t tile_quants(size_t row, size_t depth, size_t slab) { return (row * depth + slab) * TILE; }

static inline size_t tile_scales(size_t row, size_t depth, size_t slab, int part) {
    return (row * depth + slab) * (size_t)(TILE / part);
}

static inline size_t tile_d(size_t row, size_t slab) { return slab * MICRO + row; }

static inline size_t tile_sums(size_t token, size_t depth, size_t slab, size_t sixteenth) {
    return (slab * 16 + sixteenth) * (depth == 1 ? TILE : MICRO) + token;
}

/// What one instruction set has for one format.
typedef struct {
    size_t block_bytes;
    /// Unpacks `depth` blocks of each of `rows` rows, which lie `row_bytes` apart.
    void (*fill_rows)(tile_of_rows *tile, const char *blocks, size_t row_bytes, size_t rows, size_t depth);
    /// What an unpacked band of 16 tokens needs besides.
    void (*finish_tokens)(tile_of_tokens *tile, size_t token, size_t depth);
    /// Adds the products of 16 rows and 16 tokens to the results, whose rows are a tile's width apart.
    void (*multiply)(const path_tiles *tiles, size_t row, size_t token, float *results);
    /// The same where the tile has several blocks of a row.
    void (*multiply_deep)(const path_tiles *tiles, size_t depth, size_t slab, float *results);
} tiled_loop;

/// Runs it: see ck_path_run.
void path_tiled_run(
    const tiled_loop *loop, const void *weights, const void *activations, float *results, size_t rows,
    size_t blocks_per_row, size_t tokens, void *scratch);

#define TILED_DECLARE(name)                                                                                            \
    void path_tiled_##name(                                                                                            \
        const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row,              \
        size_t tokens, void *scratch)

#define TILED_DECLARE_ALL(set)                                                                                         \
    TILED_DECLARE(q2_k_##set);                                                                                         \
    TILED_DECLARE(q3_k_##set);                                                                                         \
    TILED_DECLARE(q4_k_##set);                                                                                         \
    TILED_DECLARE(q5_k_##set);                                                                                         \
    TILED_DECLARE(q6_k_##set);                                                                                         \
    TILED_DECLARE(iq4_xs_##set)

TILED_DECLARE_ALL(avx);
TILED_DECLARE_ALL(avx2);
TILED_DECLARE_ALL(avx512_vnni);

#endif
