// The tables that stream_table.c joins: one per instruction set, each ended by a row without a name.
#ifndef STREAM_TABLES_H
#define STREAM_TABLES_H

#include "CKernels.h"

extern const ck_stream_kernel ck_stream_scalar[];
#if defined(__x86_64__)
extern const ck_stream_kernel ck_stream_avx2[];
extern const ck_stream_kernel ck_stream_avx512[];
#elif defined(__aarch64__)
extern const ck_stream_kernel ck_stream_neon[];
#endif

#endif
