// All stream kernels of this architecture in one constant table.
#include "stream_tables.h"

#if defined(__x86_64__)
#define TABLES 3
static const ck_stream_kernel *const tables[TABLES] = {ck_stream_scalar, ck_stream_avx2, ck_stream_avx512};
#elif defined(__aarch64__)
#define TABLES 2
static const ck_stream_kernel *const tables[TABLES] = {ck_stream_scalar, ck_stream_neon};
#else
#define TABLES 1
static const ck_stream_kernel *const tables[TABLES] = {ck_stream_scalar};
#endif

const ck_stream_kernel *ck_stream_kernel_at(size_t index) {
    if (index >= TABLES * CK_STREAM_KERNELS_PER_ISA) return NULL;
    return &tables[index / CK_STREAM_KERNELS_PER_ISA][index % CK_STREAM_KERNELS_PER_ISA];
}
