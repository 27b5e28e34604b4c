// The instructions of tiles.h, after volume 2 of Intel's manual, whose names stand in the comments.
#include "tiles.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TILES = 8, ROWS = 16, ROW_BYTES = 64, STRIDE = 64 };

typedef struct {
    size_t rows, row_bytes;
    uint8_t row[ROWS][ROW_BYTES];
} tile;

static tile tiles[TILES];
size_t tile_products, tiles_configured;

static void require(int condition, const char *text, const char *reason) {
    if (condition) return;
    printf("fault in `%s`: %s\n", text, reason);
    exit(2);
}

void tile_configure(const char *text, const void *configuration) {
    const uint8_t *bytes = configuration;
    require(strcmp(text, "ldtilecfg %0") == 0, text, "not the text of an instruction that takes 64 bytes");
    require(bytes[0] == 1, text, "#GP: the only palette with tiles is 1");
    require(bytes[1] == 0, text, "a start row is for what was interrupted");
    for (int i = 2; i < 16; i++) require(bytes[i] == 0, text, "#GP: reserved bytes 2 to 15 are zero");
    for (int i = 0; i < 16; i++) {
        const size_t row_bytes = bytes[16 + 2 * i] | bytes[17 + 2 * i] << 8, rows = bytes[48 + i];
        require(i < TILES || (row_bytes == 0 && rows == 0), text, "#GP: there are eight tiles");
        require(row_bytes <= ROW_BYTES && rows <= ROWS, text, "#GP: a tile has at most 16 rows of 64 bytes");
        require((row_bytes == 0) == (rows == 0), text, "#GP: rows without bytes, or bytes without rows");
        if (i < TILES) tiles[i] = (tile){ .rows = rows, .row_bytes = row_bytes };
    }
    tiles_configured = TILES;
}

// A register by its number; what no configuration gave a size cannot be used.
static tile *named(const char *text, int number) {
    require(tiles_configured > 0, text, "#UD: no tile is configured");
    require(number >= 0 && number < TILES && tiles[number].rows > 0, text, "#UD: this tile is not configured");
    return &tiles[number];
}

void tile_move(const char *text, void *address) {
    int number, end = 0;
    if (sscanf(text, "tileloadd (%%0,%%1,1), %%%%tmm%d%n", &number, &end) == 1 && text[end] == '\0') {
        tile *to = named(text, number);
        memset(to->row, 0, sizeof to->row);
        for (size_t i = 0; i < to->rows; i++) memcpy(to->row[i], (uint8_t *)address + i * STRIDE, to->row_bytes);
        return;
    }
    require(sscanf(text, "tilestored %%%%tmm%d, (%%0,%%1,1)%n", &number, &end) == 1 && end > 0 && text[end] == '\0',
        text, "not an instruction that moves a tile");
    const tile *from = named(text, number);
    for (size_t i = 0; i < from->rows; i++) memcpy((uint8_t *)address + i * STRIDE, from->row[i], from->row_bytes);
}

static float bf16(const uint8_t *bytes) {
    const uint32_t bits = (uint32_t)(bytes[0] | bytes[1] << 8) << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// TDPBF16PS: sums of fused products from zero, then one addition to the destination. Subnormal numbers, which count as
// zero, must not come up.
static void add_bf16(tile *sum, const tile *a, const tile *b, size_t m, size_t n) {
    float total = 0, x;
    for (size_t k = 0; k < a->row_bytes / 4; k++) {
        for (size_t i = 0; i < 2; i++) {
            const float p = bf16(a->row[m] + 4 * k + 2 * i), q = bf16(b->row[k] + 4 * n + 2 * i);
            require(fpclassify(p) != FP_SUBNORMAL && fpclassify(q) != FP_SUBNORMAL, "tdpbf16ps", "subnormal operand");
            total = fmaf(p, q, total);
        }
    }
    memcpy(&x, sum->row[m] + 4 * n, sizeof x);
    x += total;
    require(fpclassify(x) != FP_SUBNORMAL, "tdpbf16ps", "subnormal sum");
    memcpy(sum->row[m] + 4 * n, &x, sizeof x);
}

// TDPBUSD: four products of an unsigned and a signed byte, added to 32 bits that wrap; TDPBSSD: of two signed ones.
static void add_bytes(tile *sum, const tile *a, const tile *b, size_t m, size_t n, int is_signed) {
    uint32_t x;
    memcpy(&x, sum->row[m] + 4 * n, sizeof x);
    for (size_t k = 0; k < a->row_bytes / 4; k++) {
        for (size_t i = 0; i < 4; i++) {
            const uint8_t byte = a->row[m][4 * k + i];
            x += (uint32_t)((is_signed ? (int8_t)byte : (int32_t)byte) * (int32_t)(int8_t)b->row[k][4 * n + i]);
        }
    }
    memcpy(sum->row[m] + 4 * n, &x, sizeof x);
}

static void add_unsigned_bytes(tile *sum, const tile *a, const tile *b, size_t m, size_t n) {
    add_bytes(sum, a, b, m, n, 0);
}

static void add_signed_bytes(tile *sum, const tile *a, const tile *b, size_t m, size_t n) {
    add_bytes(sum, a, b, m, n, 1);
}

// The function of a product's name.
static void (*product_named(const char *name))(tile *, const tile *, const tile *, size_t, size_t) {
    if (strcmp(name, "tdpbf16ps") == 0) return add_bf16;
    if (strcmp(name, "tdpbusd") == 0) return add_unsigned_bytes;
    require(strcmp(name, "tdpbssd") == 0, name, "an instruction that this emulation lacks");
    return add_signed_bytes;
}

void tile_instruction(const char *text) {
    char name[16] = "";
    int first, second, destination, end = 0;
    if (strcmp(text, "tilerelease") == 0) {
        memset(tiles, 0, sizeof tiles);
        tiles_configured = 0;
        return;
    }
    if (sscanf(text, "tilezero %%%%tmm%d%n", &destination, &end) == 1 && text[end] == '\0') {
        memset(named(text, destination)->row, 0, sizeof tiles->row);
        return;
    }
    // The assembler's order is the manual's backwards: second factor, first factor, destination.
    require(sscanf(text, "%15[a-z0-9] %%%%tmm%d, %%%%tmm%d, %%%%tmm%d%n", name, &second, &first, &destination, &end) == 4
            && text[end] == '\0', text, "not an instruction on three tiles");
    require(destination != first && destination != second && first != second, text, "#UD: a tile is named twice");
    tile *sum = named(text, destination);
    const tile *a = named(text, first), *b = named(text, second);
    require(sum->row_bytes % 4 == 0 && a->row_bytes % 4 == 0 && b->row_bytes % 4 == 0, text, "#UD: not whole groups");
    require(sum->rows == a->rows && a->row_bytes / 4 == b->rows && sum->row_bytes == b->row_bytes, text,
        "#UD: the sizes do not make a product");
    void (*const add)(tile *, const tile *, const tile *, size_t, size_t) = product_named(name);
    for (size_t m = 0; m < sum->rows; m++) {
        for (size_t n = 0; n < sum->row_bytes / 4; n++) add(sum, a, b, m, n);
    }
    tile_products++;
}
