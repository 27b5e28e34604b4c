// The stream loops in AVX-512: one cache line a vector.
#if defined(__x86_64__)
#include <immintrin.h>

#include "stream_tables.h"

#define NAME(x) stream_##x##_avx512
#define TARGET __attribute__((target("avx512f")))
#define VEC __m512d
#define LANES 8
#define LOAD(p) _mm512_loadu_pd(p)
#define SPLAT(s) _mm512_set1_pd(s)
#define ADD(x, y) _mm512_add_pd(x, y)
#define MUL(x, y) _mm512_mul_pd(x, y)
#define FMA(x, y, z) _mm512_fmadd_pd(x, y, z)
#define SUM(x) _mm512_reduce_add_pd(x)
#define STORE(p, x) _mm512_store_pd(p, x)
#define STREAM(p, x) _mm512_stream_pd(p, x)
#define FENCE() _mm_sfence()

#include "stream_template.h"

const ck_stream_kernel ck_stream_avx512[] = {
    REGULAR_STREAM_KERNELS(CK_ISA_AVX512), NONTEMPORAL_STREAM_KERNELS(CK_ISA_AVX512), { .name = NULL }
};
#endif
