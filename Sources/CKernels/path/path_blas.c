// The kernels that read plain rows and tokens in tiles, as llamafile's do in llama.cpp's prompts.
#include "path_blas.h"

#if defined(__x86_64__)
#define KERNEL(name, weight, value, set, step_, bits, function)                                                        \
    { .format = name, .path = CK_PATH_BLAS, .step = step_, .isa = set, .width = bits, .takes_tokens = true,            \
      .rows_unit = 1, .tokens_unit = 1, .block_elements = 32, .block_bytes = sizeof(weight),                           \
      .activation_bytes = sizeof(value), .run = path_blas_##function }

#define BLOCK_KERNELS(set, step, bits, suffix)                                                                         \
    KERNEL("Q8_0", ck_q8_0, ck_q8_0, set, step, bits, q8_0_##suffix),                                                  \
    KERNEL("Q4_0", ck_q4_0, ck_q8_0, set, step, bits, q4_0_##suffix),                                                  \
    KERNEL("Q5_0", ck_q5_0, ck_q8_0, set, step, bits, q5_0_##suffix),                                                  \
    KERNEL("IQ4_NL", ck_iq4_nl, ck_q8_0, set, step, bits, iq4_nl_##suffix)

#define BLOCK_RUNS(suffix)                                                                                             \
    PATH_BLAS_RUN(path_blas_q8_0_##suffix);                                                                            \
    PATH_BLAS_RUN(path_blas_q4_0_##suffix);                                                                            \
    PATH_BLAS_RUN(path_blas_q5_0_##suffix);                                                                            \
    PATH_BLAS_RUN(path_blas_iq4_nl_##suffix);

#define FLOAT_RUNS(suffix)                                                                                             \
    PATH_BLAS_RUN(path_blas_f32_##suffix);                                                                             \
    PATH_BLAS_RUN(path_blas_f16_##suffix);                                                                             \
    PATH_BLAS_RUN(path_blas_bf16_##suffix);

FLOAT_RUNS(avx)
FLOAT_RUNS(avx2)
FLOAT_RUNS(avx512)
PATH_BLAS_RUN(path_blas_bf16_pairs_avx512_bf16);
BLOCK_RUNS(avx)
BLOCK_RUNS(avx2)
BLOCK_RUNS(avx_vnni)
BLOCK_RUNS(avx512_vnni)
#endif

const ck_path_kernel ck_path_blas[] = {
#if defined(__x86_64__)
    KERNEL("F32", ck_f32, ck_f32, CK_ISA_AVX, CK_STEP_MUL_ADD, 256, f32_avx),
    KERNEL("F16", ck_f16, ck_f16, CK_ISA_AVX, CK_STEP_MUL_ADD, 256, f16_avx),
    BLOCK_KERNELS(CK_ISA_AVX, CK_STEP_MADDUBS, 128, avx),
    KERNEL("F32", ck_f32, ck_f32, CK_ISA_AVX2, CK_STEP_FMA, 256, f32_avx2),
    KERNEL("F16", ck_f16, ck_f16, CK_ISA_AVX2, CK_STEP_FMA, 256, f16_avx2),
    KERNEL("BF16", ck_bf16, ck_bf16, CK_ISA_AVX2, CK_STEP_FMA, 256, bf16_avx2),
    BLOCK_KERNELS(CK_ISA_AVX2, CK_STEP_MADDUBS, 256, avx2),
    BLOCK_KERNELS(CK_ISA_AVX_VNNI, CK_STEP_VNNI, 256, avx_vnni),
    KERNEL("F32", ck_f32, ck_f32, CK_ISA_AVX512, CK_STEP_FMA, 512, f32_avx512),
    KERNEL("F16", ck_f16, ck_f16, CK_ISA_AVX512, CK_STEP_FMA, 512, f16_avx512),
    KERNEL("BF16", ck_bf16, ck_bf16, CK_ISA_AVX512, CK_STEP_FMA, 512, bf16_avx512),
    KERNEL("BF16", ck_bf16, ck_bf16, CK_ISA_AVX512_BF16, CK_STEP_BF16, 512, bf16_pairs_avx512_bf16),
    BLOCK_KERNELS(CK_ISA_AVX512_VNNI, CK_STEP_VNNI, 256, avx512_vnni),
#endif
    { .format = NULL },
};
