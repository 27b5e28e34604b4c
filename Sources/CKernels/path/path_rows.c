// The table of the loops that go row by row, of one token.
#include "path_rows.h"

#if defined(__x86_64__)

#define ROW(name, lower, others, elements, step_, set, bits, suffix)                                                   \
    { .format = name, .path = CK_PATH_ROW, .step = step_, .isa = set, .width = bits, .takes_tokens = false,            \
      .rows_unit = 1, .tokens_unit = 1, .block_elements = elements, .block_bytes = sizeof(ck_##lower),                 \
      .activation_bytes = sizeof(others), .scratch_bytes = 0, .prepare_weights = NULL, .prepare_activations = NULL,    \
      .run = path_row_##lower##_##suffix }

#define FLOAT(name, lower, step, set, bits, suffix) ROW(name, lower, ck_##lower, DOT_FLOATS, step, set, bits, suffix)

#define FLOATS(step, set, bits, suffix)                                                                                \
    FLOAT("F32", f32, step, set, bits, suffix), FLOAT("F16", f16, step, set, bits, suffix)

/// Blocks of 32 whose step is the instruction set's own, other than Q4_0.
#define FOUR_FORMATS(step, set, bits, suffix)                                                                          \
    ROW("Q4_1", q4_1, ck_q8_1, 32, step, set, bits, suffix), ROW("Q5_0", q5_0, ck_q8_0, 32, step, set, bits, suffix),  \
        ROW("Q5_1", q5_1, ck_q8_1, 32, step, set, bits, suffix),                                                       \
        ROW("Q8_0", q8_0, ck_q8_0, 32, step, set, bits, suffix)

#define Q4_0(step, set, bits, suffix) ROW("Q4_0", q4_0, ck_q8_0, 32, step, set, bits, suffix)

/// Formats that have no loop for VNNI.
#define OTHERS(step, set, bits, suffix)                                                                                \
    ROW("IQ4_NL", iq4_nl, ck_q8_0, 32, step, set, bits, suffix),                                                       \
        ROW("MXFP4", mxfp4, ck_q8_0, 32, step, set, bits, suffix),                                                     \
        ROW("Q2_K", q2_k, ck_q8_k, 256, step, set, bits, suffix),                                                      \
        ROW("Q3_K", q3_k, ck_q8_k, 256, step, set, bits, suffix),                                                      \
        ROW("Q4_K", q4_k, ck_q8_k, 256, step, set, bits, suffix),                                                      \
        ROW("Q5_K", q5_k, ck_q8_k, 256, step, set, bits, suffix),                                                      \
        ROW("Q6_K", q6_k, ck_q8_k, 256, step, set, bits, suffix),                                                      \
        ROW("IQ4_XS", iq4_xs, ck_q8_k, 256, step, set, bits, suffix)
#endif

const ck_path_kernel ck_path_rows[] = {
#if defined(__x86_64__)
    // Q4_0 alone has a loop written for SSSE3.
    FLOATS(CK_STEP_MUL_ADD, CK_ISA_SSE42, 128, sse42), FLOAT("BF16", bf16, CK_STEP_PLAIN, CK_ISA_SSE42, 128, sse42),
    Q4_0(CK_STEP_MADDUBS, CK_ISA_SSE42, 128, sse42), FOUR_FORMATS(CK_STEP_PLAIN, CK_ISA_SSE42, 128, sse42),
    OTHERS(CK_STEP_PLAIN, CK_ISA_SSE42, 128, sse42),

    FLOATS(CK_STEP_MUL_ADD, CK_ISA_AVX, 256, avx), FLOAT("BF16", bf16, CK_STEP_MUL_ADD, CK_ISA_AVX, 256, avx),
    Q4_0(CK_STEP_MADDUBS, CK_ISA_AVX, 128, avx), FOUR_FORMATS(CK_STEP_MADDUBS, CK_ISA_AVX, 128, avx),
    OTHERS(CK_STEP_MADDUBS, CK_ISA_AVX, 128, avx),

    FLOATS(CK_STEP_FMA, CK_ISA_AVX2, 256, avx2), FLOAT("BF16", bf16, CK_STEP_FMA, CK_ISA_AVX2, 256, avx2),
    Q4_0(CK_STEP_MADDUBS, CK_ISA_AVX2, 256, avx2), FOUR_FORMATS(CK_STEP_MADDUBS, CK_ISA_AVX2, 256, avx2),
    OTHERS(CK_STEP_MADDUBS, CK_ISA_AVX2, 256, avx2),

    Q4_0(CK_STEP_VNNI, CK_ISA_AVX_VNNI, 256, avx_vnni), FOUR_FORMATS(CK_STEP_VNNI, CK_ISA_AVX_VNNI, 256, avx_vnni),

    FLOATS(CK_STEP_FMA, CK_ISA_AVX512, 512, avx512), FLOAT("BF16", bf16, CK_STEP_FMA, CK_ISA_AVX512, 512, avx512),
    FLOAT("BF16", bf16, CK_STEP_BF16, CK_ISA_AVX512_BF16, 512, avx512_bf16),
    Q4_0(CK_STEP_VNNI, CK_ISA_AVX512_VNNI, 256, avx512_vnni),
    FOUR_FORMATS(CK_STEP_VNNI, CK_ISA_AVX512_VNNI, 256, avx512_vnni),
#endif
    { .format = NULL },
};
