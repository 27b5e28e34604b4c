// All attention kernels of this architecture in one constant table.
#include "attention_tables.h"

static const ck_attention_kernel *const tables[] = {
    ck_attention_scalar,
};

const ck_attention_kernel *ck_attention_kernel_at(size_t index) {
    for (size_t table = 0; table < sizeof tables / sizeof tables[0]; table++) {
        for (const ck_attention_kernel *row = tables[table]; row->format != NULL; row++) {
            if (index-- == 0) return row;
        }
    }
    return NULL;
}
