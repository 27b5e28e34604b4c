// Row by row in AVX without FMA: floats, and halves that F16C converts. BF16 is shifted in 128-bit vectors, as AVX has
// no others of integers.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx,f16c")))
#define SET avx
#define VECTOR __m256
#define LANES 8
#define ZERO _mm256_setzero_ps()
#define ADD(a, b) _mm256_add_ps((a), (b))
#define MULTIPLY_ADD(a, b, sum) _mm256_add_ps(_mm256_mul_ps((a), (b)), (sum))
#define TOTAL(vector) sum_of_8(vector)
#define LOAD_f32(at) _mm256_loadu_ps(at)
#define LOAD_f16(at) _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(at)))
#define LOAD_bf16(at) high_halves(_mm_loadu_si128((const __m128i *)(at)))
#define SUMS_F32 4
#define SUMS_BF16 4
#include <immintrin.h>

#include "path_rows.h"
#include "path_rows_avx_float.h"

PATH_PART __m256 high_halves(__m128i numbers) {
    __m128i low = _mm_cvtepu16_epi32(numbers), high = _mm_srli_si128(numbers, 8);
    PATH_KEEP(low);
    PATH_KEEP(high);
    high = _mm_cvtepu16_epi32(high);
    PATH_KEEP(high);
    const __m256i first = _mm256_castsi128_si256(_mm_slli_epi32(low, 16));
    return _mm256_castsi256_ps(_mm256_insertf128_si256(first, _mm_slli_epi32(high, 16), 1));
}

#include "path_rows_float_template.h"
#endif
