// Interleaves eight rows' blocks: see path_of_8.h. It is done once, before anything is measured.
#include "path_of_8.h"

#include <string.h>

/// Bytes of one row's quants, in pieces, to row `row` of an interleaved block's.
static void interleave(const uint8_t *quants, size_t bytes, size_t row, uint8_t *prepared) {
    for (size_t piece = 0; piece < bytes / 8; piece++) memcpy(prepared + PATH_PIECE(piece, row), quants + 8 * piece, 8);
}

/// Eight scales and eight minima of 6 bits.
typedef struct {
    uint8_t scales[8], minima[8];
} eight_pairs;

static eight_pairs unpack_pairs(const uint8_t packed[12]) {
    eight_pairs pairs;
    for (int i = 0; i < 4; i++) {
        pairs.scales[i] = packed[i] % 64;
        pairs.minima[i] = packed[4 + i] % 64;
        pairs.scales[4 + i] = (uint8_t)(packed[i] / 64 * 16 + packed[8 + i] % 16);
        pairs.minima[4 + i] = (uint8_t)(packed[4 + i] / 64 * 16 + packed[8 + i] / 16);
    }
    return pairs;
}

static void pack_pairs(eight_pairs pairs, uint8_t packed[12]) {
    for (int i = 0; i < 4; i++) {
        packed[i] = (uint8_t)(pairs.scales[i] + pairs.scales[4 + i] / 16 * 64);
        packed[4 + i] = (uint8_t)(pairs.minima[i] + pairs.minima[4 + i] / 16 * 64);
        packed[8 + i] = (uint8_t)(pairs.scales[4 + i] % 16 + pairs.minima[4 + i] % 16 * 16);
    }
}

// Each of these writes the blocks at one place of eight rows, which lie `step` blocks apart.

static void join_q4_0(const ck_q4_0 *plain, size_t step, ck_q4_0_of_8 *prepared) {
    for (size_t row = 0; row < 8; row++, plain += step) {
        prepared->d[row] = plain->d;
        interleave(plain->quants, sizeof plain->quants, row, prepared->quants);
    }
}

static void join_mxfp4(const ck_mxfp4 *plain, size_t step, ck_mxfp4_of_8 *prepared) {
    for (size_t row = 0; row < 8; row++, plain += step) {
        prepared->e[row] = plain->e;
        interleave(plain->quants, sizeof plain->quants, row, prepared->quants);
    }
}

static void join_q4_k(const ck_q4_k *plain, size_t step, ck_q4_k_of_8 *prepared) {
    eight_pairs parts[8];
    for (size_t row = 0; row < 8; row++, plain += step) {
        prepared->d[row] = plain->d;
        prepared->dmin[row] = plain->dmin;
        interleave(plain->quants, sizeof plain->quants, row, prepared->quants);
        const eight_pairs own = unpack_pairs(plain->scales);
        for (int part = 0; part < 8; part++) {
            parts[part].scales[row] = own.scales[part];
            parts[part].minima[row] = own.minima[part];
        }
    }
    for (int part = 0; part < 8; part++) pack_pairs(parts[part], prepared->scales + 12 * part);
}

static void join_q2_k(const ck_q2_k *plain, size_t step, ck_q2_k_of_8 *prepared) {
    for (size_t row = 0; row < 8; row++, plain += step) {
        prepared->d[row] = plain->d;
        prepared->dmin[row] = plain->dmin;
        interleave(plain->quants, sizeof plain->quants, row, prepared->quants);
        for (size_t i = 0; i < 16; i++) prepared->scales[i / 2 * 16 + 2 * row + i % 2] = plain->scales[i];
    }
}

#define PREPARE(name)                                                                                                  \
    void path_prepare_##name##_of_8(const void *plain, void *prepared, size_t lines, size_t blocks_per_line) {         \
        const ck_##name *rows = plain;                                                                                 \
        ck_##name##_of_8 *all = prepared;                                                                              \
        for (size_t group = 0; group < lines / 8; group++, rows += 8 * blocks_per_line) {                              \
            for (size_t i = 0; i < blocks_per_line; i++) join_##name(rows + i, blocks_per_line, all++);                \
        }                                                                                                              \
    }

PREPARE(q4_0)
PREPARE(mxfp4)
PREPARE(q4_k)
PREPARE(q2_k)

void path_prepare_iq4_nl_of_8(const void *plain, void *prepared, size_t lines, size_t blocks_per_line) {
    path_prepare_q4_0_of_8(plain, prepared, lines, blocks_per_line);
}
