// The tables that peak_table.c joins: one per instruction set, each ended by a row without an instruction.
#ifndef PEAK_TABLES_H
#define PEAK_TABLES_H

#include "ck_peak.h"

#if defined(__x86_64__)
extern const ck_peak_kernel ck_peak_sse[], ck_peak_avx2[], ck_peak_avx512[], ck_peak_amx[];
#elif defined(__aarch64__)
extern const ck_peak_kernel ck_peak_arm_scalar[], ck_peak_neon[], ck_peak_sve[];

/// Bytes of an SVE vector.
size_t ck_sve_bytes(void);
#endif

#endif
