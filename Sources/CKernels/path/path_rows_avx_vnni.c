// Row by row in 256-bit vectors with AVX-VNNI, whose instructions have the older encoding. Of the formats, those whose
// loops call for the sum of four products at once: the others multiply by pairs of bytes on any CPU.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c,avxvnni")))
#define SET avx_vnni
#define FOURS(weights, values) _mm256_dpbusd_avx_epi32(_mm256_setzero_si256(), (weights), (values))
#include "path_rows_256_template.h"
#endif
