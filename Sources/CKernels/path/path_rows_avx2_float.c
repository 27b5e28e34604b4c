// Row by row in AVX2 with FMA: floats, halves that F16C converts, and BF16. Four sums of eight.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define SET avx2
#define VECTOR __m256
#define LANES 8
#define ZERO _mm256_setzero_ps()
#define ADD(a, b) _mm256_add_ps((a), (b))
#define MULTIPLY_ADD(a, b, sum) _mm256_fmadd_ps((a), (b), (sum))
#define TOTAL(vector) sum_of_8(vector)
#define LOAD_f32(at) _mm256_loadu_ps(at)
#define LOAD_f16(at) _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(at)))
#define LOAD_bf16(at)                                                                                                  \
    _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(at))), 16))
#define SUMS_F32 4
#define SUMS_BF16 4
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_256.h"
#include "path_rows_float_template.h"
#endif
