// Row by row in 256-bit vectors as path_rows_avx_vnni.c, with the instructions that came with AVX-512: engines that are
// compiled for it keep to vectors of this width in these loops.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512vnni")))
#define SET avx512_vnni
#define FOURS(weights, values) _mm256_dpbusd_epi32(_mm256_setzero_si256(), (weights), (values))
#include "path_rows_256_template.h"
#endif
