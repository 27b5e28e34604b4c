// How a thread goes through its rows and tokens in tiles: chunk by chunk, all rows before the next tokens; in a chunk
// block by block; for each block by bands of 16 tokens, each over all rows.
#include <string.h>

#include "path_tiled.h"

/// A chunk of a matrix, at most one tile wide and high.
typedef struct {
    const tiled_loop *loop;
    const char *weights;
    const ck_q8_k *tokens;
    float *results;
    size_t blocks_per_row, rows, count, stride;  // `count` tokens
} tiled_chunk;

/// Blocks of the chunk's tokens, from block `block` on, with zeros up to the next multiple of 16 tokens.
static void fill_tokens(tile_of_tokens *tile, const tiled_chunk *chunk, size_t block, size_t depth) {
    const size_t padded = (chunk->count + MICRO - 1) / MICRO * MICRO;
    for (size_t slab = 0; slab < depth; slab++) {
        const ck_q8_k *const first = chunk->tokens + block + slab;
        for (size_t token = 0; token < padded; token++) {
            int8_t *const quants = tile->quants + tile_quants(token, depth, slab);
            if (token < chunk->count) memcpy(quants, first[token * chunk->blocks_per_row].quants, TILE);
            else memset(quants, 0, TILE);
        }
        for (size_t token = 0; token < padded; token++) {
            const ck_q8_k *const from = token < chunk->count ? first + token * chunk->blocks_per_row : NULL;
            for (size_t i = 0; i < 16; i++) {
                tile->sums[tile_sums(token, depth, slab, i)] = from != NULL ? from->sums[i] : 0;
            }
            tile->d[tile_d(token, slab)] = from != NULL ? from->d : 0;
        }
    }
}

/// The results lie row by row in the tile and token by token outside.
static void store(const float *tile, const tiled_chunk *chunk) {
    for (size_t row = 0; row < chunk->rows; row += MICRO) {
        const size_t end = row + MICRO < chunk->rows ? row + MICRO : chunk->rows;
        for (size_t token = 0; token < chunk->count; token++) {
            for (size_t i = row; i < end; i++) chunk->results[token * chunk->stride + i] = tile[i * TILE + token];
        }
    }
}

/// A few blocks of 16 rows at a time, so that memory is read in longer pieces: at most 16 tokens use each row.
static void run_narrow(const tiled_chunk *chunk, path_tiles *tiles) {
    const tiled_loop *const loop = chunk->loop;
    const size_t blocks = chunk->blocks_per_row, row_bytes = blocks * loop->block_bytes;
    // As many blocks of 16 rows and 16 tokens as a cache of 32 KiB holds, if they divide the row.
    const size_t depth = blocks % 3 == 0 ? 3 : blocks % 2 == 0 ? 2 : 1;
    for (size_t block = 0; block < blocks; block += depth) {
        fill_tokens(&tiles->tokens, chunk, block, depth);
        loop->finish_tokens(&tiles->tokens, 0, depth);
        for (size_t row = 0; row < chunk->rows; row += MICRO) {
            const size_t count = chunk->rows - row < MICRO ? chunk->rows - row : MICRO;
            const char *const first = chunk->weights + row * row_bytes + block * loop->block_bytes;
            loop->fill_rows(&tiles->rows, first, row_bytes, count, depth);
            float *const results = tiles->results + row * TILE;
            if (depth == 1) loop->multiply(tiles, 0, 0, results);
            else for (size_t slab = 0; slab < depth; slab++) loop->multiply_deep(tiles, depth, slab, results);
        }
    }
}

static void run_wide(const tiled_chunk *chunk, path_tiles *tiles) {
    const tiled_loop *const loop = chunk->loop;
    const size_t row_bytes = chunk->blocks_per_row * loop->block_bytes;
    for (size_t block = 0; block < chunk->blocks_per_row; block++) {
        loop->fill_rows(&tiles->rows, chunk->weights + block * loop->block_bytes, row_bytes, chunk->rows, 1);
        fill_tokens(&tiles->tokens, chunk, block, 1);
        for (size_t token = 0; token < chunk->count; token += MICRO) {
            loop->finish_tokens(&tiles->tokens, token, 1);
            for (size_t row = 0; row < chunk->rows; row += MICRO) {
                loop->multiply(tiles, row, token, tiles->results + row * TILE + token);
            }
        }
    }
}

static size_t parts_of(size_t count) { return (count + TILE - 1) / TILE; }

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

void path_tiled_run(
    const tiled_loop *loop, const void *weights, const void *activations, float *results, size_t rows,
    size_t blocks_per_row, size_t tokens, void *scratch) {
    if (rows == 0 || tokens == 0) return;
    path_tiles *const tiles = scratch;
    const size_t height = (rows + parts_of(rows) - 1) / parts_of(rows);
    const size_t width = (tokens + parts_of(tokens) - 1) / parts_of(tokens);
    for (size_t token = 0; token < tokens; token += width) {
        for (size_t row = 0; row < rows; row += height) {
            const tiled_chunk chunk = {
                loop, (const char *)weights + row * blocks_per_row * loop->block_bytes,
                (const ck_q8_k *)activations + token * blocks_per_row, results + token * rows + row,
                blocks_per_row, smaller(height, rows - row), smaller(width, tokens - token), rows,
            };
            memset(tiles->results, 0, sizeof tiles->results);
            if (chunk.count <= MICRO) run_narrow(&chunk, tiles);
            else run_wide(&chunk, tiles);
            store(tiles->results, &chunk);
        }
    }
}
