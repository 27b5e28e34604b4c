// All dot kernels of this architecture in one constant table.
#include "dot_tables.h"

static const ck_dot_kernel *const tables[] = {
    ck_dot_scalar, ck_dot_scalar_32, ck_dot_scalar_float, ck_dot_scalar_k,
#if defined(__x86_64__)
    ck_dot_avx2, ck_dot_avx2_32, ck_dot_avx2_float, ck_dot_avx2_k,
    ck_dot_avx_vnni, ck_dot_avx_vnni_32, ck_dot_avx_vnni_k,
    ck_dot_avx512_float, ck_dot_avx512_bf16,
    ck_dot_avx512_vnni, ck_dot_avx512_vnni_32, ck_dot_avx512_vnni_k,
#elif defined(__aarch64__)
    ck_dot_neon_float, ck_dot_dotprod, ck_dot_dotprod_32, ck_dot_dotprod_k,
#endif
};

const ck_dot_kernel *ck_dot_kernel_at(size_t index) {
    for (size_t table = 0; table < sizeof tables / sizeof tables[0]; table++) {
        for (const ck_dot_kernel *row = tables[table]; row->format != NULL; row++) {
            if (index-- == 0) return row;
        }
    }
    return NULL;
}
