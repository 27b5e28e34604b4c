// All path kernels of this architecture in one constant table.
#include "path_tables.h"

static const ck_path_kernel *const tables[] = {
    ck_path_rows, ck_path_rows_of_8, ck_path_blas, ck_path_products_of_8, ck_path_tiled,
};

const ck_path_kernel *ck_path_kernel_at(size_t index) {
    for (size_t table = 0; table < sizeof tables / sizeof tables[0]; table++) {
        for (const ck_path_kernel *row = tables[table]; row->format != NULL; row++) {
            if (index-- == 0) return row;
        }
    }
    return NULL;
}
