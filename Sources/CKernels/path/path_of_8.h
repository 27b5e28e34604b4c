// Eight rows' blocks interleaved, which is how engines lay out weights once so that a vector has all eight rows: of
// rows 8g ..< 8g + 8, block 0 of each comes first, then block 1 of each. Quants lie in pieces of eight bytes: piece 0
// of each of the eight, then piece 1 of each. Piece p of row r has bytes 8p ..< 8p + 8 of the plain block.
#ifndef PATH_OF_8_H
#define PATH_OF_8_H

#include <stddef.h>

#include "../dot_blocks_32.h"

/// The bytes of piece `piece` of row `row`, counted from the first of `quants`.
#define PATH_PIECE(piece, row) (64 * (piece) + 8 * (row))

typedef struct {
    uint16_t d[8];
    uint8_t quants[128];
} ck_q4_0_of_8;

typedef ck_q4_0_of_8 ck_iq4_nl_of_8;

typedef struct {
    uint8_t e[8];
    uint8_t quants[128];
} ck_mxfp4_of_8;

/// Scales and minima are by part: bytes 12p ..< 12p + 12 have those of part p of the eight rows, packed as a plain
/// block packs those of its eight parts.
typedef struct {
    uint16_t d[8], dmin[8];
    uint8_t scales[96];
    uint8_t quants[1024];
} ck_q4_k_of_8;

/// Bytes 16n + 2r and the next have scales and minima of sixteenths 2n and 2n + 1 of row r.
typedef struct {
    uint16_t d[8], dmin[8];
    uint8_t scales[128];
    uint8_t quants[512];
} ck_q2_k_of_8;

_Static_assert(sizeof(ck_q4_0_of_8) == 8 * sizeof(ck_q4_0), "as many bytes as eight plain blocks");
_Static_assert(sizeof(ck_mxfp4_of_8) == 8 * sizeof(ck_mxfp4), "as many bytes as eight plain blocks");
_Static_assert(sizeof(ck_q4_k_of_8) == 8 * sizeof(ck_q4_k), "as many bytes as eight plain blocks");
_Static_assert(sizeof(ck_q2_k_of_8) == 8 * sizeof(ck_q2_k), "as many bytes as eight plain blocks");

// Each is a ck_path_prepare of weights; `lines` is a multiple of 8.
void path_prepare_q4_0_of_8(const void *plain, void *prepared, size_t lines, size_t blocks_per_line);
void path_prepare_iq4_nl_of_8(const void *plain, void *prepared, size_t lines, size_t blocks_per_line);
void path_prepare_mxfp4_of_8(const void *plain, void *prepared, size_t lines, size_t blocks_per_line);
void path_prepare_q4_k_of_8(const void *plain, void *prepared, size_t lines, size_t blocks_per_line);
void path_prepare_q2_k_of_8(const void *plain, void *prepared, size_t lines, size_t blocks_per_line);

#endif
