// The table of the products of interleaved rows: llama.cpp's path for prompts where it lays out weights anew. A thread
// takes a quarter of its share of the rows at a time by all tokens.
#include "path_products_of_8.h"
#include "path_tables.h"

#if defined(__x86_64__)
#define ROW(name, plain, plain_tokens, elements, set, kind, bits, weights, tokens, function)                           \
    { .format = name, .path = CK_PATH_ROWS_OF_8, .step = kind, .isa = set, .width = bits, .takes_tokens = true,        \
      .rows_unit = 8, .tokens_unit = 4, .block_elements = elements, .block_bytes = sizeof(plain),                      \
      .activation_bytes = sizeof(plain_tokens), .prepare_weights = path_prepare_##weights##_of_8,                      \
      .prepare_activations = path_prepare_##tokens##_of_4, .run = path_run_products_##function }

#define ROWS_32(set, kind, bits, suffix)                                                                               \
    ROW("Q4_0", ck_q4_0, ck_q8_0, 32, set, kind, bits, q4_0, q8_0, q4_0_##suffix),                                     \
    ROW("IQ4_NL", ck_iq4_nl, ck_q8_0, 32, set, kind, bits, iq4_nl, q8_0, iq4_nl_##suffix),                             \
    ROW("MXFP4", ck_mxfp4, ck_q8_0, 32, set, kind, bits, mxfp4, q8_0, mxfp4_##suffix)
#endif

const ck_path_kernel ck_path_products_of_8[] = {
#if defined(__x86_64__)
    ROWS_32(CK_ISA_AVX2, CK_STEP_MADDUBS, 256, avx2),
    ROW("Q4_K", ck_q4_k, ck_q8_k, 256, CK_ISA_AVX2, CK_STEP_MADDUBS, 256, q4_k, q8_k, q4_k_avx2),
    ROWS_32(CK_ISA_AVX_VNNI, CK_STEP_VNNI, 256, avx_vnni),
    ROWS_32(CK_ISA_AVX512, CK_STEP_MADDUBS, 512, avx512),
    ROW("Q4_K", ck_q4_k, ck_q8_k, 256, CK_ISA_AVX512, CK_STEP_MADDUBS, 512, q4_k, q8_k, q4_k_avx512),
    ROW("Q2_K", ck_q2_k, ck_q8_k, 256, CK_ISA_AVX512, CK_STEP_MADDUBS, 512, q2_k, q8_k, q2_k_avx512),
    ROWS_32(CK_ISA_AVX512_VNNI, CK_STEP_VNNI, 512, avx512_vnni),
#endif
    { .format = NULL },
};
