// The table of the tiled loops: llama.cpp's path for prompts where rows of K-quants are not interleaved. A thread of an
// engine takes a chunk of at most 256 rows by 256 tokens at a time, fewer where there are too few for its threads.
#include "path_tables.h"
#include "path_tiled.h"

#if defined(__x86_64__)
#define ROW(name, block, set, kind, bits, function)                                                                    \
    { .format = name, .path = CK_PATH_TILED, .step = kind, .isa = set, .width = bits, .takes_tokens = true,            \
      .rows_unit = 1, .tokens_unit = 1, .block_elements = 256, .block_bytes = sizeof(block),                           \
      .activation_bytes = sizeof(ck_q8_k), .scratch_bytes = sizeof(path_tiles), .run = function }

#define ROWS(set, kind, bits, suffix)                                                                                  \
    ROW("Q2_K", ck_q2_k, set, kind, bits, path_tiled_q2_k_##suffix),                                                   \
    ROW("Q3_K", ck_q3_k, set, kind, bits, path_tiled_q3_k_##suffix),                                                   \
    ROW("Q4_K", ck_q4_k, set, kind, bits, path_tiled_q4_k_##suffix),                                                   \
    ROW("Q5_K", ck_q5_k, set, kind, bits, path_tiled_q5_k_##suffix),                                                   \
    ROW("Q6_K", ck_q6_k, set, kind, bits, path_tiled_q6_k_##suffix),                                                   \
    ROW("IQ4_XS", ck_iq4_xs, set, kind, bits, path_tiled_iq4_xs_##suffix)
#endif

const ck_path_kernel ck_path_tiled[] = {
#if defined(__x86_64__)
    ROWS(CK_ISA_AVX, CK_STEP_MADDUBS, 128, avx),
    ROWS(CK_ISA_AVX2, CK_STEP_MADDUBS, 256, avx2),
    ROWS(CK_ISA_AVX512_VNNI, CK_STEP_VNNI, 512, avx512_vnni),
#endif
    { .format = NULL },
};
