// Eight interleaved rows and one token in AVX2.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define SET avx2
#define ADD_FOURS(sum, weights, values)                                                                                \
    _mm256_add_epi32(                                                                                                  \
        (sum), _mm256_madd_epi16(_mm256_set1_epi16(1), _mm256_maddubs_epi16((weights), (values))))
#include "path_vectors_of_8_template.h"
#endif
