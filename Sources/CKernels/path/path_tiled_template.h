// One instruction set's tiled loops of all formats. A file that includes this defines TARGET, PART, SUFFIX(x), what
// path_tiled_unpack.h asks for, and
//   multiply(tiles, place, shape, results)        adds the products of 16 rows and 16 tokens to the results
//   finish_row(row, shape)                        what an unpacked block of a row needs besides
//   finish_band(tokens, token, depth, shape)      what an unpacked band of 16 tokens needs besides
// A shape is a constant, so that all of them are compiled apart for each format.

#define TILED(name, block, SHAPE)                                                                                      \
    TARGET static void name##_fill(                                                                                    \
        tile_of_rows *tile, const char *blocks, size_t row_bytes, size_t rows, size_t depth) {                         \
        const tile_shape shape = SHAPE;                                                                                \
        for (int finish = 0; finish < 2; finish++) {                                                                   \
            for (size_t i = 0; i < depth * rows; i++) {                                                                \
                const size_t row = i % rows, slab = i / rows, d = tile_d(row, slab);                                   \
                const size_t scales = tile_scales(row, depth, slab, shape.part);                                       \
                const tile_row to = { tile->quants + tile_quants(row, depth, slab), tile->d + d, tile->dmin + d,       \
                                      tile->scales + scales, tile->minima + scales };                                  \
                if (finish) finish_row(to, shape);                                                                     \
                else unpack_##name((const block *)(blocks + row * row_bytes) + slab, to);                              \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    TARGET static void name##_finish(tile_of_tokens *tile, size_t token, size_t depth) {                               \
        finish_band(tile, token, depth, (tile_shape)SHAPE);                                                            \
    }                                                                                                                  \
    TARGET static void name##_multiply(const path_tiles *tiles, size_t row, size_t token, float *results) {            \
        multiply(tiles, (micro_place){ row, token, 1, 0 }, (tile_shape)SHAPE, results);                                \
    }                                                                                                                  \
    TARGET static void name##_multiply_deep(const path_tiles *tiles, size_t depth, size_t slab, float *results) {      \
        multiply(tiles, (micro_place){ 0, 0, depth, slab }, (tile_shape)SHAPE, results);                               \
    }                                                                                                                  \
    void SUFFIX(path_tiled_##name)(                                                                                    \
        const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row,              \
        size_t tokens, void *scratch) {                                                                                \
        static const tiled_loop loop = { sizeof(block), name##_fill, name##_finish, name##_multiply,                   \
                                         name##_multiply_deep };                                                       \
        path_tiled_run(&loop, weights, activations, results, rows, blocks_per_row, tokens, scratch);                   \
    }

TILED(q2_k, ck_q2_k, SHAPE_Q2_K)
TILED(q3_k, ck_q3_k, SHAPE_Q3_K)
TILED(q4_k, ck_q4_k, SHAPE_Q4_K)
TILED(q5_k, ck_q5_k, SHAPE_Q5_K)
TILED(q6_k, ck_q6_k, SHAPE_Q6_K)
TILED(iq4_xs, ck_iq4_xs, SHAPE_IQ4_XS)
