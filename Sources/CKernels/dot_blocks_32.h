// GGUF's blocks of 32 weights, and 32 numbers as they are. Halves are IEEE binary16 bits. Where quants have 4 bits,
// byte b has elements b (low nibble) and 16 + b (high); where they have 5, bit e of `high` is the fifth of element e.
#ifndef DOT_BLOCKS_32_H
#define DOT_BLOCKS_32_H

#include <stdint.h>

#include "dot_blocks.h"

/// Numbers of F32, F16 and BF16, which have no blocks in a file, that the kernels take at a time.
#define DOT_FLOATS 32

typedef struct {
    float numbers[DOT_FLOATS];
} ck_f32;

/// Halves of F16 or the high halves of floats, BF16.
typedef struct {
    uint16_t numbers[DOT_FLOATS];
} ck_f16;

typedef ck_f16 ck_bf16;

/// d · (q − 8).
typedef struct {
    uint16_t d;
    uint8_t quants[16];
} ck_q4_0;

/// d · q + m.
typedef struct {
    uint16_t d, m;
    uint8_t quants[16];
} ck_q4_1;

/// d · (q − 16).
typedef struct {
    uint16_t d;
    uint8_t high[4], quants[16];
} ck_q5_0;

/// d · q + m.
typedef struct {
    uint16_t d, m;
    uint8_t high[4], quants[16];
} ck_q5_1;

/// d · CK_IQ4_NL_VALUES[q].
typedef ck_q4_0 ck_iq4_nl;

/// 2^(e − 128) · CK_MXFP4_VALUES[q]: the values of E2M1 doubled.
typedef struct {
    uint8_t e;
    uint8_t quants[16];
} ck_mxfp4;

/// 32 activations: d · q, and s = d · the sum of the q.
typedef struct {
    uint16_t d, s;
    int8_t quants[32];
} ck_q8_1;

_Static_assert(sizeof(ck_f32) == 128 && sizeof(ck_f16) == 64 && sizeof(ck_q8_1) == 36, "GGUF's layouts");
_Static_assert(sizeof(ck_q4_0) == 18 && sizeof(ck_q4_1) == 20 && sizeof(ck_mxfp4) == 17, "GGUF's layouts");
_Static_assert(sizeof(ck_q5_0) == 22 && sizeof(ck_q5_1) == 24, "GGUF's layouts");

#define CK_IQ4_NL_VALUES -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
#define CK_MXFP4_VALUES 0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12

#define DOT_ROW(name, set, weights, activations, function)                                                             \
    { .format = name, .isa = set, .block_elements = 32, .block_bytes = sizeof(weights),                                \
      .activation_bytes = sizeof(activations), .operations = 2, .run = function }

/// One row for each format of blocks of 32, whose functions are named after it, and the table's end.
#define DOT_32_ROWS(set, suffix)                                                                                       \
    DOT_ROW("Q4_0", set, ck_q4_0, ck_q8_0, dot_q4_0_##suffix),                                                         \
    DOT_ROW("Q4_1", set, ck_q4_1, ck_q8_1, dot_q4_1_##suffix),                                                         \
    DOT_ROW("Q5_0", set, ck_q5_0, ck_q8_0, dot_q5_0_##suffix),                                                         \
    DOT_ROW("Q5_1", set, ck_q5_1, ck_q8_1, dot_q5_1_##suffix),                                                         \
    DOT_ROW("IQ4_NL", set, ck_iq4_nl, ck_q8_0, dot_iq4_nl_##suffix),                                                   \
    DOT_ROW("MXFP4", set, ck_mxfp4, ck_q8_0, dot_mxfp4_##suffix), { .format = NULL }

/// The same for floats.
#define DOT_FLOAT_ROWS(set, suffix)                                                                                    \
    DOT_ROW("F32", set, ck_f32, ck_f32, dot_f32_##suffix), DOT_ROW("F16", set, ck_f16, ck_f16, dot_f16_##suffix),      \
    DOT_ROW("BF16", set, ck_bf16, ck_bf16, dot_bf16_##suffix), { .format = NULL }

#endif
