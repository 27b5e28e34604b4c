// Attention one number at a time, in portable C.
#include <math.h>

#include "attention_half.h"
#include "attention_tables.h"

/// Number `index` of a row.
static inline float f16_number(const void *row, size_t index) { return half_value(((const uint16_t *)row)[index]); }

static inline float q8_0_number(const void *row, size_t index) {
    const ck_q8_0 *block = (const ck_q8_0 *)row + index / 32;
    return half_value(block->d) * (float)block->quants[index % 32];
}

/// One query head. The softmax goes along with the tokens: a new largest score scales down all that was added before.
#define ATTENTION_LOOP(name, number)                                                                              \
    static void name##_head(const ck_attention_slice *slice, const float *query, float *result) {                 \
        const size_t width = slice->head_dimension;                                                               \
        const float scale = 1 / sqrtf((float)width);                                                              \
        float largest = -INFINITY, total = 0;                                                                     \
        for (size_t i = 0; i < width; i++) result[i] = 0;                                                         \
        for (size_t token = 0; token < slice->context; token++) {                                                 \
            const char *key = (const char *)slice->keys + token * slice->stride;                                  \
            const char *value = (const char *)slice->values + token * slice->stride;                              \
            float score = 0;                                                                                      \
            for (size_t i = 0; i < width; i++) score += query[i] * number(key, i);                                \
            score *= scale;                                                                                       \
            if (score > largest) {                                                                                \
                const float less = expf(largest - score);                                                         \
                for (size_t i = 0; i < width; i++) result[i] *= less;                                             \
                total *= less;                                                                                    \
                largest = score;                                                                                  \
            }                                                                                                     \
            const float weight = expf(score - largest);                                                           \
            for (size_t i = 0; i < width; i++) result[i] += weight * number(value, i);                            \
            total += weight;                                                                                      \
        }                                                                                                         \
        for (size_t i = 0; i < width; i++) result[i] /= total;                                                    \
    }                                                                                                             \
    static void name(const ck_attention_slice *slice) {                                                           \
        for (size_t query = 0; query < slice->group; query++) {                                                   \
            const size_t start = query * slice->head_dimension;                                                   \
            name##_head(slice, slice->queries + start, slice->results + start);                                   \
        }                                                                                                         \
    }

ATTENTION_LOOP(attention_f16_scalar, f16_number)
ATTENTION_LOOP(attention_q8_0_scalar, q8_0_number)

const ck_attention_kernel ck_attention_scalar[] = {
    { .format = "F16", .isa = CK_ISA_SCALAR, .run = attention_f16_scalar },
    { .format = "Q8_0", .isa = CK_ISA_SCALAR, .run = attention_q8_0_scalar },
    { .format = NULL },
};
