// All stream kernels of this architecture in one constant table.
#include "stream_tables.h"

static const ck_stream_kernel *const tables[] = {
    ck_stream_scalar,
#if defined(__x86_64__)
    ck_stream_avx2, ck_stream_avx512,
#elif defined(__aarch64__)
    ck_stream_neon,
#endif
};

const ck_stream_kernel *ck_stream_kernel_at(size_t index) {
    for (size_t table = 0; table < sizeof tables / sizeof tables[0]; table++) {
        for (const ck_stream_kernel *row = tables[table]; row->name != NULL; row++) {
            if (index-- == 0) return row;
        }
    }
    return NULL;
}
