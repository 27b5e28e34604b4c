// The table of the loops over eight interleaved rows and one token.
#include "path_tables.h"

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c")))
#include "path_vectors_of_8.h"

#define ROW(name, lower, others, elements, step_, set, suffix)                                                         \
    { .format = name, .path = CK_PATH_ROWS_OF_8, .step = step_, .isa = set, .width = 256, .takes_tokens = false,       \
      .rows_unit = 8, .tokens_unit = 1, .block_elements = elements, .block_bytes = sizeof(ck_##lower),                 \
      .activation_bytes = sizeof(others), .scratch_bytes = 0, .prepare_weights = path_prepare_##lower##_of_8,          \
      .prepare_activations = NULL, .run = path_of_8_##lower##_##suffix }

/// The formats whose nibbles are looked up.
#define LOOKED_UP(step, set, suffix)                                                                                   \
    ROW("Q4_0", q4_0, ck_q8_0, 32, step, set, suffix), ROW("IQ4_NL", iq4_nl, ck_q8_0, 32, step, set, suffix),          \
        ROW("MXFP4", mxfp4, ck_q8_0, 32, step, set, suffix)
#endif

const ck_path_kernel ck_path_rows_of_8[] = {
#if defined(__x86_64__)
    LOOKED_UP(CK_STEP_MADDUBS, CK_ISA_AVX2, avx2),
    LOOKED_UP(CK_STEP_VNNI, CK_ISA_AVX_VNNI, avx_vnni),
    LOOKED_UP(CK_STEP_VNNI, CK_ISA_AVX512_VNNI, avx512_vnni),
    ROW("Q4_K", q4_k, ck_q8_k, 256, CK_STEP_MADDUBS, CK_ISA_AVX2, avx2),
    ROW("Q2_K", q2_k, ck_q8_k, 256, CK_STEP_MADDUBS, CK_ISA_AVX512, avx512),
#endif
    { .format = NULL },
};
