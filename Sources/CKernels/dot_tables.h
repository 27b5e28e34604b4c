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

// Of blocks of 32, and of floats.
extern const ck_dot_kernel ck_dot_scalar_32[], ck_dot_scalar_float[];
#if defined(__x86_64__)
extern const ck_dot_kernel ck_dot_avx2_32[], ck_dot_avx2_float[], ck_dot_avx_vnni_32[];
extern const ck_dot_kernel ck_dot_avx512_float[], ck_dot_avx512_bf16[], ck_dot_avx512_vnni_32[];
#elif defined(__aarch64__)
extern const ck_dot_kernel ck_dot_neon_float[], ck_dot_dotprod_32[];
#endif

extern const ck_dot_kernel ck_dot_scalar[];
#if defined(__x86_64__)
extern const ck_dot_kernel ck_dot_avx2[];
extern const ck_dot_kernel ck_dot_avx_vnni[];
extern const ck_dot_kernel ck_dot_avx512_vnni[];
#elif defined(__aarch64__)
extern const ck_dot_kernel ck_dot_dotprod[];
#endif

#endif
