// Formats of 32 weights in four bits by Q8_0. A file that includes this defines `add_products(sum, tokens, rows)`: it
// adds products of signed bytes, four by four, to the sum.

#include "path_unroll.h"

/// A block's weights, piece by piece and as lanes: by [the pair's part][the half of eight bytes][piece].
typedef struct {
    bytes lanes[2][2][4];
} weights_32;

PART weights_32 unpack_32(const uint8_t *const quants[GROUPS], bytes table) {
    const bytes low = V(set1_epi8)(15);
    weights_32 all;
    for (int i = 0; i < 2; i++) {
        const pair raw = rows_at(quants, 64 * (size_t)i);
        for (int part = 0; part < 2; part++) {
            const bytes x = raw.part[part];
            const bytes first = V(shuffle_epi8)(table, and_bytes(x, low));
            const bytes second = V(shuffle_epi8)(table, and_bytes(V(srli_epi16)(x, 4), low));
            for (int half = 0; half < 2; half++) {
                all.lanes[part][half][i] = ROW_LANES(first, half);
                all.lanes[part][half][2 + i] = ROW_LANES(second, half);
            }
        }
    }
    return all;
}

PART square products_32(const weights_32 *weights, const int8_t *quants) {
    pair pieces[4];
    square sums;
    PATH_UNROLL
    for (int i = 0; i < 4; i++) pieces[i] = tokens_at(quants + 32 * i);
    PATH_UNROLL
    for (int part = 0; part < 4; part++) {
        const int token = part / 2, row = part % 2;
        bytes first = V(set1_epi8)(0), second = first;
        PATH_UNROLL
        for (int i = 3; i >= 0; i--) {
            const bytes piece = pieces[i].part[token];
            first = add_products(first, TOKEN_LANES(piece, 0), weights->lanes[row][0][i]);
            second = add_products(second, TOKEN_LANES(piece, 1), weights->lanes[row][1][i]);
        }
        sums.part[token][row] = V(add_epi32)(first, second);
    }
    return sums;
}

/// MXFP4's scales, one by one from a table.
PART floats mxfp4_row_scales(const uint8_t *const at[GROUPS]) {
    uint32_t bits[8 * GROUPS];
    for (size_t i = 0; i < 8 * GROUPS; i++) bits[i] = path_mxfp4_scales[at[i / 8][i % 8]];
    return bits_to_floats(bits);
}

#define q4_0_row_scales row_scales
#define iq4_nl_row_scales row_scales

static const int8_t q4_0_values[16] = { -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7 };
static const int8_t iq4_nl_values[16] = { CK_IQ4_NL_VALUES };
static const int8_t mxfp4_values[16] = { CK_MXFP4_VALUES };

/// A block's weights are unpacked once for all tokens; the sums of sixteen tokens are in memory.
#define MULTIPLY_32(name)                                                                                              \
    PART void multiply_##name(                                                                                         \
        const void *const rows[GROUPS], const ck_q8_0_of_4 *tokens, size_t blocks, float *results, size_t stride,      \
        size_t fours) {                                                                                                \
        const bytes table = repeat_half(_mm_loadu_si128((const __m128i *)name##_values));                              \
        floats sums[16];                                                                                               \
        for (size_t i = 0; i < 4 * fours; i++) sums[i] = V(setzero_ps)();                                              \
        for (size_t block = 0; block < blocks; block++) {                                                              \
            const uint8_t *scales[GROUPS], *quants[GROUPS];                                                            \
            for (size_t i = 0; i < GROUPS; i++) {                                                                      \
                const ck_##name##_of_8 *const own = (const ck_##name##_of_8 *)rows[i] + block;                         \
                scales[i] = (const uint8_t *)own;                                                                      \
                quants[i] = own->quants;                                                                               \
            }                                                                                                          \
            const weights_32 weights = unpack_32(quants, table);                                                       \
            const floats row_d = name##_row_scales(scales);                                                            \
            PATH_ROLLED                                                                                                \
            for (size_t i = 0; i < fours; i++) {                                                                       \
                const ck_q8_0_of_4 *const four = tokens + i * blocks + block;                                          \
                const four_tokens products = straighten(products_32(&weights, four->quants));                          \
                const __m128i d = _mm_loadl_epi64((const __m128i *)four->d);                                           \
                add_scaled(sums + 4 * i, products, row_d, repeat(_mm_cvtph_ps(d)));                                    \
            }                                                                                                          \
        }                                                                                                              \
        for (size_t i = 0; i < 4 * fours; i++) V(storeu_ps)(results + i * stride, sums[i]);                            \
    }

MULTIPLY_32(q4_0)
MULTIPLY_32(iq4_nl)
MULTIPLY_32(mxfp4)

PRODUCTS(q4_0, ck_q4_0_of_8, ck_q8_0_of_4, path_products_q4_0_avx2)
PRODUCTS(iq4_nl, ck_iq4_nl_of_8, ck_q8_0_of_4, path_products_iq4_nl_avx2)
PRODUCTS(mxfp4, ck_mxfp4_of_8, ck_q8_0_of_4, path_products_mxfp4_avx2)
