// Loops of the shapes that inference engines have: the same width of vectors, the same step, the same rows interleaved
// and the same order of blocks, so that what an engine does over what its path's loop does is near 1 on every CPU. The
// loops of ck_dot.h and ck_matrix.h are the best that a CPU could do; these are what engines of today do on it.
#ifndef CK_PATH_H
#define CK_PATH_H

#include "ck_dot.h"
#include "ck_isa.h"

/// How an engine goes through a matrix.
typedef enum {
    CK_PATH_ROW,        // row by row, and token by token where there are several
    CK_PATH_ROWS_OF_8,  // eight rows interleaved: their blocks lie together, in pieces of eight bytes
    CK_PATH_BLAS,       // plain rows; tiles of a few rows by a few tokens, block by block (llamafile's tinyBLAS)
    CK_PATH_TILED,      // rows unpacked to bytes tile by tile, and 16 × 16 results at a time (llama.cpp's tiled/)
} ck_path;

/// What multiplies.
typedef enum {
    CK_STEP_PLAIN,    // the compiler's own vectors from C
    CK_STEP_MADDUBS,  // unsigned times signed bytes in pairs, then pairs of 16 bits
    CK_STEP_VNNI,     // fours of bytes
    CK_STEP_MUL_ADD,  // floats, multiplied and then added
    CK_STEP_FMA,      // floats
    CK_STEP_BF16,     // pairs of BF16
    CK_STEP_DOT,      // Arm's fours of bytes
    CK_STEP_I8MM,     // Arm's 2 × 8 by 8 × 2
} ck_step;

/// results[token * rows + row] = the dot product of row `row` and token `token`'s activations. `weights` and
/// `activations` are prepared; `scratch` is on a 64-byte boundary. Nothing beyond rows × tokens results is written.
typedef void (*ck_path_run)(
    const void *weights, const void *activations, float *results, size_t rows, size_t blocks_per_row, size_t tokens,
    void *scratch);

/// Writes plain `lines` (rows, or tokens) of `blocks` each to `prepared` in the order that the loop reads; as many bytes.
typedef void (*ck_path_prepare)(const void *plain, void *prepared, size_t lines, size_t blocks_per_line);

/// One measured loop and what it costs. Bytes are of one block of one row or token as in ck_dot.h, plain or prepared.
typedef struct {
    const char *format;  // as GGUF names it
    ck_path path;
    ck_step step;
    ck_isa isa;                // what the loop needs
    uint32_t width;            // bits of the vectors that multiply
    bool takes_tokens;         // a prompt's loop, for two tokens or more; else one token
    uint32_t rows_unit;        // `rows` must be a multiple of it
    uint32_t tokens_unit;      // `tokens` likewise
    uint32_t block_elements, block_bytes, activation_bytes;
    uint32_t scratch_bytes;
    ck_path_prepare prepare_weights;      // NULL where plain rows are read
    ck_path_prepare prepare_activations;  // NULL where plain tokens are read
    ck_path_run run;
} ck_path_kernel;

/// The kernels compiled for this architecture, whether or not this CPU can run them; NULL past the last.
const ck_path_kernel *ck_path_kernel_at(size_t index);

// The oracle is that of ck_dot.h: plain weights are filled by ck_dot_fill, token t's activations by
// ck_dot_fill_activations with seed ck_path_token_seed(seed, t).

/// The seed of a token's activations; of the first it is `seed` itself.
uint64_t ck_path_token_seed(uint64_t seed, size_t token);

/// The first row of a token, counted from 0, whose result is not that of the seeded blocks, exactly where a float can be
/// exact; `rows` if all are right. `results` are the token's, of rows first_row ..< first_row + rows.
size_t ck_path_mismatch(
    const ck_dot_format *format, const float *results, uint64_t seed, size_t token, uint64_t first_row, size_t rows,
    size_t blocks_per_row);

#endif
