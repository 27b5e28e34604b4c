// Attention in AVX2.
#if defined(__x86_64__)
#include <immintrin.h>

#include "attention_half.h"
#include "attention_tables.h"

typedef int32_t ints __attribute__((vector_size(32)));

#define TARGET __attribute__((target("avx2,fma,f16c")))
#define VEC __m256
#define INTS ints
#define LANES 8
#define SPREAD(number) _mm256_set1_ps(number)
#define FMA(a, b, sum) _mm256_fmadd_ps(a, b, sum)
#define SUM(vector) sum_of(vector)

TARGET static inline __attribute__((always_inline)) float sum_of(__m256 numbers) {
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(numbers), _mm256_extractf128_ps(numbers, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

/// Eight numbers of a block.
TARGET static inline __attribute__((always_inline)) __m256 q8_0_numbers(const char *row, size_t index, int half) {
    const ck_q8_0 *block = (const ck_q8_0 *)row + index / 32;
    const __m128i quants = _mm_loadl_epi64((const __m128i *)(block->quants + index % 32 + half * LANES));
    const __m256 scale = _mm256_cvtph_ps(_mm_set1_epi16((short)block->d));
    return _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(quants)), scale);
}

#define ATTENTION_NAME attention_f16_avx2
#define NUMBERS(row, i, k) _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)((row) + 2 * ((i) + (k) * LANES))))
#define ROW_BYTES(width) (2 * (width))
#include "attention_template.h"

#define ATTENTION_NAME attention_q8_0_avx2
#define NUMBERS(row, i, k) q8_0_numbers(row, i, k)
#define ROW_BYTES(width) ((width) / 32 * sizeof(ck_q8_0))
#include "attention_template.h"

const ck_attention_kernel ck_attention_avx2[] = {
    { .format = "F16", .isa = CK_ISA_AVX2, .run = attention_f16_avx2 },
    { .format = "Q8_0", .isa = CK_ISA_AVX2, .run = attention_q8_0_avx2 },
    { .format = NULL },
};
#endif
