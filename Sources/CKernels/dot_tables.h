// The tables that dot_table.c joins: one per instruction set, each ended by a row without a format.
#ifndef DOT_TABLES_H
#define DOT_TABLES_H

#include "CKernels.h"
#include "dot_blocks.h"

#define Q4_K_ROW(set, function)                                                                              \
    { .format = "Q4_K", .isa = set, .block_elements = 256, .block_bytes = sizeof(ck_q4_k),                   \
      .activation_bytes = sizeof(ck_q8_k), .operations = 2, .run = function }

#define Q8_0_ROW(set, function)                                                                              \
    { .format = "Q8_0", .isa = set, .block_elements = 32, .block_bytes = sizeof(ck_q8_0),                    \
      .activation_bytes = sizeof(ck_q8_0), .operations = 2, .run = function }

#define K_ROW(name, block, set, function)                                                                     \
    { .format = name, .isa = set, .block_elements = 256, .block_bytes = sizeof(block),                        \
      .activation_bytes = sizeof(ck_q8_k), .operations = 2, .run = function }

extern const ck_dot_kernel ck_dot_scalar[], ck_dot_scalar_32[], ck_dot_scalar_float[], ck_dot_scalar_k[];
#if defined(__x86_64__)
extern const ck_dot_kernel ck_dot_avx2[], ck_dot_avx2_32[], ck_dot_avx2_float[], ck_dot_avx2_k[];
extern const ck_dot_kernel ck_dot_avx_vnni[], ck_dot_avx_vnni_32[], ck_dot_avx_vnni_k[];
extern const ck_dot_kernel ck_dot_avx512_float[], ck_dot_avx512_bf16[];
extern const ck_dot_kernel ck_dot_avx512_vnni[], ck_dot_avx512_vnni_32[], ck_dot_avx512_vnni_k[];
#elif defined(__aarch64__)
extern const ck_dot_kernel ck_dot_neon_float[], ck_dot_dotprod[], ck_dot_dotprod_32[], ck_dot_dotprod_k[];
#endif

#endif
