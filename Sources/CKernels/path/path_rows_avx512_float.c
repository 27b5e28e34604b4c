// Row by row in AVX-512: floats, halves and BF16 in 512-bit vectors; four sums, of BF16 two. With the instruction for
// BF16, two sums of pairs.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl")))
#define SET avx512
#define VECTOR __m512
#define LANES 16
#define ZERO _mm512_setzero_ps()
#define ADD(a, b) _mm512_add_ps((a), (b))
#define MULTIPLY_ADD(a, b, sum) _mm512_fmadd_ps((a), (b), (sum))
#define TOTAL(vector) _mm512_reduce_add_ps(vector)
#define LOAD_f32(at) _mm512_loadu_ps(at)
#define LOAD_f16(at) _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(at)))
#define LOAD_bf16(at)                                                                                                  \
    _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(at))), 16))
#define SUMS_F32 4
#define SUMS_BF16 2
#include "path_rows_float_template.h"

#undef TARGET
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

PATH_PART __m512bh load_pairs(const ck_bf16 *block) { return (__m512bh)_mm512_loadu_si512(block->numbers); }

PATH_ROW_SUM(bf16_pairs, ck_bf16, ck_bf16) {
    __m512 first = _mm512_setzero_ps(), second = first;
    size_t i = 0;
    for (; i + 2 <= blocks; i += 2) {
        first = _mm512_dpbf16_ps(first, load_pairs(weights + i), load_pairs(activations + i));
        second = _mm512_dpbf16_ps(second, load_pairs(weights + i + 1), load_pairs(activations + i + 1));
    }
    double sum = (double)_mm512_reduce_add_ps(first) + (double)_mm512_reduce_add_ps(second);
    for (; i < blocks; i++) {
        for (int j = 0; j < DOT_FLOATS; j++) {
            sum += (double)(value_bf16(weights[i].numbers + j) * value_bf16(activations[i].numbers + j));
        }
    }
    return (float)sum;
}

TARGET void path_row_bf16_avx512_bf16(PATH_PARAMETERS) {
    (void)tokens, (void)scratch;
    const ck_bf16 *row = weights;
    for (size_t r = 0; r < rows; r++, row += blocks_per_row) {
        results[r] = row_bf16_pairs(row, activations, blocks_per_row);
    }
}
#endif
