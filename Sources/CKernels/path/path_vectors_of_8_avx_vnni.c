// Eight interleaved rows and one token with AVX-VNNI, whose instructions have the older encoding.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c,avxvnni")))
#define SET avx_vnni
#define ADD_FOURS(sum, weights, values) _mm256_dpbusd_avx_epi32((sum), (weights), (values))
#include "path_vectors_of_8_template.h"
#endif
