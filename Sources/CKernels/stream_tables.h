// The tables that stream_table.c joins: one per instruction set, nine kernels each.
#ifndef STREAM_TABLES_H
#define STREAM_TABLES_H

#include "CKernels.h"

#define CK_STREAM_KERNELS_PER_ISA 9

extern const ck_stream_kernel ck_stream_scalar[CK_STREAM_KERNELS_PER_ISA];
#if defined(__x86_64__)
extern const ck_stream_kernel ck_stream_avx2[CK_STREAM_KERNELS_PER_ISA];
extern const ck_stream_kernel ck_stream_avx512[CK_STREAM_KERNELS_PER_ISA];
#elif defined(__aarch64__)
extern const ck_stream_kernel ck_stream_neon[CK_STREAM_KERNELS_PER_ISA];
#endif

#endif
