// Tiles of plain rows and tokens of bytes in AVX-VNNI.
#if defined(__x86_64__)
#include <immintrin.h>

#define NAME(x) x##_avx_vnni
#define TARGET __attribute__((target("avx2,fma,f16c,avxvnni")))
#define PART TARGET static inline __attribute__((always_inline))

PART __m256i dot(__m256i bytes, __m256i others) {
    return _mm256_dpbusd_avx_epi32(_mm256_setzero_si256(), bytes, others);
}

#define MULTIPLY_ADD(sum, a, b) _mm256_fmadd_ps(a, b, sum)
#define MOST 2
#include "path_blas_blocks.h"
#endif
