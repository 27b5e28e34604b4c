// The dot products one element at a time, in portable C. An empty assembly statement after each product keeps the
// compiler from joining neighbouring elements into vectors, which it otherwise does at -O2.
#include "dot_scalar.h"

static float q4_k_block(const ck_q4_k *weights, const ck_q8_k *activations) {
    int32_t scales[8], minima[8], sum = 0, minimum = 0;
    split_scales(weights->scales, scales, minima);
    for (int quarter = 0; quarter < 4; quarter++) {
        const uint8_t *quants = weights->quants + 32 * quarter;
        const int8_t *values = activations->quants + 64 * quarter;
        int32_t low = 0, high = 0;
        for (int i = 0; i < 32; i++) {
            low += product(quants[i] & 15, values[i]);
            high += product(quants[i] >> 4, values[i + 32]);
        }
        sum += scales[2 * quarter] * low + scales[2 * quarter + 1] * high;
    }
    for (int i = 0; i < 16; i++) minimum += product(minima[i / 2], activations->sums[i]);
    return activations->d * (half(weights->d) * (float)sum - half(weights->dmin) * (float)minimum);
}

static void dot_q4_k_scalar(
    const void *weights, const void *activations, float *result, size_t rows, size_t blocks_per_row) {
    const ck_q4_k *block = weights;
    for (size_t row = 0; row < rows; row++) {
        float sum = 0;
        for (size_t i = 0; i < blocks_per_row; i++) sum += q4_k_block(block++, (const ck_q8_k *)activations + i);
        result[row] = sum;
    }
}

static void dot_q8_0_scalar(
    const void *weights, const void *activations, float *result, size_t rows, size_t blocks_per_row) {
    const ck_q8_0 *block = weights;
    for (size_t row = 0; row < rows; row++) {
        float sum = 0;
        for (size_t i = 0; i < blocks_per_row; i++, block++) {
            const ck_q8_0 *other = (const ck_q8_0 *)activations + i;
            int32_t whole = 0;
            for (int k = 0; k < 32; k++) whole += product(block->quants[k], other->quants[k]);
            sum += half(block->d) * half(other->d) * (float)whole;
        }
        result[row] = sum;
    }
}

const ck_dot_kernel ck_dot_scalar[] = {
    Q4_K_ROW(CK_ISA_SCALAR, dot_q4_k_scalar), Q8_0_ROW(CK_ISA_SCALAR, dot_q8_0_scalar), { .format = NULL }
};
