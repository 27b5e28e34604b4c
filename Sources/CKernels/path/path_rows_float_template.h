// Row by row, floats and 16-bit floats, with as many sums as an engine's step has. A file that includes this defines,
// for its instruction set:
//   TARGET, SET        the target attribute, and what functions' names end with
//   VECTOR, LANES      floats in a vector, and how many
//   ZERO, ADD(a, b), MULTIPLY_ADD(a, b, sum), TOTAL(vector)
//   LOAD_f32(at) ...   a vector's numbers, as floats
//   SUMS_F32           sums of F32 and F16, SUMS_BF16 those of BF16
// Numbers that are left over, less than a step, are multiplied one by one.
#include <immintrin.h>

#include "path_rows.h"

PATH_PART float value_f32(const float *at) { return *at; }

PATH_PART float value_f16(const uint16_t *at) { return path_half(*at); }

PATH_PART float value_bf16(const uint16_t *at) {
    const uint32_t bits = (uint32_t)*at << 16;
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

#define FORMAT(name, type, SUMS) FORMAT_OF(name, type, SUMS, LOAD_##name, SET)
#define FORMAT_OF(name, type, SUMS, LOAD, set)                                                                         \
    PATH_ROW_SUM(name, ck_##name, ck_##name) {                                                                         \
        const type *numbers = (const type *)weights, *values = (const type *)activations;                              \
        const size_t count = blocks * DOT_FLOATS;                                                                      \
        size_t i = 0;                                                                                                  \
        VECTOR sums[SUMS];                                                                                             \
        for (int j = 0; j < SUMS; j++) sums[j] = ZERO;                                                                 \
        for (; i + SUMS * LANES <= count; i += SUMS * LANES) {                                                         \
            for (int j = 0; j < SUMS; j++) {                                                                           \
                sums[j] = MULTIPLY_ADD(LOAD(numbers + i + j * LANES), LOAD(values + i + j * LANES), sums[j]);          \
            }                                                                                                          \
        }                                                                                                              \
        for (int half = SUMS / 2; half > 0; half /= 2) {                                                               \
            for (int j = 0; j < half; j++) sums[j] = ADD(sums[j], sums[j + half]);                                     \
        }                                                                                                              \
        double sum = TOTAL(sums[0]);                                                                                   \
        for (; i < count; i++) sum += (double)(value_##name(numbers + i) * value_##name(values + i));                  \
        return (float)sum;                                                                                             \
    }                                                                                                                  \
    PATH_ROW_RUN(name, set, ck_##name)

FORMAT(f32, float, SUMS_F32)
FORMAT(f16, uint16_t, SUMS_F32)
#if defined(SUMS_BF16)
FORMAT(bf16, uint16_t, SUMS_BF16)
#endif
