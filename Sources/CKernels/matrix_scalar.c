// The product of two matrices one number at a time, in portable C. An empty assembly statement after each product keeps
// the compiler from joining neighbouring numbers into vectors, which it otherwise does at -O2.
#include <string.h>

#include "matrix_tables.h"

#if defined(__GNUC__)
#define APART(value) __asm__ volatile("" : "+r"(value))
#else
#define APART(value)
#endif

static inline float single(float value) { return value; }
static inline int32_t byte(int8_t value) { return value; }

/// The number of which `bits` are the upper half.
static inline float bf16(uint16_t bits) {
    const uint32_t whole = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &whole, sizeof value);
    return value;
}

#define MATRIX_LOOP(name, number, wide, widened)                                                                 \
    static void name(                                                                                            \
        const void *weights, const void *activations, void *results, size_t rows, size_t depth, size_t batch) {  \
        wide *result = results;                                                                                  \
        for (size_t row = 0; row < rows; row++) {                                                                \
            const number *first = (const number *)weights + row * depth;                                         \
            for (size_t column = 0; column < batch; column++) {                                                  \
                const number *second = (const number *)activations + column * depth;                             \
                wide sum = 0;                                                                                    \
                for (size_t i = 0; i < depth; i++) {                                                             \
                    uint32_t bits;                                                                               \
                    wide product = widened(first[i]) * widened(second[i]);                                       \
                    memcpy(&bits, &product, sizeof bits);                                                        \
                    APART(bits);                                                                                 \
                    memcpy(&product, &bits, sizeof bits);                                                        \
                    sum += product;                                                                              \
                }                                                                                                \
                result[column * rows + row] = sum;                                                               \
            }                                                                                                    \
        }                                                                                                        \
    }

MATRIX_LOOP(matrix_fp32_scalar, float, float, single)
MATRIX_LOOP(matrix_bf16_scalar, uint16_t, float, bf16)
MATRIX_LOOP(matrix_int8_scalar, int8_t, int32_t, byte)

#define ROW(kind, number_bytes, function)                                                                     \
    { .number = kind, .isa = CK_ISA_SCALAR, .weights = { 1, 1, number_bytes },                                \
      .activations = { 1, 1, number_bytes }, .depth_unit = 1, .run = function }

const ck_matrix_kernel ck_matrix_scalar[] = {
    ROW(CK_FP32, 4, matrix_fp32_scalar),
    ROW(CK_BF16, 2, matrix_bf16_scalar),
    ROW(CK_INT8, 1, matrix_int8_scalar),
    { .run = NULL },
};
