// The product of two matrices: a layer's weights times the activations of a prompt's tokens, the loop that bounds the
// processing of prompts. Both lie packed in panels, in the order in which a kernel reads them.
#ifndef CK_MATRIX_H
#define CK_MATRIX_H

#include "ck_isa.h"
#include "ck_peak.h"

/// results[column * rows + row] = Σ weights[row][depth] · activations[depth][column]: a token's results lie together.
/// All starts are on 64-byte boundaries; nothing beyond rows × batch results of 4 bytes is written. Results are floats,
/// of INT8 32-bit integers.
typedef void (*ck_matrix_run)(
    const void *weights, const void *activations, void *results, size_t rows, size_t depth, size_t batch);

/// How one of the two matrices is packed: panels of `lines` rows (columns, of the activations); in a panel, groups of
/// `group` numbers from the depth, of each line in turn. What fills the last panel and group up is zero. A number has
/// `bytes`: INT8 may be packed in two for a CPU that multiplies no bytes exactly.
typedef struct {
    uint32_t lines, group, bytes;
} ck_matrix_packing;

/// One measured loop and how it wants its operands.
typedef struct {
    ck_number number;
    ck_isa isa;
    ck_matrix_packing weights, activations;
    uint32_t depth_unit;    // the depth is filled up to a multiple of it
    bool unsigned_weights;  // INT8 with 128 added; the activations' column sums, times 128, lie behind their panels
    ck_matrix_run run;
} ck_matrix_kernel;

/// The kernels compiled for this architecture, whether or not this CPU can run them; NULL past the last.
const ck_matrix_kernel *ck_matrix_kernel_at(size_t index);

/// Bytes of the packed operands.
size_t ck_matrix_weight_bytes(const ck_matrix_kernel *kernel, size_t rows, size_t depth);
size_t ck_matrix_activation_bytes(const ck_matrix_kernel *kernel, size_t depth, size_t batch);

// The scalar oracle. Seeded numbers are small integers, so that every sum of products is an integer below 2^24 (of
// INT8, 2^31) for depths up to CK_MATRIX_DEEPEST: exact, whichever order or fused operation computed it.

enum { CK_MATRIX_DEEPEST = 65535 };

/// Packs rows first_row ..< first_row + rows of the matrix that `seed` names into `weights`.
void ck_matrix_fill(
    const ck_matrix_kernel *kernel, void *weights, uint64_t seed, uint64_t first_row, size_t rows, size_t depth);

/// Packs the matrix of activations that `seed` names into `activations`.
void ck_matrix_fill_activations(
    const ck_matrix_kernel *kernel, void *activations, uint64_t seed, size_t depth, size_t batch);

/// Writes a value that no kernel produces to every result.
void ck_matrix_poison(const ck_matrix_kernel *kernel, void *results, size_t rows, size_t batch);

/// Part of the results: some rows of the slice and some columns.
typedef struct {
    size_t first_row, rows, first_column, columns;
} ck_matrix_part;

/// The first row of the part, counted from the slice's first, with a result that is not that of the matrices that
/// `seed` names, computed anew; `rows` if all are right. `first_row` is of the slice within the matrix.
size_t ck_matrix_mismatch(
    const ck_matrix_kernel *kernel, const void *results, uint64_t seed, uint64_t first_row, size_t rows, size_t depth,
    ck_matrix_part part);

#endif
