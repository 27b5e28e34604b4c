// Peak loops in SSE2, one number at a time and whole vectors: no FMA, so multiplications and additions side by side.
#if defined(__x86_64__)
#include <immintrin.h>

#include "peak_tables.h"

#define TARGET
#define REGISTER "x"
#include "peak_template.h"

// Eight multiply and four add, in turn, and three operands: up to four cycles deep and two a cycle, and two deep and two a
// cycle. With seven that multiply a core that does four a cycle does three.
#define MUL_THEN(k, a, suffix, by, op, term) \
    WITH_ONE(k, "mul" suffix " %1, %0", by) WITH_ONE(8 + a, op suffix " %1, %0", term)
#define FOUR_OF_EACH(first, suffix, by, op, term)                                                   \
    MUL_THEN(first, 0, suffix, by, op, term) MUL_THEN(first + 1, 1, suffix, by, op, term)           \
    MUL_THEN(first + 2, 2, suffix, by, op, term) MUL_THEN(first + 3, 3, suffix, by, op, term)
#define MUL_ADD_LOOP(name, suffix)                                                                  \
    PEAK_LOOP(name, 12, OPERAND(0) OPERAND(1) OPERAND(2),                                           \
        FOUR_OF_EACH(0, suffix, o0, "add", o1) FOUR_OF_EACH(4, suffix, o0, "sub", o0)               \
        FOUR_OF_EACH(0, suffix, o2, "add", o1) FOUR_OF_EACH(4, suffix, o2, "sub", o0))

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
      .multiplying = 8, .adding = 4, .rounds = 1, .add_rounds = 2, .run = function }

const ck_peak_kernel ck_peak_sse[] = {
    ROW("mulsd, addsd", CK_FP64, CK_ISA_SCALAR, 8, peak_fp64_scalar),
    ROW("mulss, addss", CK_FP32, CK_ISA_SCALAR, 4, peak_fp32_scalar),
    ROW("mulpd, addpd", CK_FP64, CK_ISA_SSE2, 16, peak_fp64_sse2),
    ROW("mulps, addps", CK_FP32, CK_ISA_SSE2, 16, peak_fp32_sse2),
    { .instruction = NULL },
};
#endif
