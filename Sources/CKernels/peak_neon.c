// Peak loops of Arm: one number at a time, NEON and its extensions. The instructions are named to the assembler, so that
// no function needs a target attribute; who calls one asks the CPU first.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "peak_tables.h"

#define TARGET
#define REGISTER "w"
#include "peak_template.h"

// 24 accumulators: four cycles deep and four a cycle need sixteen.
#define SCALAR_LOOP(name, r)                                         \
    PEAK_LOOP(name, 24, OPERAND(0) OPERAND(1) OPERAND(2) OPERAND(3), \
        REPEAT_24(FMA_STEP, "fmadd %" r "0, %" r "0, %" r "1, %" r "2")  \
        REPEAT_24(FMA_STEP, "fmadd %" r "0, %" r "0, %" r "1, %" r "2"))

#define VEC double
#define LOAD(p) (*(const double *)(p))
#define STORE(p, x) (*(double *)(p) = (x))
SCALAR_LOOP(peak_fp64_scalar, "d")
#undef VEC
#undef LOAD
#undef STORE
#define VEC float
#define LOAD(p) (*(const float *)(p))
#define STORE(p, x) (*(float *)(p) = (x))
SCALAR_LOOP(peak_fp32_scalar, "s")
#undef VEC
#undef LOAD
#undef STORE

#define VEC uint8x16_t
#define LOAD(p) vld1q_u8(p)
#define STORE(p, x) vst1q_u8(p, x)

// NEON's multiply-add adds to its destination, so that the loops are dot products, of one pair where there is no more.
// The architecture is named before each instruction: GNU's assembler takes sdot as an extension of Armv8.2 only.
#define DOT_LOOP(name, architecture, op, to, from)                                                                \
    PEAK_LOOP(name, 24, OPERAND(0) OPERAND(1) OPERAND(2),                                                         \
        REPEAT_24(WITH_TWO, ".arch " architecture "\n\t" op " %0." to ", %1." from ", %2." from, o0, o1)          \
        REPEAT_24(WITH_TWO, ".arch " architecture "\n\t" op " %0." to ", %1." from ", %2." from, o0, o2))

DOT_LOOP(peak_fp64_neon, "armv8-a", "fmla", "2d", "2d")
DOT_LOOP(peak_fp32_neon, "armv8-a", "fmla", "4s", "4s")
DOT_LOOP(peak_fp16_neon_fp16, "armv8.2-a+fp16", "fmla", "8h", "8h")
DOT_LOOP(peak_bf16_neon_bf16, "armv8.2-a+bf16", "bfmmla", "4s", "8h")
DOT_LOOP(peak_int8_dotprod, "armv8.2-a+dotprod", "sdot", "4s", "16b")
DOT_LOOP(peak_int8_i8mm, "armv8.2-a+i8mm", "smmla", "4s", "16b")

#define SCALAR_ROW(kind, bytes, function)                                                                      \
    { .instruction = "fmadd", .number = kind, .isa = CK_ISA_SCALAR, .recipe = CK_PEAK_FMA,                     \
      .vector_bytes = bytes, .multiplying = 24, .rounds = 2, .run = function }
#define ROW(text, kind, set, what, function)                                                                   \
    { .instruction = text, .number = kind, .isa = set, .recipe = what, .vector_bytes = 16, .multiplying = 24,  \
      .rounds = 1, .run = function }

const ck_peak_kernel ck_peak_arm_scalar[] = {
    SCALAR_ROW(CK_FP64, 8, peak_fp64_scalar),
    SCALAR_ROW(CK_FP32, 4, peak_fp32_scalar),
    { .instruction = NULL },
};

const ck_peak_kernel ck_peak_neon[] = {
    ROW("fmla.2d", CK_FP64, CK_ISA_NEON, CK_PEAK_DOT, peak_fp64_neon),
    ROW("fmla.4s", CK_FP32, CK_ISA_NEON, CK_PEAK_DOT, peak_fp32_neon),
    ROW("fmla.8h", CK_FP16, CK_ISA_NEON_FP16, CK_PEAK_DOT, peak_fp16_neon_fp16),
    ROW("bfmmla", CK_BF16, CK_ISA_NEON_BF16, CK_PEAK_MATRIX, peak_bf16_neon_bf16),
    ROW("sdot", CK_INT8, CK_ISA_DOTPROD, CK_PEAK_DOT, peak_int8_dotprod),
    ROW("smmla", CK_INT8, CK_ISA_I8MM, CK_PEAK_MATRIX, peak_int8_i8mm),
    { .instruction = NULL },
};
#endif
