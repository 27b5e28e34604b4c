// Checks the quantized dot products.
#ifndef CHECK_DOT_H
#define CHECK_DOT_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "ck_dot.h"
#include "redzone.h"

// The numbers behind the last result must stay as they are.
static bool dot_is_right(const ck_dot_kernel *kernel, size_t rows, size_t blocks, bool spoil) {
    enum { FIRST = 1000, SEED = 5, GUARD = 16, LINE = 64 };
    const ck_dot_format *format = ck_dot_format_named(kernel->format);
    const size_t weights = (rows * blocks * kernel->block_bytes + LINE - 1) / LINE * LINE;
    const size_t activations = (blocks * kernel->activation_bytes + LINE - 1) / LINE * LINE;
    const size_t results = ((rows + GUARD) * sizeof(float) + LINE - 1) / LINE * LINE;
    char *memory = aligned_alloc(LINE, weights + activations + results);
    float *result = (float *)(memory + weights + activations);
    ck_dot_fill(format, memory, SEED, FIRST, rows, blocks);
    ck_dot_fill_activations(format, memory + weights, SEED, blocks);
    ck_dot_poison(result, rows);
    for (size_t i = rows; i < rows + GUARD; i++) result[i] = -2;
    const size_t row_bytes = rows * blocks * kernel->block_bytes, vector_bytes = blocks * kernel->activation_bytes;
    forbid(memory + row_bytes, weights - row_bytes);
    forbid(memory + weights + vector_bytes, activations - vector_bytes);
    forbid(result + rows, results - rows * sizeof *result);
    kernel->run(memory, memory + weights, result, rows, blocks);
    permit(memory, weights + activations + results);
    if (spoil) result[rows - 1] += 1;
    bool right = ck_dot_mismatch(format, result, SEED, FIRST, rows, blocks) == rows;
    for (size_t i = rows; i < rows + GUARD; i++) right = right && result[i] == -2;
    free(memory);
    return right;
}

static void check_dots(
    bool (*can_run)(ck_isa), const char *const *isa_names, bool spoil,
    void (*report)(bool, const char *, const char *, const char *, const char *)) {
    const ck_dot_kernel *kernel;
    for (size_t i = 0; (kernel = ck_dot_kernel_at(i)) != NULL; i++) {
        bool right = true;
        if (!can_run(kernel->isa)) {
            printf("absent dot %s %s\n", isa_names[kernel->isa], kernel->format);
            continue;
        }
        for (size_t rows = 1; rows <= 8; rows++) {
            for (size_t blocks = 1; blocks <= 17; blocks += blocks < 4 ? 1 : 5) {
                right = right && dot_is_right(kernel, rows, blocks, spoil);
            }
        }
        report(right, "dot", isa_names[kernel->isa], kernel->format, "");
    }
}
#endif
