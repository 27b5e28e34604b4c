// Peak loops in SSE2, one number at a time and whole vectors: no FMA, so multiplications and additions side by side.
#if defined(__x86_64__)
#include <immintrin.h>

#include "peak_tables.h"

#define TARGET
#define REGISTER "x"
#include "peak_template.h"

// Seven multiply and six add, in turn, and three operands: three cycles deep and two a cycle where each kind has units
// of its own, four deep and two a cycle together where they share them.
#define REPEAT_13(DO, ...) REPEAT_12(DO, __VA_ARGS__) DO(12, __VA_ARGS__)
#define MUL(k, suffix, by) WITH_ONE(k, "mul" suffix " %1, %0", by)
#define MUL_ADD(k, suffix) MUL(k, suffix, o0) WITH_ONE(7 + k, "add" suffix " %1, %0", o1)
#define MUL_SUB(k, suffix) MUL(k, suffix, o2) WITH_ONE(7 + k, "sub" suffix " %1, %0", o0)
#define MUL_ADD_LOOP(name, suffix)                        \
    PEAK_LOOP(name, 13, OPERAND(0) OPERAND(1) OPERAND(2), \
        REPEAT_6(MUL_ADD, suffix) MUL(6, suffix, o0)      \
        REPEAT_6(MUL_SUB, suffix) MUL(6, suffix, o2))

#define VEC __m128d
#define LOAD(p) _mm_load_sd((const double *)(p))
#define STORE(p, x) _mm_store_sd((double *)(p), x)
MUL_ADD_LOOP(peak_fp64_scalar, "sd")
#undef LOAD
#undef STORE
#define LOAD(p) _mm_load_pd((const double *)(p))
#define STORE(p, x) _mm_store_pd((double *)(p), x)
MUL_ADD_LOOP(peak_fp64_sse2, "pd")
#undef LOAD
#undef STORE
#undef VEC

#define VEC __m128
#define LOAD(p) _mm_load_ss((const float *)(p))
#define STORE(p, x) _mm_store_ss((float *)(p), x)
MUL_ADD_LOOP(peak_fp32_scalar, "ss")
#undef LOAD
#undef STORE
#define LOAD(p) _mm_load_ps((const float *)(p))
#define STORE(p, x) _mm_store_ps((float *)(p), x)
MUL_ADD_LOOP(peak_fp32_sse2, "ps")

#define ROW(text, kind, set, bytes, function)                                                                     \
    { .instruction = text, .number = kind, .isa = set, .recipe = CK_PEAK_MUL_ADD, .vector_bytes = bytes,          \
      .multiplying = 7, .adding = 6, .rounds = 1, .add_rounds = 1, .run = function }

const ck_peak_kernel ck_peak_sse[] = {
    ROW("mulsd, addsd", CK_FP64, CK_ISA_SCALAR, 8, peak_fp64_scalar),
    ROW("mulss, addss", CK_FP32, CK_ISA_SCALAR, 4, peak_fp32_scalar),
    ROW("mulpd, addpd", CK_FP64, CK_ISA_SSE2, 16, peak_fp64_sse2),
    ROW("mulps, addps", CK_FP32, CK_ISA_SSE2, 16, peak_fp32_sse2),
    { .instruction = NULL },
};
#endif
