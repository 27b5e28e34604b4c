// Peak loops in SVE, whose vectors have the length that the CPU says. Registers are named to the assembler: z0 to z23
// accumulate, z24 to z26 hold the operands.
#if defined(__aarch64__)
#include "peak_tables.h"

#define ZERO_TO_23(DO, ...)                                                                                        \
    DO(0, __VA_ARGS__) DO(1, __VA_ARGS__) DO(2, __VA_ARGS__) DO(3, __VA_ARGS__) DO(4, __VA_ARGS__)                 \
    DO(5, __VA_ARGS__) DO(6, __VA_ARGS__) DO(7, __VA_ARGS__) DO(8, __VA_ARGS__) DO(9, __VA_ARGS__)                 \
    DO(10, __VA_ARGS__) DO(11, __VA_ARGS__) DO(12, __VA_ARGS__) DO(13, __VA_ARGS__) DO(14, __VA_ARGS__)            \
    DO(15, __VA_ARGS__) DO(16, __VA_ARGS__) DO(17, __VA_ARGS__) DO(18, __VA_ARGS__) DO(19, __VA_ARGS__)            \
    DO(20, __VA_ARGS__) DO(21, __VA_ARGS__) DO(22, __VA_ARGS__) DO(23, __VA_ARGS__)

#define MULTIPLY_ADD(k, type, by) "fmla z" #k "." type ", p0/m, z24." type ", z" #by "." type "\n\t"
#define TAKE(k, unused) "ldr z" #k ", [%[x]]\n\t" "add %[x], %[x], %[apart]\n\t"
#define GIVE(k, unused) "str z" #k ", [%[x]]\n\t" "add %[x], %[x], %[apart]\n\t"

#define SVE_LOOP(name, type)                                                                                       \
    static void name(ck_peak_state *state, size_t turns) {                                                         \
        uint8_t *x = state->accumulators[0];                                                                       \
        __asm__ volatile(                                                                                          \
            ".arch_extension sve\n\t"                                                                              \
            "ptrue p0." type "\n\t"                                                                                \
            "ldr z24, [%[a]]\n\t" "ldr z25, [%[b]]\n\t" "ldr z26, [%[c]]\n\t"                                      \
            ZERO_TO_23(TAKE, )                                                                                     \
            "cbz %[turns], 2f\n\t"                                                                                 \
            "1:\n\t"                                                                                               \
            ZERO_TO_23(MULTIPLY_ADD, type, 25)                                                                     \
            ZERO_TO_23(MULTIPLY_ADD, type, 26)                                                                     \
            "subs %[turns], %[turns], #1\n\t"                                                                      \
            "b.ne 1b\n\t"                                                                                          \
            "2:\n\t"                                                                                               \
            "mov %[x], %[start]\n\t"                                                                               \
            ZERO_TO_23(GIVE, )                                                                                     \
            : [x] "+&r"(x), [turns] "+&r"(turns)                                                                   \
            : [start] "r"(state->accumulators[0]), [a] "r"(state->operands[0]), [b] "r"(state->operands[1]),       \
              [c] "r"(state->operands[2]), [apart] "r"((size_t)CK_PEAK_VECTOR)                                     \
            : "memory", "cc", "p0", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10",             \
              "v11", "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",    \
              "v25", "v26");                                                                                       \
    }

SVE_LOOP(peak_fp64_sve, "d")
SVE_LOOP(peak_fp32_sve, "s")

size_t ck_sve_bytes(void) {
    size_t bytes;
    __asm__(".arch_extension sve\n\trdvl %0, #1" : "=r"(bytes));
    return bytes;
}

#define ROW(text, kind, function)                                                                                \
    { .instruction = text, .number = kind, .isa = CK_ISA_SVE, .recipe = CK_PEAK_DOT, .multiplying = 24,          \
      .rounds = 1, .run = function }

const ck_peak_kernel ck_peak_sve[] = {
    ROW("fmla z.d", CK_FP64, peak_fp64_sve),
    ROW("fmla z.s", CK_FP32, peak_fp32_sve),
    { .instruction = NULL },
};
#endif
