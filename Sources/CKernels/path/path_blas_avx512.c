// Tiles of plain rows and tokens of floats in AVX-512, and with the instruction for BF16.
#if defined(__x86_64__)
#include <immintrin.h>

#include "path_blas_float.h"

#define NAME(x) x##_avx512
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl")))
#define PART TARGET static inline __attribute__((always_inline))
#define VECTOR __m512
#define FACTOR __m512
#define STEP 16
#define NONE _mm512_setzero_ps()
#define MULTIPLY_ADD(sum, a, b) _mm512_fmadd_ps(a, b, sum)
#define TOTAL _mm512_reduce_add_ps

PART __m512 load_f32(const float *numbers) { return _mm512_loadu_ps(numbers); }

PART __m512 load_f16(const uint16_t *numbers) {
    return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)numbers));
}

/// A number is the high half of a float.
PART __m512 load_bf16(const uint16_t *numbers) {
    const __m512i wide = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)numbers));
    return _mm512_castsi512_ps(_mm512_slli_epi32(wide, 16));
}

FLOATS(f32, float, 6)
FLOATS(f16, uint16_t, 6)
FLOATS(bf16, uint16_t, 6)

// Pairs of BF16, which are multiplied as they are.

#undef NAME
#undef TARGET
#undef FACTOR
#undef STEP
#undef MULTIPLY_ADD
#define NAME(x) x##_avx512_bf16
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))
#define FACTOR __m512bh
#define STEP 32
#define MULTIPLY_ADD(sum, a, b) _mm512_dpbf16_ps(sum, a, b)

PART __m512bh load_bf16_pairs(const uint16_t *numbers) { return (__m512bh)_mm512_loadu_si512(numbers); }

typedef ck_bf16 ck_bf16_pairs;

FLOATS(bf16_pairs, uint16_t, 6)
#endif
