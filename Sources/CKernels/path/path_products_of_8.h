// Products of rows interleaved by eights and tokens interleaved by fours: what their instruction sets share. Results of
// sixteen tokens (of four, where fewer are left) by eight or sixteen rows are in flight, block by block.
#ifndef PATH_PRODUCTS_OF_8_H
#define PATH_PRODUCTS_OF_8_H

#include "CKernels.h"
#include "path_of_8.h"

/// Piece p of eight quants of token t lies at 32p + 8t.
typedef struct {
    uint16_t d[4];
    int8_t quants[128];
} ck_q8_0_of_4;

/// Sum i of token t lies at 16(i / 4) + 4t + i % 4.
typedef struct {
    float d[4];
    int8_t quants[1024];
    int16_t sums[64];
} ck_q8_k_of_4;

_Static_assert(sizeof(ck_q8_0_of_4) == 4 * sizeof(ck_q8_0), "as many bytes as four plain blocks");
_Static_assert(sizeof(ck_q8_k_of_4) == 4 * sizeof(ck_q8_k), "as many bytes as four plain blocks");

// Each is a ck_path_prepare of activations; `lines` is a multiple of 4.
void path_prepare_q8_0_of_4(const void *plain, void *prepared, size_t lines, size_t blocks_per_line);
void path_prepare_q8_k_of_4(const void *plain, void *prepared, size_t lines, size_t blocks_per_line);

/// Rows first_row ..< rows of a matrix by all tokens.
typedef struct {
    const void *weights, *tokens;
    float *results;
    size_t first_row, rows, blocks_per_row, count;  // `count` tokens
} path_product;

// Of each format and instruction set: what goes through a product, and the same as a ck_path_run.
#define PRODUCTS_DECLARE(name)                                                                                         \
    void path_products_##name(const path_product *product);                                                            \
    void path_run_products_##name(                                                                                     \
        const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row,              \
        size_t tokens, void *scratch)

#define PRODUCTS_DECLARE_32(set)                                                                                       \
    PRODUCTS_DECLARE(q4_0_##set);                                                                                      \
    PRODUCTS_DECLARE(iq4_nl_##set);                                                                                    \
    PRODUCTS_DECLARE(mxfp4_##set)

PRODUCTS_DECLARE_32(avx2);
PRODUCTS_DECLARE(q4_k_avx2);
PRODUCTS_DECLARE(q2_k_avx2);
PRODUCTS_DECLARE_32(avx_vnni);
PRODUCTS_DECLARE_32(avx512);
PRODUCTS_DECLARE(q4_k_avx512);
PRODUCTS_DECLARE(q2_k_avx512);
PRODUCTS_DECLARE_32(avx512_vnni);

/// The bits of 2^(e − 128), by e.
extern const uint32_t path_mxfp4_scales[256];

#endif
