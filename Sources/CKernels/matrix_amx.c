// The product of two matrices in AMX: tiles of 16 tokens times tiles of 16 rows. Four tiles of results stay in
// registers, two of activations and two of weights pass, so that each that is loaded meets two.
#if defined(__x86_64__)
#include <string.h>

#include "matrix_tables.h"

/// What LDTILECFG reads: all eight tiles of 16 rows of 64 bytes.
typedef struct {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} tile_configuration;

// A test that has no such CPU defines these three before, and so reads the instructions that this file gives.
#ifndef TILE_INSTRUCTION
#define TILE_INSTRUCTION(text) __asm__ volatile(text : : : "memory")
#define TILE_CONFIGURE(text, configuration) __asm__ volatile(text : : "m"(configuration))
#define TILE_MOVE(text, address) __asm__ volatile(text : : "r"(address), "r"((size_t)64) : "memory")
#endif

/// SIDE rows or columns of a tile, TILE_BYTES of it; LINE bytes of a token's depth in each. A block of 16 tiles holds
/// 32 KiB of weights.
enum { SIDE = 16, LINE = 64, TILE_BYTES = SIDE * LINE, BLOCK = 16, PAIR = 2 };

/// Results of 2 × 2 tiles: those of 16 tokens times 16 rows each, [tokens][rows].
typedef struct {
    _Alignas(64) char tile[PAIR][PAIR][TILE_BYTES];
} results_block;

/// Where the tiles of a block lie. A panel that does not exist is its neighbour, whose results are then not used.
typedef struct {
    const char *weights[PAIR], *activations[PAIR];
    size_t tiles;
} operands;

#define LOAD(k, address) TILE_MOVE("tileloadd (%0,%1,1), %%tmm" #k, (void *)(address))
#define ZERO(k) TILE_INSTRUCTION("tilezero %%tmm" #k)
#define STORE(k, address) TILE_MOVE("tilestored %%tmm" #k ", (%0,%1,1)", address)
// The assembler's order: second factor (weights), first (activations), sums.
#define PRODUCT(op, weights, activations, sums) \
    TILE_INSTRUCTION(op " %%tmm" #weights ", %%tmm" #activations ", %%tmm" #sums)

#define TILE_LOOP(name, op)                                                              \
    static void name(const operands *from, results_block *to) {                          \
        ZERO(0); ZERO(1); ZERO(2); ZERO(3);                                              \
        for (size_t tile = 0; tile < from->tiles; tile++) {                              \
            LOAD(4, from->activations[0] + tile * TILE_BYTES);                           \
            LOAD(6, from->weights[0] + tile * TILE_BYTES);                               \
            PRODUCT(op, 6, 4, 0);                                                        \
            LOAD(7, from->weights[1] + tile * TILE_BYTES);                               \
            PRODUCT(op, 7, 4, 1);                                                        \
            LOAD(5, from->activations[1] + tile * TILE_BYTES);                           \
            PRODUCT(op, 6, 5, 2);                                                        \
            PRODUCT(op, 7, 5, 3);                                                        \
        }                                                                                \
        STORE(0, to->tile[0][0]); STORE(1, to->tile[0][1]);                              \
        STORE(2, to->tile[1][0]); STORE(3, to->tile[1][1]);                              \
    }

TILE_LOOP(matrix_tiles_bf16_amx, "tdpbf16ps")
TILE_LOOP(matrix_tiles_int8_amx, "tdpbssd")

// Adds the sums of 16 rows of a token to so many results, or writes them first.
#define ADD_LOOP(name, wide)                                                             \
    static void name(char *results, const char *sums, size_t rows, bool is_first) {      \
        wide before[SIDE] = { 0 }, more[SIDE];                                           \
        memcpy(more, sums, sizeof more);                                                 \
        if (!is_first) memcpy(before, results, rows * sizeof *before);                   \
        for (size_t row = 0; row < SIDE; row++) before[row] += more[row];                \
        memcpy(results, before, rows * sizeof *before);                                  \
    }

ADD_LOOP(add_floats, float)
ADD_LOOP(add_integers, int32_t)

/// A product: its results, and what computes them.
typedef struct {
    const char *weights, *activations;
    char *results;
    size_t rows, batch, tiles;  // tiles of a panel
    void (*multiply)(const operands *from, results_block *to);
    void (*add)(char *results, const char *sums, size_t rows, bool is_first);
} product;

static size_t least(size_t one, size_t other) { return one < other ? one : other; }

/// Adds block `first` of the depth to the results of up to 32 tokens and rows.
static void add_block(const product *all, size_t first, size_t column, size_t row) {
    results_block sums;
    operands from = { .tiles = least(all->tiles - first, BLOCK) };
    for (size_t i = 0; i < PAIR; i++) {
        const size_t weights = row + i * SIDE < all->rows ? row / SIDE + i : row / SIDE;
        const size_t activations = column + i * SIDE < all->batch ? column / SIDE + i : column / SIDE;
        from.weights[i] = all->weights + (weights * all->tiles + first) * TILE_BYTES;
        from.activations[i] = all->activations + (activations * all->tiles + first) * TILE_BYTES;
    }
    all->multiply(&from, &sums);
    for (size_t token = 0; token < least(all->batch - column, PAIR * SIDE); token++) {
        char *results = all->results + ((column + token) * all->rows + row) * 4;
        for (size_t i = 0; i < PAIR && row + i * SIDE < all->rows; i++) {
            const char *of_token = sums.tile[token / SIDE][i] + token % SIDE * LINE;
            all->add(results + i * LINE, of_token, least(all->rows - row - i * SIDE, SIDE), first == 0);
        }
    }
}

static void run(const product *all) {
    tile_configuration configuration = { .palette = 1 };
    for (int tile = 0; tile < 8; tile++) {
        configuration.row_bytes[tile] = LINE;
        configuration.rows[tile] = SIDE;
    }
    TILE_CONFIGURE("ldtilecfg %0", configuration);
    for (size_t first = 0; first < all->tiles; first += BLOCK) {
        for (size_t row = 0; row < all->rows; row += PAIR * SIDE) {
            for (size_t column = 0; column < all->batch; column += PAIR * SIDE) add_block(all, first, column, row);
        }
    }
    TILE_INSTRUCTION("tilerelease");
}

#define MATRIX_LOOP(name, numbers, multiply_tiles, add_sums)                                                     \
    static void name(                                                                                            \
        const void *weights, const void *activations, void *results, size_t rows, size_t depth, size_t batch) {  \
        run(&(product){                                                                                          \
            .weights = weights, .activations = activations, .results = results, .rows = rows, .batch = batch,    \
            .tiles = (depth + (numbers) - 1) / (numbers), .multiply = multiply_tiles, .add = add_sums });        \
    }

MATRIX_LOOP(matrix_bf16_amx, 32, matrix_tiles_bf16_amx, add_floats)
MATRIX_LOOP(matrix_int8_amx, 64, matrix_tiles_int8_amx, add_integers)

#define ROW(kind, bytes, function)                                                                          \
    { .number = kind, .isa = CK_ISA_AMX, .weights = { SIDE, 4 / bytes, bytes },                             \
      .activations = { SIDE, LINE / bytes, bytes }, .depth_unit = LINE / bytes, .run = function }

const ck_matrix_kernel ck_matrix_amx[] = {
    ROW(CK_BF16, 2, matrix_bf16_amx),
    ROW(CK_INT8, 1, matrix_int8_amx),
    { .run = NULL },
};
#endif
