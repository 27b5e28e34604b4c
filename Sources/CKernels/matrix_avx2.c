// The product of two matrices in AVX2: FMA, and bytes widened to pairs of 16 bits, whose products are exact (those of
// vpmaddubsw saturate); with AVX-VNNI fours of bytes.
#if defined(__x86_64__)
#include <immintrin.h>

// Twelve sums in flight, two vectors of rows and one of a column. Three vectors and four columns need all sixteen
// registers, so that clang moved them about: half the rate.
#define LANES 8
#define VECTORS 2
#define COLUMNS 6

#define TARGET __attribute__((target("avx2,fma")))
#define MATRIX_NAME matrix_fp32_avx2
#define VEC __m256
#define OPERAND __m256
#define GROUP 1
#define WEIGHT_BYTES 4
#define ZERO _mm256_setzero_ps()
#define TAKE(p) _mm256_loadu_ps((const float *)(p))
#define WORD(p, i) _mm256_set1_ps(matrix_float(p, i))
#define ADD _mm256_add_ps
#define STEP(sum, rows, word) _mm256_fmadd_ps(rows, word, sum)
#include "matrix_template.h"

#define MATRIX_NAME matrix_int8_avx2
#define VEC __m256i
#define OPERAND __m256i
#define GROUP 2
#define WEIGHT_BYTES 2
#define ZERO _mm256_setzero_si256()
#define TAKE(p) _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(p)))
#define WORD(p, i) _mm256_set1_epi32(matrix_word(p, i))
#define ADD _mm256_add_epi32
#define STEP(sum, rows, word) _mm256_add_epi32(sum, _mm256_madd_epi16(rows, word))
#include "matrix_template.h"
#undef TARGET

#define TARGET __attribute__((target("avx2,avxvnni")))
#define MATRIX_NAME matrix_int8_avx_vnni
#define VEC __m256i
#define OPERAND __m256i
#define GROUP 4
#define WEIGHT_BYTES 4
#define ZERO _mm256_setzero_si256()
#define SPREAD(integer) _mm256_set1_epi32(integer)
#define TAKE(p) _mm256_loadu_si256((const __m256i *)(p))
#define WORD(p, i) _mm256_set1_epi32(matrix_word(p, i))
#define ADD _mm256_add_epi32
#define STEP(sum, rows, word) _mm256_dpbusd_avx_epi32(sum, rows, word)
#include "matrix_template.h"
#undef TARGET

#define ROW(kind, set, deep, weight_bytes, activation_bytes, is_unsigned, function)                          \
    { .number = kind, .isa = set, .weights = { LANES * VECTORS, deep, weight_bytes },                        \
      .activations = { COLUMNS, deep, activation_bytes }, .depth_unit = deep,                                \
      .unsigned_weights = is_unsigned, .run = function }

const ck_matrix_kernel ck_matrix_avx2[] = {
    ROW(CK_FP32, CK_ISA_AVX2, 1, 4, 4, false, matrix_fp32_avx2),
    ROW(CK_INT8, CK_ISA_AVX2, 2, 1, 2, false, matrix_int8_avx2),
    ROW(CK_INT8, CK_ISA_AVX_VNNI, 4, 1, 1, true, matrix_int8_avx_vnni),
    { .run = NULL },
};
#endif
