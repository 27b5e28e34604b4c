// Peak loops in AVX-512: 32 registers, so 24 accumulators where one kind of instruction runs alone. VNNI is five cycles
// deep and two a cycle on some cores: eight accumulators reach 8/10 of its rate there.
#if defined(__x86_64__)
#include <immintrin.h>

#include "peak_tables.h"

#define REGISTER "v"
#define VEC __m512i
#define LOAD(p) _mm512_load_si512(p)
#define STORE(p, x) _mm512_store_si512(p, x)
#define TARGET __attribute__((target("avx512f")))
#include "peak_template.h"

#define FMA_LOOP(name, suffix)                                       \
    PEAK_LOOP(name, 24, OPERAND(0) OPERAND(1) OPERAND(2) OPERAND(3), \
        REPEAT_24(FMA_STEP, "vfmadd213" suffix " %2, %1, %0")        \
        REPEAT_24(FMA_STEP, "vfmadd213" suffix " %2, %1, %0"))

// Twelve that multiply and six that add, six of each in turn.
#define FIRST_6(DO, ...) REPEAT_6(DO, __VA_ARGS__)
#define NEXT_6(DO, ...) DO(6, __VA_ARGS__) DO(7, __VA_ARGS__) DO(8, __VA_ARGS__) DO(9, __VA_ARGS__) \
    DO(10, __VA_ARGS__) DO(11, __VA_ARGS__)
#define LAST_6(DO, ...) DO(12, __VA_ARGS__) DO(13, __VA_ARGS__) DO(14, __VA_ARGS__) DO(15, __VA_ARGS__) \
    DO(16, __VA_ARGS__) DO(17, __VA_ARGS__)
#define REPEAT_18(DO, ...) REPEAT_12(DO, __VA_ARGS__) LAST_6(DO, __VA_ARGS__)
#define SIX_AND_SIX(suffix)                                            \
    FIRST_6(WITH_TWO, "vfmadd213" suffix " %2, %1, %0", o0, o1)        \
    LAST_6(WITH_ONE, "vadd" suffix " %1, %0, %0", o1)                  \
    NEXT_6(WITH_TWO, "vfmadd213" suffix " %2, %1, %0", o0, o1)         \
    LAST_6(WITH_ONE, "vsub" suffix " %1, %0, %0", o0)
#define MIX_LOOP(name, suffix) \
    PEAK_LOOP(name, 18, OPERAND(0) OPERAND(1), SIX_AND_SIX(suffix) SIX_AND_SIX(suffix))

#define DOT_LOOP(name, op)                                \
    PEAK_LOOP(name, 24, OPERAND(0) OPERAND(1) OPERAND(2), \
        REPEAT_24(WITH_TWO, op " %2, %1, %0", o0, o1)     \
        REPEAT_24(WITH_TWO, op " %2, %1, %0", o0, o2))

FMA_LOOP(peak_fp64_avx512, "pd")
FMA_LOOP(peak_fp32_avx512, "ps")
FMA_LOOP(peak_fp16_avx512_fp16, "ph")
MIX_LOOP(peak_mix_fp64_avx512, "pd")
MIX_LOOP(peak_mix_fp32_avx512, "ps")
DOT_LOOP(peak_bf16_avx512_bf16, "vdpbf16ps")
DOT_LOOP(peak_int8_avx512_vnni, "vpdpbusd")

#define ROW(text, kind, set, what, many, more, times, add_times, function)                                     \
    { .instruction = text, .number = kind, .isa = set, .recipe = what, .vector_bytes = 64,                     \
      .multiplying = many, .adding = more, .rounds = times, .add_rounds = add_times, .run = function }

const ck_peak_kernel ck_peak_avx512[] = {
    ROW("vfmadd213pd", CK_FP64, CK_ISA_AVX512, CK_PEAK_FMA, 24, 0, 2, 0, peak_fp64_avx512),
    ROW("vfmadd213ps", CK_FP32, CK_ISA_AVX512, CK_PEAK_FMA, 24, 0, 2, 0, peak_fp32_avx512),
    ROW("vfmadd213pd, vaddpd", CK_FP64, CK_ISA_AVX512, CK_PEAK_FMA_ADD, 12, 6, 2, 2, peak_mix_fp64_avx512),
    ROW("vfmadd213ps, vaddps", CK_FP32, CK_ISA_AVX512, CK_PEAK_FMA_ADD, 12, 6, 2, 2, peak_mix_fp32_avx512),
    ROW("vfmadd213ph", CK_FP16, CK_ISA_AVX512_FP16, CK_PEAK_FMA, 24, 0, 2, 0, peak_fp16_avx512_fp16),
    ROW("vdpbf16ps", CK_BF16, CK_ISA_AVX512_BF16, CK_PEAK_DOT, 24, 0, 1, 0, peak_bf16_avx512_bf16),
    ROW("vpdpbusd", CK_INT8, CK_ISA_AVX512_VNNI, CK_PEAK_DOT, 24, 0, 1, 0, peak_int8_avx512_vnni),
    { .instruction = NULL },
};
#endif
