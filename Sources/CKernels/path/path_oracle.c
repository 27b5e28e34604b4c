// What the path kernels must produce: the oracle of the dot products, token by token.
#include "../dot_formats.h"

uint64_t ck_path_token_seed(uint64_t seed, size_t token) { return seed + token; }

size_t ck_path_mismatch(
    const ck_dot_format *format, const float *results, uint64_t seed, size_t token, uint64_t first_row, size_t rows,
    size_t blocks_per_row) {
    enum { MOST_BYTES = 64 << 10 };  // of a row: 16,384 numbers of F32
    _Alignas(8) unsigned char weights[MOST_BYTES], values[MOST_BYTES];
    const size_t largest = format->block_bytes > format->activation_bytes ? format->block_bytes : format->activation_bytes;
    if (blocks_per_row * largest > MOST_BYTES) return 0;
    ck_dot_fill_activations(format, values, ck_path_token_seed(seed, token), blocks_per_row);
    for (size_t row = 0; row < rows; row++) {
        double sizes;
        ck_dot_fill(format, weights, seed, first_row + row, 1, blocks_per_row);
        const double sum = ck_dot_exact(format, weights, values, blocks_per_row, &sizes);
        // Of many tokens' seeds some few make terms that a float cannot add exactly in every order: those may be off by
        // so many roundings of 2^-24.
        const double allowed = sizes < 0x1p24 * CK_DOT_UNIT ? 0 : sizes * 0x1p-20;
        if (!(dot_size(results[row] - sum) <= allowed)) return row;
    }
    return rows;
}
