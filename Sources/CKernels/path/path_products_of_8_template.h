// Products of rows interleaved by eights and tokens interleaved by fours, in vectors that hold two rows and two tokens
// in each 16 bytes. A file that includes this defines TARGET, PART and NAME(x), includes path_products_of_8_256.h or
// path_products_of_8_512.h before it, and defines HOLD(x), which keeps the compiler from seeing through a vector (it
// would make other instructions of those that engines execute).
//
// Of rows, the first of a pair of vectors has rows 0, 1, 4 and 5 of each eight and the second has rows 2, 3, 6 and 7;
// of tokens, the first has 0 and 1 and the second 2 and 3. Where lanes of four bytes are multiplied, those of tokens
// are t, t, u, u and those of rows r, s, r, s: all four products.

#include "path_unroll.h"

typedef struct {
    bytes part[2];
} pair;

/// Products of the tokens' part and of the rows'.
typedef struct {
    bytes part[2][2];
} square;

/// The dwords of the first or the second half of eight bytes: see above.
#define ROW_LANES(x, second) ((second) ? V(shuffle_epi32)(x, 0xDD) : V(shuffle_epi32)(x, 0x88))
#define TOKEN_LANES(x, second) ((second) ? V(shuffle_epi32)(x, 0xF5) : V(shuffle_epi32)(x, 0xA0))

PART bytes swap_pairs(bytes x) { return V(shuffle_epi32)(x, 0x4E); }

PART __m256i swap_256(__m256i x) {
    return _mm256_permutevar8x32_epi32(x, _mm256_set_epi32(3, 2, 1, 0, 7, 6, 5, 4));
}

/// Eight bytes of each row.
PART pair rows_at(const uint8_t *const at[GROUPS], size_t offset) {
    __m256i low[GROUPS], high[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
        const __m256i first = _mm256_loadu_si256((const __m256i *)(at[i] + offset));
        const __m256i last = _mm256_loadu_si256((const __m256i *)(at[i] + offset + 32));
        low[i] = _mm256_blend_epi32(first, swap_256(last), 0xF0);
        high[i] = _mm256_blend_epi32(swap_256(first), last, 0xF0);
    }
    return (pair){ { join(low), join(high) } };
}

/// Eight bytes of each of four tokens, in every 16 bytes of the vectors.
PART pair tokens_at(const int8_t *at) {
    __m256i all = _mm256_loadu_si256((const __m256i *)at);
    HOLD(all);
    __m256i low = _mm256_permute2x128_si256(all, all, 0x00), high = _mm256_permute2x128_si256(all, all, 0x11);
    HOLD(low);
    HOLD(high);
    return (pair){ { twice(low), twice(high) } };
}

/// Token by token: each has the rows in their order.
typedef struct {
    bytes token[4];
} four_tokens;

PART four_tokens straighten(square x) {
    return (four_tokens){ {
        blend(x.part[0][0], swap_pairs(x.part[0][1])), blend(swap_pairs(x.part[0][0]), x.part[0][1]),
        blend(x.part[1][0], swap_pairs(x.part[1][1])), blend(swap_pairs(x.part[1][0]), x.part[1][1]),
    } };
}

/// Adds integers of four tokens to their sums, times the scales of rows and tokens.
PART void add_scaled(floats sums[4], four_tokens x, floats rows, floats tokens) {
    sums[0] = V(fmadd_ps)(V(cvtepi32_ps)(x.token[0]), V(mul_ps)(rows, V(shuffle_ps)(tokens, tokens, 0x00)), sums[0]);
    sums[1] = V(fmadd_ps)(V(cvtepi32_ps)(x.token[1]), V(mul_ps)(rows, V(shuffle_ps)(tokens, tokens, 0x55)), sums[1]);
    sums[2] = V(fmadd_ps)(V(cvtepi32_ps)(x.token[2]), V(mul_ps)(rows, V(shuffle_ps)(tokens, tokens, 0xAA)), sums[2]);
    sums[3] = V(fmadd_ps)(V(cvtepi32_ps)(x.token[3]), V(mul_ps)(rows, V(shuffle_ps)(tokens, tokens, 0xFF)), sums[3]);
}

/// The half-precision scales at one place of each group.
PART floats row_scales(const uint8_t *const at[GROUPS]) { return halves(load_half(at)); }

/// How sixteen tokens, or four, by the rows of a vector are multiplied.
typedef void multiply_some(
    const void *const rows[GROUPS], const void *tokens, size_t blocks, float *results, size_t stride);

