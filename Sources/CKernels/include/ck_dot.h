// The quantized dot product: a matrix in blocks of few bits times a vector, the loop that bounds token generation.
// Blocks are those of GGUF files, and activations are quantized as llama.cpp's CPU engine does.
#ifndef CK_DOT_H
#define CK_DOT_H

#include <stddef.h>
#include <stdint.h>

#include "ck_isa.h"

/// result[row] = the dot product of row `row` and the activations. Rows lie one behind the other. Weights start at an
/// even address, activations at a multiple of 4; nothing beyond `rows` results is written.
typedef void (*ck_dot_run)(
    const void *weights, const void *activations, float *result, size_t rows, size_t blocks_per_row);

/// One measured loop and what it costs. Bytes are of one block, operations of one element: a product and a sum.
typedef struct {
    const char *format;  // as GGUF names it
    ck_isa isa;
    uint32_t block_elements, block_bytes, activation_bytes, operations;
    ck_dot_run run;
} ck_dot_kernel;

/// The kernels compiled for this architecture, whether or not this CPU can run them; NULL past the last.
const ck_dot_kernel *ck_dot_kernel_at(size_t index);

// The scalar oracle. Scales are powers of two and the seeded values small, so that in units of CK_DOT_UNIT every sum of
// products is an integer below 2^24: exact in a float, whichever order or fused operation computed it.

/// What every product of seeded values is a multiple of.
#define CK_DOT_UNIT 0x1p-12

/// What a format's blocks hold, apart from any kernel.
typedef struct ck_dot_format ck_dot_format;

/// The format that GGUF calls `name`, or NULL where there is none here.
const ck_dot_format *ck_dot_format_named(const char *name);

/// Writes rows first_row ..< first_row + rows of the matrix that `seed` names to `weights`.
void ck_dot_fill(
    const ck_dot_format *format, void *weights, uint64_t seed, uint64_t first_row, size_t rows, size_t blocks_per_row);

/// Writes the vector that `seed` names to `activations`: the longer it is, the smaller its values.
void ck_dot_fill_activations(const ck_dot_format *format, void *activations, uint64_t seed, size_t blocks_per_row);

/// Writes a value that no kernel produces to `result`, so that an unwritten element is noticed.
void ck_dot_poison(float *result, size_t rows);

/// The dot product of one row by plain arithmetic in doubles. `magnitude` gets the sum of the terms without their
/// signs, which bounds every partial sum, where it is not NULL.
double ck_dot_exact(
    const ck_dot_format *format, const void *weights, const void *activations, size_t blocks, double *magnitude);

/// The first of rows first_row ..< first_row + rows whose result is not that of the matrix and vector that `seed`
/// names, computed anew, counted from 0; `rows` if all are right. A row too long to be exact is wrong.
size_t ck_dot_mismatch(
    const ck_dot_format *format, const float *result, uint64_t seed, uint64_t first_row, size_t rows,
    size_t blocks_per_row);

#endif
