// Peak loops in AVX2 with FMA, and AVX-VNNI: sixteen registers for accumulators and operands.
#if defined(__x86_64__)
#include <immintrin.h>

#include "peak_tables.h"

#define REGISTER "x"
#define VEC __m256i
#define LOAD(p) _mm256_load_si256((const __m256i *)(p))
#define STORE(p, x) _mm256_store_si256((__m256i *)(p), x)
#define TARGET __attribute__((target("avx2,fma,avxvnni")))
#include "peak_template.h"

// Twelve accumulators: five cycles deep and two a cycle need ten.
#define FMA_LOOP(name, suffix)                                       \
    PEAK_LOOP(name, 12, OPERAND(0) OPERAND(1) OPERAND(2) OPERAND(3), \
        REPEAT_12(FMA_STEP, "vfmadd213" suffix " %2, %1, %0")        \
        REPEAT_12(FMA_STEP, "vfmadd213" suffix " %2, %1, %0"))

// A multiply-add, and beside it an addition that takes its turn.
#define FMA_THEN(k, suffix) WITH_TWO(k, "vfmadd213" suffix " %2, %1, %0", o0, o1)
#define ADD_AFTER(k, a, suffix) FMA_THEN(k, suffix) WITH_ONE(10 + a, "vadd" suffix " %1, %0, %0", o1)
#define SUB_AFTER(k, a, suffix) FMA_THEN(k, suffix) WITH_ONE(10 + a, "vsub" suffix " %1, %0, %0", o0)

// Ten that multiply, each four times, and four that add, each ten times, in turn: in blocks, one kind of unit waits,
// and fewer than ten that are four cycles deep leave gaps beside additions.
#define MIX_LOOP(name, suffix)                                                                          \
    PEAK_LOOP(name, 14, OPERAND(0) OPERAND(1),                                                          \
        ADD_AFTER(0, 0, suffix) ADD_AFTER(1, 1, suffix) ADD_AFTER(2, 2, suffix) ADD_AFTER(3, 3, suffix) \
        SUB_AFTER(4, 0, suffix) SUB_AFTER(5, 1, suffix) SUB_AFTER(6, 2, suffix) SUB_AFTER(7, 3, suffix) \
        ADD_AFTER(8, 0, suffix) ADD_AFTER(9, 1, suffix)                                                 \
        ADD_AFTER(0, 2, suffix) ADD_AFTER(1, 3, suffix) SUB_AFTER(2, 0, suffix) SUB_AFTER(3, 1, suffix) \
        SUB_AFTER(4, 2, suffix) SUB_AFTER(5, 3, suffix) ADD_AFTER(6, 0, suffix) ADD_AFTER(7, 1, suffix) \
        ADD_AFTER(8, 2, suffix) ADD_AFTER(9, 3, suffix)                                                 \
        SUB_AFTER(0, 0, suffix) SUB_AFTER(1, 1, suffix) SUB_AFTER(2, 2, suffix) SUB_AFTER(3, 3, suffix) \
        ADD_AFTER(4, 0, suffix) ADD_AFTER(5, 1, suffix) ADD_AFTER(6, 2, suffix) ADD_AFTER(7, 3, suffix) \
        SUB_AFTER(8, 0, suffix) SUB_AFTER(9, 1, suffix)                                                 \
        SUB_AFTER(0, 2, suffix) SUB_AFTER(1, 3, suffix) ADD_AFTER(2, 0, suffix) ADD_AFTER(3, 1, suffix) \
        ADD_AFTER(4, 2, suffix) ADD_AFTER(5, 3, suffix) SUB_AFTER(6, 0, suffix) SUB_AFTER(7, 1, suffix) \
        SUB_AFTER(8, 2, suffix) SUB_AFTER(9, 3, suffix))

FMA_LOOP(peak_fp64_avx2, "pd")
FMA_LOOP(peak_fp32_avx2, "ps")
MIX_LOOP(peak_mix_fp64_avx2, "pd")
MIX_LOOP(peak_mix_fp32_avx2, "ps")

PEAK_LOOP(peak_int8_avx_vnni, 12, OPERAND(0) OPERAND(1) OPERAND(2),
    REPEAT_12(WITH_TWO, "%{vex%} vpdpbusd %2, %1, %0", o0, o1)
    REPEAT_12(WITH_TWO, "%{vex%} vpdpbusd %2, %1, %0", o0, o2))

// Without VNNI: pairs in 16 bits, which do not overflow where the first factor is below 128, then pairs of these in 32.
#define PAIRS_STEP(k, a, b) {                                                                           \
    VEC pairs;                                                                                          \
    __asm__ volatile("vpmaddubsw %2, %1, %0" : "=" REGISTER(pairs) : REGISTER(a), REGISTER(b));         \
    __asm__ volatile("vpmaddwd %1, %0, %0" : "+" REGISTER(pairs) : REGISTER(ones));                     \
    __asm__ volatile("vpaddd %1, %0, %0" : "+" REGISTER(x[k]) : REGISTER(pairs)); }

PEAK_LOOP(peak_int8_avx2, 8, OPERAND(0) OPERAND(1) OPERAND(2) const VEC ones = _mm256_set1_epi16(1);,
    REPEAT_8(PAIRS_STEP, o0, o1)
    REPEAT_8(PAIRS_STEP, o0, o2))

#define ROW(text, kind, set, what, many, more, times, add_times, function)                                     \
    { .instruction = text, .number = kind, .isa = set, .recipe = what, .vector_bytes = 32,                     \
      .multiplying = many, .adding = more, .rounds = times, .add_rounds = add_times, .run = function }

const ck_peak_kernel ck_peak_avx2[] = {
    ROW("vfmadd213pd", CK_FP64, CK_ISA_AVX2, CK_PEAK_FMA, 12, 0, 2, 0, peak_fp64_avx2),
    ROW("vfmadd213ps", CK_FP32, CK_ISA_AVX2, CK_PEAK_FMA, 12, 0, 2, 0, peak_fp32_avx2),
    ROW("vfmadd213pd, vaddpd", CK_FP64, CK_ISA_AVX2, CK_PEAK_FMA_ADD, 10, 4, 4, 5, peak_mix_fp64_avx2),
    ROW("vfmadd213ps, vaddps", CK_FP32, CK_ISA_AVX2, CK_PEAK_FMA_ADD, 10, 4, 4, 5, peak_mix_fp32_avx2),
    ROW("vpmaddubsw, vpmaddwd, vpaddd", CK_INT8, CK_ISA_AVX2, CK_PEAK_DOT, 8, 0, 1, 0, peak_int8_avx2),
    ROW("vpdpbusd", CK_INT8, CK_ISA_AVX_VNNI, CK_PEAK_DOT, 12, 0, 1, 0, peak_int8_avx_vnni),
    { .instruction = NULL },
};
#endif
