// The tables that matrix_table.c joins: one per instruction set, each ended by a row without a loop.
#ifndef MATRIX_TABLES_H
#define MATRIX_TABLES_H

#include "ck_matrix.h"

/// A number of so many, filled up to a multiple.
static inline size_t matrix_filled(size_t count, size_t unit) { return (count + unit - 1) / unit * unit; }

/// What a loop adds to INT8 weights to make them unsigned.
enum { CK_MATRIX_OFFSET = 128 };

extern const ck_matrix_kernel ck_matrix_scalar[];
#if defined(__x86_64__)
extern const ck_matrix_kernel ck_matrix_avx2[], ck_matrix_avx512[], ck_matrix_amx[];
#elif defined(__aarch64__)
extern const ck_matrix_kernel ck_matrix_neon[];
#endif

#endif
