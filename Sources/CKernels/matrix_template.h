// The product of packed matrices in vectors, for whoever defines what a vector is. Include once for each loop, with
//   MATRIX_NAME  what the loop is called          TARGET     its instruction set
//   VEC          a vector of sums                 OPERAND    one of numbers
//   LANES        sums in a vector
//   VECTORS      vectors of rows in a tile        COLUMNS    columns in a tile, at most 8
//   GROUP        numbers that a step multiplies   WEIGHT_BYTES those of a row take; those of a column take 4
//   ZERO         a vector of zeros                SPREAD(integer) one of integers, if weights are unsigned
//   TAKE(p)      LANES rows' groups at p          WORD(p, i) the group of column i of those at p, in all lanes
//   STEP(sum, rows, word)                         ADD(sum, sum)
// and, where an instruction multiplies two rows by two columns,
//   PAIR(sums, column, vector) the sums of one column, from those of its pair times two vectors of half the rows
// TAKE then takes LANES / 2 rows, WORD gives pair i, and the groups of a column take 8 bytes.
//
// Vectors go along the rows, so that a token alone uses them whole. A tile of results stays in registers for a block
// of the depth, whose weights stay in the first cache while all columns pass, and whose activations in the second.
#include <string.h>

#include "matrix_tables.h"

#ifndef MATRIX_TEMPLATE_H
#define MATRIX_TEMPLATE_H

#define MATRIX_JOIN(first, second) first##second
#define MATRIX_JOINED(first, second) MATRIX_JOIN(first, second)

/// 1 KiB of each row or column: 32 KiB of weights and 8 KiB of activations at once, where most first caches have 48.
/// A block twice as deep gained FP32 2 % and cost INT8 as much and more.
enum { MATRIX_BLOCK = 256 };

static inline float matrix_float(const char *numbers, int index) {
    float value;
    memcpy(&value, numbers + 4 * index, sizeof value);
    return value;
}

static inline int32_t matrix_word(const char *words, int index) {
    int32_t value;
    memcpy(&value, words + 4 * index, sizeof value);
    return value;
}

/// What a tile is computed from.
typedef struct {
    const char *weights, *activations;
    size_t groups;
    char *results;         // of LANES × VECTORS rows
    size_t stride;         // bytes from column to column
    const int32_t *sums;   // of the columns, times 128; NULL to add to the results
    const char *ahead;     // weights that are needed soon
    size_t ahead_step;     // bytes of them for each group
    bool is_first;         // whether the results are to be written rather than added to
} matrix_tile;

/// So far ahead do weights come that only one tile's columns need: the latency of memory at 40 GB/s.
enum { MATRIX_AHEAD = 4096 };
#endif

#define PART TARGET static inline __attribute__((always_inline))
#define PANEL (VECTORS * LANES)
#define MATRIX_FUNCTION(name) MATRIX_JOINED(MATRIX_NAME, name)
#ifdef PAIR
#define ACROSS 2
#else
#define ACROSS 1
#define PAIR(sums, column, vector) sums[column][vector]
#endif
#define COLUMN_BYTES (4 * ACROSS)
#define EACH(index, count) _Pragma("GCC unroll 8") for (int index = 0; index < (count); index++)

/// The sum that is to be stored: what earlier blocks gave, or the first one's correction, is added last, when it has
/// long been fetched.
PART VEC MATRIX_FUNCTION(_whole)(const matrix_tile *tile, int column, int vector, VEC sum) {
    VEC before;
    if (!tile->is_first) {
        memcpy(&before, tile->results + column * tile->stride + vector * sizeof before, sizeof before);
        return ADD(sum, before);
    }
#ifdef SPREAD
    return ADD(sum, SPREAD(-tile->sums[column]));
#endif
    return sum;
}

PART void MATRIX_FUNCTION(_columns)(const matrix_tile *tile, const int columns) {
    VEC sums[COLUMNS / ACROSS][VECTORS * ACROSS];
    const int words = (columns + ACROSS - 1) / ACROSS;
    const char *weights = tile->weights, *activations = tile->activations, *ahead = tile->ahead;
    EACH(word, words) {
        EACH(vector, VECTORS * ACROSS) sums[word][vector] = ZERO;
    }
    EACH(column, columns) {
        EACH(vector, VECTORS) {
            __builtin_prefetch(tile->results + column * tile->stride + vector * sizeof(VEC), 1, 3);
        }
    }
    for (size_t group = 0; group < tile->groups; group++) {
        OPERAND rows[VECTORS * ACROSS];
        __builtin_prefetch(ahead, 0, 2);
        EACH(vector, VECTORS * ACROSS) rows[vector] = TAKE(weights + vector * (LANES / ACROSS) * WEIGHT_BYTES);
        EACH(i, words) {
            const OPERAND word = WORD(activations, i);
            EACH(vector, VECTORS * ACROSS) sums[i][vector] = STEP(sums[i][vector], rows[vector], word);
        }
        weights += PANEL * WEIGHT_BYTES;
        activations += COLUMNS * COLUMN_BYTES;
        ahead += tile->ahead_step;
    }
    EACH(column, columns) {
        EACH(vector, VECTORS) {
            const VEC sum = MATRIX_FUNCTION(_whole)(tile, column, vector, PAIR(sums, column, vector));
            memcpy(tile->results + column * tile->stride + vector * sizeof sum, &sum, sizeof sum);
        }
    }
}

