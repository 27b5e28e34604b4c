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

// Eight that multiply, six that add, and two operands.
#define ADDING_6(DO, ...) DO(8, __VA_ARGS__) DO(9, __VA_ARGS__) DO(10, __VA_ARGS__) DO(11, __VA_ARGS__) \
    DO(12, __VA_ARGS__) DO(13, __VA_ARGS__)
#define MIX_LOOP(name, suffix)                                           \
    PEAK_LOOP(name, 14, OPERAND(0) OPERAND(1),                           \
        REPEAT_8(WITH_TWO, "vfmadd213" suffix " %2, %1, %0", o0, o1)     \
        ADDING_6(WITH_ONE, "vadd" suffix " %1, %0, %0", o1)              \
        REPEAT_8(WITH_TWO, "vfmadd213" suffix " %2, %1, %0", o0, o1)     \
        ADDING_6(WITH_ONE, "vsub" suffix " %1, %0, %0", o0)              \
        ADDING_6(WITH_ONE, "vadd" suffix " %1, %0, %0", o1)              \
        REPEAT_8(WITH_TWO, "vfmadd213" suffix " %2, %1, %0", o0, o1)     \
        ADDING_6(WITH_ONE, "vsub" suffix " %1, %0, %0", o0))

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
    ROW("vfmadd213pd, vaddpd", CK_FP64, CK_ISA_AVX2, CK_PEAK_FMA_ADD, 8, 6, 3, 2, peak_mix_fp64_avx2),
    ROW("vfmadd213ps, vaddps", CK_FP32, CK_ISA_AVX2, CK_PEAK_FMA_ADD, 8, 6, 3, 2, peak_mix_fp32_avx2),
    ROW("vpmaddubsw, vpmaddwd, vpaddd", CK_INT8, CK_ISA_AVX2, CK_PEAK_DOT, 8, 0, 1, 0, peak_int8_avx2),
    ROW("vpdpbusd", CK_INT8, CK_ISA_AVX_VNNI, CK_PEAK_DOT, 12, 0, 1, 0, peak_int8_avx_vnni),
    { .instruction = NULL },
};
#endif
