// The tables that peak_table.c joins: one per instruction set, each ended by a row without an instruction.
#ifndef PEAK_TABLES_H
#define PEAK_TABLES_H

#include "ck_peak.h"

enum { CK_PEAK_VECTOR = 1024, CK_PEAK_ACCUMULATORS = 24, CK_PEAK_OPERANDS = 4 };

/// Each vector starts on a boundary of its own, and may have the size of a tile.
struct ck_peak_state {
    _Alignas(64) uint8_t operands[CK_PEAK_OPERANDS][CK_PEAK_VECTOR];
    uint8_t accumulators[CK_PEAK_ACCUMULATORS][CK_PEAK_VECTOR];
};
_Static_assert(sizeof(ck_peak_state) == CK_PEAK_STATE_BYTES, "what Swift allocates");
_Static_assert(offsetof(ck_peak_state, accumulators) == CK_PEAK_FIRST_ACCUMULATOR, "where a test changes a bit");

#if defined(__x86_64__)
extern const ck_peak_kernel ck_peak_sse[], ck_peak_avx2[], ck_peak_avx512[], ck_peak_amx[];
#elif defined(__aarch64__)
extern const ck_peak_kernel ck_peak_arm_scalar[], ck_peak_neon[], ck_peak_sve[];

/// Bytes of an SVE vector.
size_t ck_sve_bytes(void);
#endif

#endif
