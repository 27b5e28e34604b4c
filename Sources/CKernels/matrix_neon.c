// The product of two matrices in NEON: FMA, and fours of bytes with the dot product instruction.
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

#define ROW(kind, set, deep, function)                                              \
    { .number = kind, .isa = set, .weights = { LANES * VECTORS, deep, 4 / deep },   \
      .activations = { COLUMNS, deep, 4 / deep }, .depth_unit = deep, .run = function }

const ck_matrix_kernel ck_matrix_neon[] = {
    ROW(CK_FP32, CK_ISA_NEON, 1, matrix_fp32_neon),
    ROW(CK_INT8, CK_ISA_DOTPROD, 4, matrix_int8_dotprod),
    { .run = NULL },
};
#endif
