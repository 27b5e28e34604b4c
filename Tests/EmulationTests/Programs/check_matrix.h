// Checks the products of two matrices.
#ifndef CHECK_MATRIX_H
#define CHECK_MATRIX_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ck_matrix.h"
#include "redzone.h"

// The bytes behind the last result must stay as they are.
static bool matrix_is_right(const ck_matrix_kernel *kernel, size_t rows, size_t depth, size_t batch, bool spoil) {
    enum { FIRST = 1000, SEED = 5, GUARD = 64, LINE = 64 };
    const size_t weights = (ck_matrix_weight_bytes(kernel, rows, depth) + LINE - 1) / LINE * LINE;
    const size_t activations = (ck_matrix_activation_bytes(kernel, depth, batch) + LINE - 1) / LINE * LINE;
    const size_t results = rows * batch * 4;
    char *memory = aligned_alloc(LINE, weights + activations + (results + GUARD + LINE - 1) / LINE * LINE);
    char *result = memory + weights + activations;
    ck_matrix_fill(kernel, memory, SEED, FIRST, rows, depth);
    ck_matrix_fill_activations(kernel, memory + weights, SEED, depth, batch);
    ck_matrix_poison(kernel, result, rows, batch);
    memset(result + results, 0xA5, GUARD);
    const size_t used[] = { ck_matrix_weight_bytes(kernel, rows, depth), ck_matrix_activation_bytes(kernel, depth, batch) };
    forbid(memory + used[0], weights - used[0]);
    forbid(memory + weights + used[1], activations - used[1]);
    forbid(result + results, GUARD);
    kernel->run(memory, memory + weights, result, rows, depth, batch);
    permit(memory, weights + activations + results + GUARD);
    if (spoil) result[results - 2] ^= 64;
    const ck_matrix_part whole = { .rows = rows, .columns = batch };
    bool right = ck_matrix_mismatch(kernel, result, SEED, FIRST, rows, depth, whole) == rows;
    for (size_t i = 0; i < GUARD; i++) right = right && (unsigned char)result[results + i] == 0xA5;
    free(memory);
    return right;
}

static bool matrix_is_right_at_awkward_sizes(const ck_matrix_kernel *kernel, bool spoil) {
    static const size_t rows[] = { 1, 3, 16, 33, 50 }, depths[] = { 1, 3, 64, 130, 1100 };
    bool right = true;
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        for (size_t deep = 0; deep < sizeof depths / sizeof *depths; deep++) {
            for (size_t batch = 1; batch < 40; batch += batch < 9 ? 1 : 13) {
                right = right && matrix_is_right(kernel, rows[row], depths[deep], batch, spoil);
            }
        }
    }
    return right;
}

static inline void check_matrices(
    bool (*can_run)(ck_isa), const char *const *isa_names, const char *const *number_names, bool spoil,
    void (*report)(bool, const char *, const char *, const char *, const char *)) {
    const ck_matrix_kernel *kernel;
    for (size_t i = 0; (kernel = ck_matrix_kernel_at(i)) != NULL; i++) {
        const char *isa = isa_names[kernel->isa], *number = number_names[kernel->number];
        if (!can_run(kernel->isa)) printf("absent matrix %s %s\n", isa, number);
        else report(matrix_is_right_at_awkward_sizes(kernel, spoil), "matrix", isa, number, "");
    }
}
#endif
