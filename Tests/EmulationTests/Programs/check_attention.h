// Checks attention over a KV cache.
#ifndef CHECK_ATTENTION_H
#define CHECK_ATTENTION_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "ck_attention.h"
#include "redzone.h"

// The rows of a token lie beside those of another head. The numbers behind the last result must stay as they are.
static bool attention_is_right(
    const ck_attention_kernel *kernel, size_t context, size_t group, size_t width, bool spoil) {
    enum { SEED = 5, GUARD = 16 };
    const size_t stride = 2 * ck_attention_row_bytes(kernel->format, width), numbers = group * width;
    char *cache = malloc(2 * context * stride);
    float *queries = malloc((2 * numbers + GUARD) * sizeof *queries), *results = queries + numbers;
    const ck_attention_slice slice = {
        .keys = cache, .values = cache + context * stride, .stride = stride, .context = context, .queries = queries,
        .results = results, .group = group, .head_dimension = width,
    };
    ck_attention_fill(kernel->format, cache, cache + context * stride, stride, context, width, SEED);
    ck_attention_fill_queries(queries, group, width, SEED);
    ck_attention_poison(results, group, width);
    for (size_t i = 0; i < GUARD; i++) results[numbers + i] = -2;
    // Behind the last token's row are other heads' rows.
    const size_t row = stride / 2;
    for (size_t token = 0; token < 2 * context; token++) forbid(cache + token * stride + row, stride - row);
    forbid(results + numbers, GUARD * sizeof *results);
    kernel->run(&slice);
    permit(cache, 2 * context * stride);
    permit(results + numbers, GUARD * sizeof *results);
    if (spoil) results[numbers - 1] += 0.01f;
    bool right = true;
    for (size_t head = 0; head < group; head++) {
        right = right && ck_attention_error(kernel->format, &slice, head, SEED) < CK_ATTENTION_TOLERANCE;
    }
    for (size_t i = 0; i < GUARD; i++) right = right && results[numbers + i] == -2;
    free(queries);
    free(cache);
    return right;
}

static void check_attention(
    bool (*can_run)(ck_isa), const char *const *isa_names, bool spoil,
    void (*report)(bool, const char *, const char *, const char *, const char *)) {
    const ck_attention_kernel *kernel;
    for (size_t i = 0; (kernel = ck_attention_kernel_at(i)) != NULL; i++) {
        bool right = true;
        if (!can_run(kernel->isa)) {
            printf("absent attention %s %s\n", isa_names[kernel->isa], kernel->format);
            continue;
        }
        for (size_t width = 32; width <= 256; width *= 2) {
            for (size_t group = 1; group <= 9; group += group < 4 ? 1 : 5) {
                right = right && attention_is_right(kernel, 1 + 13 * group, group, width, spoil);
            }
        }
        report(right, "attention", isa_names[kernel->isa], kernel->format, "");
    }
}
#endif
