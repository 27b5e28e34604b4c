// All attention kernels of this architecture in one constant table.
#include "attention_tables.h"

static const ck_attention_kernel *const tables[] = {
    ck_attention_scalar,
#if defined(__x86_64__)
    ck_attention_avx2, ck_attention_avx512,
#elif defined(__aarch64__)
    ck_attention_neon,
#endif
};

const ck_attention_kernel *ck_attention_kernel_at(size_t index) {
    for (size_t table = 0; table < sizeof tables / sizeof tables[0]; table++) {
        for (const ck_attention_kernel *row = tables[table]; row->format != NULL; row++) {
            if (index-- == 0) return row;
        }
    }
    return NULL;
}
