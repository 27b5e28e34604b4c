// Eight interleaved rows and one token in 256-bit vectors, with the instructions that came with AVX-512.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512vnni")))
#define SET avx512_vnni
#define ADD_FOURS(sum, weights, values) _mm256_dpbusd_epi32((sum), (weights), (values))
#include "path_vectors_of_8_template.h"
#endif
