// Tiles of plain rows and tokens in AVX2: floats with FMA, bytes multiplied in pairs and pairs in fours.
#if defined(__x86_64__)
#define NAME(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define PART TARGET static inline __attribute__((always_inline))
#define MULTIPLY_ADD multiply_add
#include <immintrin.h>

/// In assembly, so that a sum stays in its register: 12 sums and four numbers fill all 16, and clang, which may choose
/// among three forms, else puts a sum on the stack: halves 45 GOP/s where this gives 95 (Zen 3).
PART __m256 multiply_add(__m256 sum, __m256 a, __m256 b) {
    __asm__("vfmadd231ps %2, %1, %0" : "+x"(sum) : "x"(a), "x"(b));
    return sum;
}

#include "path_blas_256_float.h"

PART __m256 load_f32(const float *numbers) { return _mm256_loadu_ps(numbers); }

FLOATS(f32, float, 3)

/// A number is the high half of a float.
PART __m256 load_bf16(const uint16_t *numbers) {
    const __m256i wide = _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)numbers));
    return _mm256_castsi256_ps(_mm256_slli_epi32(wide, 16));
}

FLOATS(bf16, uint16_t, 3)

PART __m256i dot(__m256i bytes, __m256i others) {
    return _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, others), _mm256_set1_epi16(1));
}

#define MOST 2
#include "path_blas_blocks.h"
#endif