/// A tile of so many columns: each number has a loop of its own.
TARGET static __attribute__((noinline)) void MATRIX_FUNCTION(_tile)(const matrix_tile *tile, size_t columns) {
    switch (columns) {
    case 1: MATRIX_FUNCTION(_columns)(tile, 1); break;
    case 2: MATRIX_FUNCTION(_columns)(tile, 2); break;
    case 3: MATRIX_FUNCTION(_columns)(tile, 3); break;
#if COLUMNS > 4
    case 4: MATRIX_FUNCTION(_columns)(tile, 4); break;
    case 5: MATRIX_FUNCTION(_columns)(tile, 5); break;
    case 6: MATRIX_FUNCTION(_columns)(tile, 6); break;
#endif
#if COLUMNS > 6
    case 7: MATRIX_FUNCTION(_columns)(tile, 7); break;
#endif
    default: MATRIX_FUNCTION(_columns)(tile, COLUMNS);
    }
}

/// A tile with fewer rows than a panel, by way of one that has them all.
TARGET static void MATRIX_FUNCTION(_rest)(const matrix_tile *tile, size_t columns, size_t rows) {
    float results[COLUMNS][PANEL];
    matrix_tile whole = *tile;
    whole.results = (char *)results;
    whole.stride = sizeof results[0];
    for (size_t column = 0; column < columns && !tile->is_first; column++) {
        memcpy(results[column], tile->results + column * tile->stride, rows * 4);
    }
    MATRIX_FUNCTION(_tile)(&whole, columns);
    for (size_t column = 0; column < columns; column++) {
        memcpy(tile->results + column * tile->stride, results[column], rows * 4);
    }
}

/// All columns of a block of one panel.
TARGET static void MATRIX_FUNCTION(_panel)(matrix_tile tile, size_t rows, size_t depth_groups, size_t batch) {
    const char *const results = tile.results, *const activations = tile.activations;
    for (size_t column = 0; column < batch; column += COLUMNS) {
        const size_t columns = batch - column < COLUMNS ? batch - column : COLUMNS;
        tile.activations = activations + column * depth_groups * COLUMN_BYTES;
        tile.results = (char *)results + column * tile.stride;
        if (rows < PANEL) MATRIX_FUNCTION(_rest)(&tile, columns, rows);
        else MATRIX_FUNCTION(_tile)(&tile, columns);
        tile.ahead += tile.groups * tile.ahead_step;
        if (tile.sums != NULL) tile.sums += COLUMNS;
    }
}

static void MATRIX_NAME(
    const void *weights, const void *activations, void *results, size_t rows, size_t depth, size_t batch) {
    const size_t all = (depth + GROUP - 1) / GROUP, tiles = (batch + COLUMNS - 1) / COLUMNS;
    const size_t block = tiles == 1 ? all : MATRIX_BLOCK / ACROSS;
    const char *const sums = (const char *)activations + tiles * COLUMNS * all * COLUMN_BYTES;
    for (size_t first = 0; first < all; first += block) {
        matrix_tile tile = {
            .groups = all - first < block ? all - first : block, .stride = rows * 4, .is_first = first == 0,
            .sums = (const int32_t *)sums, .ahead_step = PANEL * WEIGHT_BYTES / tiles,
        };
        for (size_t row = 0; row < rows; row += PANEL) {
            tile.weights = (const char *)weights + (row * all + first * PANEL) * WEIGHT_BYTES;
            tile.activations = (const char *)activations + first * COLUMNS * COLUMN_BYTES;
            tile.results = (char *)results + row * 4;
            tile.ahead = tile.weights + (tiles == 1 ? MATRIX_AHEAD : PANEL * all * WEIGHT_BYTES);
            MATRIX_FUNCTION(_panel)(tile, rows - row < PANEL ? rows - row : PANEL, all, batch);
        }
    }
}

#undef PART
#undef PANEL
#undef MATRIX_FUNCTION
#undef EACH
#undef PAIR
#undef ACROSS
#undef COLUMN_BYTES
#undef MATRIX_NAME
#undef GROUP
#undef WEIGHT_BYTES
#undef WORD
#undef TAKE
#undef STEP
#undef ADD
#undef ZERO
#undef VEC
#undef OPERAND
#ifdef SPREAD
#undef SPREAD
#endif