/// Sixteen tokens at a time, all rows before the next; then four.
TARGET static void all_rows(
    const path_product *all, size_t block_bytes, size_t token_bytes, size_t token, multiply_some *some) {
    for (size_t row = all->first_row; row + 8 * GROUPS <= all->rows; row += 8 * GROUPS) {
        const void *rows[GROUPS];
        for (size_t i = 0; i < GROUPS; i++) {
            rows[i] = (const char *)all->weights + (row / 8 + i) * all->blocks_per_row * block_bytes;
        }
        const char *const tokens = (const char *)all->tokens + token / 4 * all->blocks_per_row * token_bytes;
        some(rows, tokens, all->blocks_per_row, all->results + token * all->rows + row, all->rows);
    }
}

/// The functions of a format, whose `multiply_<name>` takes `fours` times four tokens. Where eight rows are left over,
/// `rest` multiplies them.
#define PRODUCTS(name, block, tokens_block, rest)                                                                      \
    TARGET static __attribute__((noinline)) void name##_by_16(                                                         \
        const void *const rows[GROUPS], const void *tokens, size_t blocks, float *results, size_t stride) {            \
        multiply_##name(rows, tokens, blocks, results, stride, 4);                                                     \
    }                                                                                                                  \
    TARGET static __attribute__((noinline)) void name##_by_4(                                                          \
        const void *const rows[GROUPS], const void *tokens, size_t blocks, float *results, size_t stride) {            \
        multiply_##name(rows, tokens, blocks, results, stride, 1);                                                     \
    }                                                                                                                  \
    void NAME(path_products_##name)(const path_product *all) {                                                         \
        size_t token = 0;                                                                                              \
        for (; token + 16 <= all->count; token += 16) {                                                                \
            all_rows(all, sizeof(block), sizeof(tokens_block), token, name##_by_16);                                   \
        }                                                                                                              \
        for (; token < all->count; token += 4) {                                                                       \
            all_rows(all, sizeof(block), sizeof(tokens_block), token, name##_by_4);                                    \
        }                                                                                                              \
        path_product left = *all;                                                                                      \
        left.first_row += (all->rows - all->first_row) / (8 * GROUPS) * (8 * GROUPS);                                  \
        if (GROUPS > 1 && left.first_row < left.rows) rest(&left);                                                     \
    }                                                                                                                  \
    void NAME(path_run_products_##name)(                                                                               \
        const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row,              \
        size_t tokens, void *scratch) {                                                                                \
        (void)scratch;                                                                                                 \
        const path_product all = { weights, activations, results, 0, rows, blocks_per_row, tokens };                   \
        NAME(path_products_##name)(&all);                                                                              \
    }

/// A K-quant's multiply_<name>, which goes through a block in `STEPS` steps: a step's weights are unpacked once for all
/// tokens. The sums of sixteen tokens, and those of minima, are in memory.
#define MULTIPLY_K(name, STEPS)                                                                                        \
    PART void multiply_##name(                                                                                         \
        const void *const rows[GROUPS], const ck_q8_k_of_4 *tokens, size_t blocks, float *results, size_t stride,      \
        size_t fours) {                                                                                                \
        floats sums[16], offsets[16];                                                                                  \
        for (size_t i = 0; i < 4 * fours; i++) sums[i] = offsets[i] = V(setzero_ps)();                                 \
        for (size_t block = 0; block < blocks; block++) {                                                              \
            const uint8_t *d[GROUPS], *dmin[GROUPS], *quants[GROUPS], *packed[GROUPS];                                 \
            for (size_t i = 0; i < GROUPS; i++) {                                                                      \
                const ck_##name##_of_8 *const own = (const ck_##name##_of_8 *)rows[i] + block;                         \
                d[i] = (const uint8_t *)own->d;                                                                        \
                dmin[i] = (const uint8_t *)own->dmin;                                                                  \
                quants[i] = own->quants;                                                                               \
                packed[i] = own->scales;                                                                               \
            }                                                                                                          \
            const floats row_d = row_scales(d), row_dmin = row_scales(dmin);                                           \
            for (size_t step = 0; step < STEPS; step++) {                                                              \
                const weights_##name weights = unpack_##name(quants, step);                                            \
                const scales_##name scales = unpack_scales_##name(packed, step);                                       \
                PATH_ROLLED                                                                                            \
                for (size_t i = 0; i < fours; i++) {                                                                   \
                    const ck_q8_k_of_4 *const four = tokens + i * blocks + block;                                      \
                    const floats token_d = repeat(_mm_loadu_ps(four->d));                                              \
                    const four_tokens products =                                                                       \
                        products_##name(&weights, &scales, four->quants + sizeof four->quants / STEPS * step);         \
                    add_scaled(sums + 4 * i, products, row_d, token_d);                                                \
                    const four_tokens minima = minima_##name(&scales, four->sums + 64 / STEPS * step);                 \
                    add_scaled(offsets + 4 * i, minima, row_dmin, token_d);                                            \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
        for (size_t i = 0; i < 4 * fours; i++) V(storeu_ps)(results + i * stride, V(sub_ps)(sums[i], offsets[i]));     \
    }
