// The stream loops in AVX2 with FMA: half a cache line a vector.
#if defined(__x86_64__)
#include <immintrin.h>

#include "stream_tables.h"

__attribute__((target("avx2,fma"))) static inline double lane_sum(__m256d x) {
    __m128d pair = _mm_add_pd(_mm256_castpd256_pd128(x), _mm256_extractf128_pd(x, 1));
    return _mm_cvtsd_f64(_mm_add_sd(pair, _mm_unpackhi_pd(pair, pair)));
}

#define NAME(x) stream_##x##_avx2
#define TARGET __attribute__((target("avx2,fma")))
#define VEC __m256d
#define LANES 4
#define LOAD(p) _mm256_loadu_pd(p)
#define SPLAT(s) _mm256_set1_pd(s)
#define ADD(x, y) _mm256_add_pd(x, y)
#define MUL(x, y) _mm256_mul_pd(x, y)
#define FMA(x, y, z) _mm256_fmadd_pd(x, y, z)
#define SUM(x) lane_sum(x)
#define STORE(p, x) _mm256_store_pd(p, x)
#define STREAM(p, x) _mm256_stream_pd(p, x)
#define FENCE() _mm_sfence()

#include "stream_template.h"

const ck_stream_kernel ck_stream_avx2[] = {
    REGULAR_STREAM_KERNELS(CK_ISA_AVX2), NONTEMPORAL_STREAM_KERNELS(CK_ISA_AVX2), { .name = NULL }
};
#endif
