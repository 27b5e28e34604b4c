// The product of two matrices in NEON: FMA, fours of bytes with the dot product instruction, and two rows times two
// columns at once with those of i8mm and BF16.
#if defined(__aarch64__)
#include <arm_neon.h>

// 24 sums in flight: four cycles deep and four a cycle need sixteen. Three vectors of rows and two of columns, each
// multiplied by its lanes.
#define LANES 4
#define VECTORS 3
#define COLUMNS 8

#define TARGET
#define MATRIX_NAME matrix_fp32_neon
#define VEC float32x4_t
#define OPERAND float32x4_t
#define GROUP 1
#define WEIGHT_BYTES 4
#define ZERO vdupq_n_f32(0)
#define TAKE(p) vld1q_f32((const float *)(p))
#define WORD(p, i) vdupq_n_f32(vld1q_f32((const float *)(p) + (i) / 4 * 4)[(i) % 4])
#define ADD vaddq_f32
#define STEP(sum, rows, word) vfmaq_f32(sum, rows, word)
#include "matrix_template.h"
#undef TARGET

#define TARGET __attribute__((target("arch=armv8.2-a+dotprod")))
#define MATRIX_NAME matrix_int8_dotprod
#define VEC int32x4_t
#define OPERAND int8x16_t
#define GROUP 4
#define WEIGHT_BYTES 4
#define ZERO vdupq_n_s32(0)
#define TAKE(p) vld1q_s8((const int8_t *)(p))
#define WORD(p, i) vreinterpretq_s8_s32(vdupq_n_s32(vld1q_s32((const int32_t *)(p) + (i) / 4 * 4)[(i) % 4]))
#define ADD vaddq_s32
#define STEP(sum, rows, word) vdotq_s32(sum, rows, word)
#include "matrix_template.h"
#undef TARGET

// An operand is eight bytes of each of two rows or columns: eight numbers of INT8, four of BF16. A vector of sums is
// two columns times two rows, so that 24 are six pairs of rows times four of columns: ten loads for 24 products.
#define TARGET __attribute__((target("arch=armv8.2-a+i8mm")))
#define MATRIX_NAME matrix_int8_i8mm
#define VEC int32x4_t
#define OPERAND int8x16_t
#define GROUP 8
#define WEIGHT_BYTES 8
#define ZERO vdupq_n_s32(0)
#define TAKE(p) vld1q_s8((const int8_t *)(p))
#define WORD(p, i) vld1q_s8((const int8_t *)(p) + 16 * (i))
#define ADD vaddq_s32
#define STEP(sum, rows, word) vmmlaq_s32(sum, word, rows)
#define HALVES(sums, zip) \
    vreinterpretq_s32_s64(zip(vreinterpretq_s64_s32((sums)[0]), vreinterpretq_s64_s32((sums)[1])))
#define PAIR(sums, column, vector)                                                \
    ((column) % 2 == 0 ? HALVES(&sums[(column) / 2][2 * (vector)], vzip1q_s64)    \
                       : HALVES(&sums[(column) / 2][2 * (vector)], vzip2q_s64))
#include "matrix_template.h"
#undef HALVES
#undef TARGET

// Its products are rounded as no other instruction's are, but a sum that is exact stays so.
#define TARGET __attribute__((target("arch=armv8.2-a+bf16")))
#define MATRIX_NAME matrix_bf16_neon_bf16
#define VEC float32x4_t
#define OPERAND bfloat16x8_t
#define GROUP 4
#define WEIGHT_BYTES 8
#define ZERO vdupq_n_f32(0)
#define TAKE(p) vld1q_bf16((const bfloat16_t *)(p))
#define WORD(p, i) vld1q_bf16((const bfloat16_t *)(p) + 8 * (i))
#define ADD vaddq_f32
#define STEP(sum, rows, word) vbfmmlaq_f32(sum, word, rows)
#define HALVES(sums, zip) \
    vreinterpretq_f32_f64(zip(vreinterpretq_f64_f32((sums)[0]), vreinterpretq_f64_f32((sums)[1])))
#define PAIR(sums, column, vector)                                                \
    ((column) % 2 == 0 ? HALVES(&sums[(column) / 2][2 * (vector)], vzip1q_f64)    \
                       : HALVES(&sums[(column) / 2][2 * (vector)], vzip2q_f64))
#include "matrix_template.h"
#undef HALVES
#undef TARGET

#define ROW(kind, set, deep, bytes, function)                                       \
    { .number = kind, .isa = set, .weights = { LANES * VECTORS, deep, bytes },      \
      .activations = { COLUMNS, deep, bytes }, .depth_unit = deep, .run = function }

const ck_matrix_kernel ck_matrix_neon[] = {
    ROW(CK_FP32, CK_ISA_NEON, 1, 4, matrix_fp32_neon),
    ROW(CK_INT8, CK_ISA_DOTPROD, 4, 1, matrix_int8_dotprod),
    ROW(CK_BF16, CK_ISA_NEON_BF16, 4, 2, matrix_bf16_neon_bf16),
    ROW(CK_INT8, CK_ISA_I8MM, 8, 1, matrix_int8_i8mm),
    { .run = NULL },
};
#endif
