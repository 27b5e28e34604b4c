// The tables that path_table.c joins: one per family and instruction set, each ended by a row without a format.
#ifndef PATH_TABLES_H
#define PATH_TABLES_H

#include "CKernels.h"

extern const ck_path_kernel ck_path_rows[], ck_path_rows_of_8[], ck_path_blas[], ck_path_products_of_8[],
    ck_path_tiled[];

#endif
