// All matrix kernels of this architecture in one constant table.
#include "matrix_tables.h"

static const ck_matrix_kernel *const tables[] = {
    ck_matrix_scalar,
};

const ck_matrix_kernel *ck_matrix_kernel_at(size_t index) {
    for (size_t table = 0; table < sizeof tables / sizeof tables[0]; table++) {
        for (const ck_matrix_kernel *row = tables[table]; row->run != NULL; row++) {
            if (index-- == 0) return row;
        }
    }
    return NULL;
}
