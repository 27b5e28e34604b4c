// The orders in which one thread goes through the tiles of a product of plain rows and tokens.
#include "path_blas.h"

/// A number of things in parts as long as each other: the first `longer` of them have `length`, the others one less.
typedef struct {
    size_t longer, length;
} parts;

static parts cut(size_t things, size_t count) {
    const size_t length = (things + count - 1) / count;
    return (parts) { .longer = count - (count * length - things), .length = length };
}

static size_t start(parts all, size_t part) {
    return part * all.length - (part > all.longer ? part - all.longer : 0);
}

/// Four rows, or one where fewer are left.
static size_t height_at(const path_blas_product *product, size_t row) {
    return product->rows - row < PATH_BLAS_ROWS ? 1 : PATH_BLAS_ROWS;
}

static void run_tile(
    const path_blas_tiles *tiles, const path_blas_product *product, size_t row, size_t token, size_t width) {
    const path_blas_tile *widths = height_at(product, row) == 1 ? tiles->one_row : tiles->four_rows;
    widths[width - 1](
        product->weights + row * product->blocks_per_row * tiles->block_bytes,
        product->activations + token * product->blocks_per_row * tiles->activation_bytes,
        product->results + token * product->rows + row, product->rows, product->blocks_per_row);
}

void path_blas_by_groups(const path_blas_tiles *tiles, path_blas_product product) {
    enum { GROUP_TOKENS = 72 };
    if (product.tokens == 0) return;
    const size_t count = (product.tokens + tiles->most_tokens - 1) / tiles->most_tokens;
    const size_t usual = GROUP_TOKENS / tiles->most_tokens;
    const size_t groups = count < usual ? 1 : (count + usual / 2) / usual;
    const parts widths = cut(product.tokens, count), lengths = cut(count, groups);
    for (size_t group = 0; group < groups; group++) {
        for (size_t row = 0; row < product.rows; row += height_at(&product, row)) {
            for (size_t tile = start(lengths, group); tile < start(lengths, group + 1); tile++) {
                const size_t token = start(widths, tile);
                run_tile(tiles, &product, row, token, start(widths, tile + 1) - token);
            }
        }
    }
}

void path_blas_by_rows(const path_blas_tiles *tiles, path_blas_product product) {
    size_t token = 0, end;
    // The widest tiles as far as they go, then one of what is left.
    for (; token < product.tokens; token = end) {
        const size_t left = product.tokens - token;
        const size_t width = left < tiles->most_tokens ? left : tiles->most_tokens;
        end = token + left / width * width;
        for (size_t row = 0; row < product.rows; row += height_at(&product, row)) {
            for (size_t at = token; at < end; at += width) run_tile(tiles, &product, row, at, width);
        }
    }
}
