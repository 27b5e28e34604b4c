// The dot products of blocks of 32 and of floats one element at a time, in portable C, as those of the other formats.
#include "dot_blocks_32.h"
#include "dot_scalar.h"

/// Element i of 32, without its fifth bit.
static inline int32_t nibble(const uint8_t *quants, int i) { return i < 16 ? quants[i] & 15 : quants[i - 16] >> 4; }

/// 16 where the fifth bit is set.
static inline int32_t fifth(const uint8_t *high, int i) { return (high[i / 8] >> i % 8 & 1) << 4; }

#define SUM(quant)                                                                                                     \
    int32_t sum = 0;                                                                                                   \
    for (int i = 0; i < 32; i++) sum += product(quant, activations->quants[i]);

static float block_q4_0(const ck_q4_0 *weights, const ck_q8_0 *activations) {
    SUM(nibble(weights->quants, i) - 8)
    return half(weights->d) * half(activations->d) * (float)sum;
}

static float block_q4_1(const ck_q4_1 *weights, const ck_q8_1 *activations) {
    SUM(nibble(weights->quants, i))
    return half(weights->d) * half(activations->d) * (float)sum + half(weights->m) * half(activations->s);
}

static float block_q5_0(const ck_q5_0 *weights, const ck_q8_0 *activations) {
    SUM((nibble(weights->quants, i) | fifth(weights->high, i)) - 16)
    return half(weights->d) * half(activations->d) * (float)sum;
}

static float block_q5_1(const ck_q5_1 *weights, const ck_q8_1 *activations) {
    SUM(nibble(weights->quants, i) | fifth(weights->high, i))
    return half(weights->d) * half(activations->d) * (float)sum + half(weights->m) * half(activations->s);
}

static float block_iq4_nl(const ck_iq4_nl *weights, const ck_q8_0 *activations) {
    static const int8_t meanings[16] = { CK_IQ4_NL_VALUES };
    SUM(meanings[nibble(weights->quants, i)])
    return half(weights->d) * half(activations->d) * (float)sum;
}

static float of_bits(uint32_t bits) {
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

static float block_mxfp4(const ck_mxfp4 *weights, const ck_q8_0 *activations) {
    static const int8_t meanings[16] = { CK_MXFP4_VALUES };
    // 2^(e − 128), subnormal for 0 and 1.
    const float scale = of_bits(weights->e < 2 ? 0x00200000u << weights->e : (weights->e - 1u) << 23);
    SUM(meanings[nibble(weights->quants, i)])
    return scale * half(activations->d) * (float)sum;
}

static inline __attribute__((always_inline)) float float_product(float weight, float activation) {
    float value = weight * activation;
#if defined(__x86_64__)
    __asm__ volatile("" : "+x"(value));
#elif defined(__aarch64__)
    __asm__ volatile("" : "+w"(value));
#endif
    return value;
}

static float block_f32(const ck_f32 *weights, const ck_f32 *activations) {
    float sum = 0;
    for (int i = 0; i < DOT_FLOATS; i++) sum += float_product(weights->numbers[i], activations->numbers[i]);
    return sum;
}

static float block_f16(const ck_f16 *weights, const ck_f16 *activations) {
    float sum = 0;
    for (int i = 0; i < DOT_FLOATS; i++) sum += float_product(half(weights->numbers[i]), half(activations->numbers[i]));
    return sum;
}

static float block_bf16(const ck_bf16 *weights, const ck_bf16 *activations) {
    float sum = 0;
    for (int i = 0; i < DOT_FLOATS; i++) {
        const uint32_t weight = weights->numbers[i], activation = activations->numbers[i];
        sum += float_product(of_bits(weight << 16), of_bits(activation << 16));
    }
    return sum;
}

#define RUN(name, others)                                                                                              \
    static void dot_##name##_scalar(                                                                                   \
        const void *weights, const void *activations, float *result, size_t rows, size_t blocks_per_row) {             \
        const ck_##name *block = weights;                                                                              \
        const ck_##others *values = activations;                                                                       \
        for (size_t row = 0; row < rows; row++) {                                                                      \
            float sum = 0;                                                                                             \
            for (size_t i = 0; i < blocks_per_row; i++) sum += block_##name(block++, values + i);                      \
            result[row] = sum;                                                                                         \
        }                                                                                                              \
    }
RUN(q4_0, q8_0)
RUN(q4_1, q8_1)
RUN(q5_0, q8_0)
RUN(q5_1, q8_1)
RUN(iq4_nl, q8_0)
RUN(mxfp4, q8_0)
RUN(f32, f32)
RUN(f16, f16)
RUN(bf16, bf16)

const ck_dot_kernel ck_dot_scalar_32[] = { DOT_32_ROWS(CK_ISA_SCALAR, scalar) };
const ck_dot_kernel ck_dot_scalar_float[] = { DOT_FLOAT_ROWS(CK_ISA_SCALAR, scalar) };
