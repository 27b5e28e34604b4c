// All matrix kernels of this architecture in one constant table.
#include "matrix_tables.h"

static const ck_matrix_kernel *const tables[] = {
    ck_matrix_scalar,
#if defined(__x86_64__)
    ck_matrix_avx2, ck_matrix_avx512, ck_matrix_amx,
#elif defined(__aarch64__)
    ck_matrix_neon,
#endif
};

const ck_matrix_kernel *ck_matrix_kernel_at(size_t index) {
    for (size_t table = 0; table < sizeof tables / sizeof tables[0]; table++) {
        for (const ck_matrix_kernel *row = tables[table]; row->run != NULL; row++) {
            if (index-- == 0) return row;
        }
    }
    return NULL;
}
