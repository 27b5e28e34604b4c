// The product of two matrices in AVX-512 and what extends it: FMA, pairs of BF16, fours of bytes.
#if defined(__x86_64__)
#include <immintrin.h>

#include "matrix_tables.h"

// Sixteen sums in flight: four cycles deep and two a cycle need eight. A step of the depth loads ten times for sixteen
// products.
#define LANES 16
#define VECTORS 2
#define COLUMNS 8

#define TARGET __attribute__((target("avx512f")))
#define MATRIX_NAME matrix_fp32_avx512
#define VEC __m512
#define OPERAND __m512
#define GROUP 1
#define WEIGHT_BYTES 4
#define ZERO _mm512_setzero_ps()
#define TAKE(p) _mm512_loadu_ps(p)
#define WORD(p, i) _mm512_set1_ps(matrix_float(p, i))
#define ADD _mm512_add_ps
#define STEP(sum, rows, word) _mm512_fmadd_ps(rows, word, sum)
#include "matrix_template.h"
#undef TARGET

#define TARGET __attribute__((target("avx512f,avx512bf16")))
#define MATRIX_NAME matrix_bf16_avx512_bf16
#define VEC __m512
#define OPERAND __m512i
#define GROUP 2
#define WEIGHT_BYTES 4
#define ZERO _mm512_setzero_ps()
#define TAKE(p) _mm512_loadu_si512(p)
#define WORD(p, i) _mm512_set1_epi32(matrix_word(p, i))
#define ADD _mm512_add_ps
#define STEP(sum, rows, word) _mm512_dpbf16_ps(sum, (__m512bh)(rows), (__m512bh)(word))
#include "matrix_template.h"
#undef TARGET

#define TARGET __attribute__((target("avx512f,avx512vnni")))
#define MATRIX_NAME matrix_int8_avx512_vnni
#define VEC __m512i
#define OPERAND __m512i
#define GROUP 4
#define WEIGHT_BYTES 4
#define ZERO _mm512_setzero_si512()
#define SPREAD(integer) _mm512_set1_epi32(integer)
#define TAKE(p) _mm512_loadu_si512(p)
#define WORD(p, i) _mm512_set1_epi32(matrix_word(p, i))
#define ADD _mm512_add_epi32
#define STEP(sum, rows, word) _mm512_dpbusd_epi32(sum, rows, word)
#include "matrix_template.h"
#undef TARGET

#define ROW(kind, set, deep, is_unsigned, function)                                                            \
    { .number = kind, .isa = set, .weights = { LANES * VECTORS, deep, 4 / deep },                              \
      .activations = { COLUMNS, deep, 4 / deep }, .depth_unit = deep, .unsigned_weights = is_unsigned,         \
      .run = function }

const ck_matrix_kernel ck_matrix_avx512[] = {
    ROW(CK_FP32, CK_ISA_AVX512, 1, false, matrix_fp32_avx512),
    ROW(CK_BF16, CK_ISA_AVX512_BF16, 2, false, matrix_bf16_avx512_bf16),
    ROW(CK_INT8, CK_ISA_AVX512_VNNI, 4, true, matrix_int8_avx512_vnni),
    { .run = NULL },
};
#endif
