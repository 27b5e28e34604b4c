// Checks the loops that have the shape of an engine's.
#ifndef CHECK_PATH_H
#define CHECK_PATH_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "ck_path.h"
#include "redzone.h"

static char *path_memory(size_t bytes) { return aligned_alloc(64, (bytes + 127) / 64 * 64); }

/// Lines as the loop reads them; nothing behind them may be read.
static char *path_prepared(ck_path_prepare prepare, char *plain, size_t lines, size_t blocks, size_t bytes) {
    if (prepare == NULL) return plain;
    char *prepared = path_memory(bytes);
    prepare(plain, prepared, lines, blocks);
    free(plain);
    return prepared;
}

// The numbers behind the last result must stay as they are.
static bool path_is_right(const ck_path_kernel *kernel, size_t rows, size_t blocks, size_t tokens, bool spoil) {
    enum { SEED = 5, GUARD = 16 };
    const ck_dot_format *format = ck_dot_format_named(kernel->format);
    const size_t weight_bytes = rows * blocks * kernel->block_bytes;
    const size_t token_bytes = blocks * kernel->activation_bytes;
    char *weights = path_memory(weight_bytes), *activations = path_memory(tokens * token_bytes);
    char *scratch = path_memory(kernel->scratch_bytes);
    float *results = (float *)path_memory((rows * tokens + GUARD) * sizeof(float));
    ck_dot_fill(format, weights, SEED, 0, rows, blocks);
    for (size_t token = 0; token < tokens; token++) {
        ck_dot_fill_activations(
            format, activations + token * token_bytes, ck_path_token_seed(SEED, token), blocks);
    }
    weights = path_prepared(kernel->prepare_weights, weights, rows, blocks, weight_bytes);
    activations = path_prepared(kernel->prepare_activations, activations, tokens, blocks, tokens * token_bytes);
    ck_dot_poison(results, rows * tokens);
    for (size_t i = 0; i < GUARD; i++) results[rows * tokens + i] = -2;
    forbid(results + rows * tokens, GUARD * sizeof(float));
    kernel->run(weights, activations, results, rows, blocks, tokens, scratch);
    permit(results, (rows * tokens + GUARD) * sizeof(float));
    if (spoil) results[rows * tokens - 1] += 1;
    bool right = true;
    for (size_t token = 0; token < tokens; token++) {
        right = right && ck_path_mismatch(format, results + token * rows, SEED, token, 0, rows, blocks) == rows;
    }
    for (size_t i = 0; i < GUARD; i++) right = right && results[rows * tokens + i] == -2;
    free(weights), free(activations), free(scratch), free(results);
    return right;
}

static void check_paths(
    bool (*can_run)(ck_isa), const char *const *isa_names, bool spoil,
    void (*report)(bool, const char *, const char *, const char *, const char *)) {
    static const char *const paths[] = {
        [CK_PATH_ROW] = "row", [CK_PATH_ROWS_OF_8] = "rows_of_8", [CK_PATH_BLAS] = "blas", [CK_PATH_TILED] = "tiled",
    };
    const ck_path_kernel *kernel;
    for (size_t i = 0; (kernel = ck_path_kernel_at(i)) != NULL; i++) {
        if (!can_run(kernel->isa)) {
            printf("absent path %s %s %s\n", isa_names[kernel->isa], kernel->format, paths[kernel->path]);
            continue;
        }
        bool right = true;
        for (size_t rows = kernel->rows_unit; rows <= 3 * kernel->rows_unit; rows += 2 * kernel->rows_unit) {
            for (size_t blocks = 1; blocks <= 3; blocks += 2) {
                const size_t least = kernel->takes_tokens ? 2 : 1, most = kernel->takes_tokens ? 8 : 1;
                for (size_t tokens = least; tokens <= most; tokens += 6) {
                    const size_t whole = (tokens + kernel->tokens_unit - 1) / kernel->tokens_unit * kernel->tokens_unit;
                    right = right && path_is_right(kernel, rows, blocks, whole, spoil);
                }
            }
        }
        report(right, "path", isa_names[kernel->isa], kernel->format, paths[kernel->path]);
    }
}
#endif
