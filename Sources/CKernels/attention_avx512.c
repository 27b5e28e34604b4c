// Attention in AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>

#include "attention_half.h"
#include "attention_tables.h"

typedef int32_t ints __attribute__((vector_size(64)));

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl")))
#define VEC __m512
#define INTS ints
#define LANES 16
#define SPREAD(number) _mm512_set1_ps(number)
#define FMA(a, b, sum) _mm512_fmadd_ps(a, b, sum)
#define SUM(vector) _mm512_reduce_add_ps(vector)

/// Sixteen numbers of a block.
TARGET static inline __attribute__((always_inline)) __m512 q8_0_numbers(const char *row, size_t index, int half) {
    const ck_q8_0 *block = (const ck_q8_0 *)row + index / 32;
    const __m128i quants = _mm_loadu_si128((const __m128i *)(block->quants + index % 32 + half * LANES));
    const __m512 scale = _mm512_cvtph_ps(_mm256_set1_epi16((short)block->d));
    return _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(quants)), scale);
}

#define ATTENTION_NAME attention_f16_avx512
#define NUMBERS(row, i, k) _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)((row) + 2 * ((i) + (k) * LANES))))
#define ROW_BYTES(width) (2 * (width))
#include "attention_template.h"

#define ATTENTION_NAME attention_q8_0_avx512
#define NUMBERS(row, i, k) q8_0_numbers(row, i, k)
#define ROW_BYTES(width) ((width) / 32 * sizeof(ck_q8_0))
#include "attention_template.h"

const ck_attention_kernel ck_attention_avx512[] = {
    { .format = "F16", .isa = CK_ISA_AVX512, .run = attention_f16_avx512 },
    { .format = "Q8_0", .isa = CK_ISA_AVX512, .run = attention_q8_0_avx512 },
    { .format = NULL },
};
#endif
