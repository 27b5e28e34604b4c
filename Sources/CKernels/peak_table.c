// All peak kernels of this architecture in one constant table, and what follows from their rows.
#include "peak_tables.h"

static const ck_peak_kernel *const tables[] = {
#if defined(__x86_64__)
    ck_peak_sse, ck_peak_avx2, ck_peak_avx512, ck_peak_amx,
#elif defined(__aarch64__)
    ck_peak_arm_scalar, ck_peak_neon, ck_peak_sve,
#endif
    NULL,
};

const ck_peak_kernel *ck_peak_kernel_at(size_t index) {
    for (const ck_peak_kernel *const *table = tables; *table != NULL; table++) {
        for (const ck_peak_kernel *row = *table; row->instruction != NULL; row++) {
            if (index-- == 0) return row;
        }
    }
    return NULL;
}

size_t ck_peak_vector_bytes(const ck_peak_kernel *kernel) {
#if defined(__aarch64__)
    if (kernel->vector_bytes == 0) return ck_sve_bytes();
#endif
    return kernel->vector_bytes;
}

/// Multiply-adds that one instruction does for each number of an accumulator.
static uint64_t products(const ck_peak_kernel *kernel) {
    const uint64_t neighbours = kernel->number == CK_INT8 ? 4 : kernel->number == CK_BF16 ? 2 : 1;
    switch (kernel->recipe) {
    case CK_PEAK_TILE: return 16 * neighbours;
    case CK_PEAK_MATRIX: return 2 * neighbours;
    default: return neighbours;
    }
}

uint64_t ck_peak_operations(const ck_peak_kernel *kernel) {
    const uint64_t bytes = kernel->number == CK_FP64 ? 8 : kernel->number == CK_FP16 ? 2 : 4;
    const uint64_t numbers = ck_peak_vector_bytes(kernel) / bytes;
    const uint64_t multiplying = numbers * kernel->multiplying * kernel->rounds;
    const uint64_t adding = numbers * kernel->adding * kernel->add_rounds * 2;
    switch (kernel->recipe) {
    case CK_PEAK_FMA:
    case CK_PEAK_FMA_ADD: return 2 * multiplying + adding;
    case CK_PEAK_MUL_ADD: return 2 * multiplying + adding;  // two multiplications a round
    default: return 2 * 2 * products(kernel) * multiplying;  // two instructions a round
    }
}
