// What the loops that go row by row share: how rows are gone through, and the names of all loops. A file that includes
// this and defines TARGET, the target attribute of its instruction set, gets the rest too.
#ifndef PATH_ROWS_H
#define PATH_ROWS_H

#include "../dot_blocks_32.h"
#include "path_rows_keep.h"
#include "path_rows_scales.h"
#include "path_tables.h"

#if defined(__x86_64__)

#define PATH_PARAMETERS                                                                                                \
    const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row, size_t tokens,   \
        void *scratch

/// A loop of an instruction set, made of `row_name`, which gives one row's sum. That stays a function that is called,
/// as an engine calls its own for each row: what a row begins and ends with is part of what it costs.
#define PATH_ROW_RUN(name, set, block)                                                                                 \
    TARGET void path_row_##name##_##set(PATH_PARAMETERS) {                                                             \
        (void)tokens, (void)scratch;                                                                                   \
        const block *row = weights;                                                                                    \
        for (size_t r = 0; r < rows; r++, row += blocks_per_row) {                                                     \
            results[r] = row_##name(row, activations, blocks_per_row);                                                 \
        }                                                                                                              \
    }

#define PATH_ROW_SUM(name, block, others)                                                                              \
    TARGET static __attribute__((noinline)) float row_##name(                                                          \
        const block *weights, const others *activations, size_t blocks)

/// What stands before a function that becomes part of its callers.
#define PATH_PART TARGET static inline __attribute__((always_inline))

#define PATH_DECLARE_FLOATS(set)                                                                                       \
    void path_row_f32_##set(PATH_PARAMETERS), path_row_f16_##set(PATH_PARAMETERS),                                     \
        path_row_bf16_##set(PATH_PARAMETERS);

/// The formats with blocks of 32 whose step is the instruction set's own.
#define PATH_DECLARE_32(set)                                                                                           \
    void path_row_q4_0_##set(PATH_PARAMETERS), path_row_q4_1_##set(PATH_PARAMETERS),                                   \
        path_row_q5_0_##set(PATH_PARAMETERS), path_row_q5_1_##set(PATH_PARAMETERS),                                    \
        path_row_q8_0_##set(PATH_PARAMETERS);

#define PATH_DECLARE_REST(set)                                                                                         \
    void path_row_iq4_nl_##set(PATH_PARAMETERS), path_row_mxfp4_##set(PATH_PARAMETERS),                                \
        path_row_q2_k_##set(PATH_PARAMETERS), path_row_q3_k_##set(PATH_PARAMETERS),                                    \
        path_row_q4_k_##set(PATH_PARAMETERS), path_row_q5_k_##set(PATH_PARAMETERS),                                    \
        path_row_q6_k_##set(PATH_PARAMETERS), path_row_iq4_xs_##set(PATH_PARAMETERS);

#define PATH_DECLARE_ALL(set) PATH_DECLARE_FLOATS(set) PATH_DECLARE_32(set) PATH_DECLARE_REST(set)

PATH_DECLARE_ALL(sse42)
PATH_DECLARE_ALL(avx)
PATH_DECLARE_ALL(avx2)
PATH_DECLARE_32(avx_vnni)
PATH_DECLARE_32(avx512_vnni)
PATH_DECLARE_FLOATS(avx512)
void path_row_bf16_avx512_bf16(PATH_PARAMETERS);

#endif
#endif
