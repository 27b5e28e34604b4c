// The dot products of the other formats with blocks of 256, one element at a time, in portable C.
#include "dot_scalar.h"

/// A dot product whose blocks are those of `block`, each of whose sums is a function's.
#define DOT_SCALAR(name, block, one_block)                                                                             \
    static void name(                                                                                                  \
        const void *weights, const void *activations, float *result, size_t rows, size_t blocks_per_row) {             \
        const block *at = weights;                                                                                     \
        for (size_t row = 0; row < rows; row++) {                                                                      \
            float sum = 0;                                                                                             \
            for (size_t i = 0; i < blocks_per_row; i++) sum += one_block(at++, (const ck_q8_k *)activations + i);      \
            result[row] = sum;                                                                                         \
        }                                                                                                              \
    }

static float q6_k_block(const ck_q6_k *weights, const ck_q8_k *activations) {
    int32_t sum = 0;
    for (int sixteenth = 0; sixteenth < 16; sixteenth++) {
        const int part = sixteenth / 2 % 4, first = 16 * (sixteenth % 2);
        const uint8_t *low = weights->low + sixteenth / 8 * 64 + part % 2 * 32 + first;
        const uint8_t *high = weights->high + sixteenth / 8 * 32 + first;
        const int8_t *values = activations->quants + 16 * sixteenth;
        int32_t whole = -32 * activations->sums[sixteenth];
        for (int i = 0; i < 16; i++) {
            whole += product((low[i] >> part / 2 * 4 & 15) | (high[i] >> 2 * part & 3) << 4, values[i]);
        }
        sum += weights->scales[sixteenth] * whole;
    }
    return activations->d * half(weights->d) * (float)sum;
}

DOT_SCALAR(dot_q6_k_scalar, ck_q6_k, q6_k_block)

static float q5_k_block(const ck_q5_k *weights, const ck_q8_k *activations) {
    int32_t scales[8], minima[8], sum = 0, minimum = 0;
    split_scales(weights->scales, scales, minima);
    for (int part = 0; part < 8; part++) {
        const uint8_t *quants = weights->quants + part / 2 * 32;
        const int8_t *values = activations->quants + 32 * part;
        int32_t whole = 0;
        for (int i = 0; i < 32; i++) {
            whole += product((quants[i] >> part % 2 * 4 & 15) | (weights->high[i] >> part & 1) << 4, values[i]);
        }
        sum += scales[part] * whole;
    }
    for (int i = 0; i < 16; i++) minimum += product(minima[i / 2], activations->sums[i]);
    return activations->d * (half(weights->d) * (float)sum - half(weights->dmin) * (float)minimum);
}

DOT_SCALAR(dot_q5_k_scalar, ck_q5_k, q5_k_block)

static float q3_k_block(const ck_q3_k *weights, const ck_q8_k *activations) {
    int32_t sum = 0;
    for (int sixteenth = 0; sixteenth < 16; sixteenth++) {
        const int part = sixteenth / 2, first = 16 * (sixteenth % 2);
        const uint8_t *quants = weights->quants + part / 4 * 32 + first, *high = weights->high + first;
        const int8_t *values = activations->quants + 16 * sixteenth;
        int32_t whole = -4 * activations->sums[sixteenth];
        for (int i = 0; i < 16; i++) {
            whole += product((quants[i] >> part % 4 * 2 & 3) | (high[i] >> part & 1) << 2, values[i]);
        }
        const int32_t low = weights->scales[sixteenth % 8] >> sixteenth / 8 * 4 & 15;
        const int32_t top = weights->scales[8 + sixteenth % 4] >> sixteenth / 4 * 2 & 3;
        sum += ((low | top << 4) - 32) * whole;
    }
    return activations->d * half(weights->d) * (float)sum;
}

DOT_SCALAR(dot_q3_k_scalar, ck_q3_k, q3_k_block)

static float q2_k_block(const ck_q2_k *weights, const ck_q8_k *activations) {
    int32_t sum = 0, minimum = 0;
    for (int sixteenth = 0; sixteenth < 16; sixteenth++) {
        const int part = sixteenth / 2;
        const uint8_t *quants = weights->quants + part / 4 * 32 + 16 * (sixteenth % 2);
        const int8_t *values = activations->quants + 16 * sixteenth;
        int32_t whole = 0;
        for (int i = 0; i < 16; i++) whole += product(quants[i] >> part % 4 * 2 & 3, values[i]);
        sum += (weights->scales[sixteenth] & 15) * whole;
        minimum += (weights->scales[sixteenth] >> 4) * activations->sums[sixteenth];
    }
    return activations->d * (half(weights->d) * (float)sum - half(weights->dmin) * (float)minimum);
}

DOT_SCALAR(dot_q2_k_scalar, ck_q2_k, q2_k_block)

static float iq4_xs_block(const ck_iq4_xs *weights, const ck_q8_k *activations) {
    static const int8_t table[16] = { CK_IQ4_TABLE };
    int32_t sum = 0;
    for (int part = 0; part < 8; part++) {
        const uint8_t *quants = weights->quants + 16 * part;
        const int8_t *values = activations->quants + 32 * part;
        const int32_t low = weights->low_scales[part / 2] >> part % 2 * 4 & 15;
        int32_t whole = 0;
        for (int i = 0; i < 16; i++) {
            whole += product(table[quants[i] & 15], values[i]) + product(table[quants[i] >> 4], values[i + 16]);
        }
        sum += ((low | (weights->high_scales >> 2 * part & 3) << 4) - 32) * whole;
    }
    return activations->d * half(weights->d) * (float)sum;
}

DOT_SCALAR(dot_iq4_xs_scalar, ck_iq4_xs, iq4_xs_block)

const ck_dot_kernel ck_dot_scalar_k[] = {
    K_ROW("Q6_K", ck_q6_k, CK_ISA_SCALAR, dot_q6_k_scalar), K_ROW("Q5_K", ck_q5_k, CK_ISA_SCALAR, dot_q5_k_scalar),
    K_ROW("Q3_K", ck_q3_k, CK_ISA_SCALAR, dot_q3_k_scalar), K_ROW("Q2_K", ck_q2_k, CK_ISA_SCALAR, dot_q2_k_scalar),
    K_ROW("IQ4_XS", ck_iq4_xs, CK_ISA_SCALAR, dot_iq4_xs_scalar), { .format = NULL }
};
