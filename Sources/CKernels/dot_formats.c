// The formats' blocks as the oracle sees them: written from their description, apart from the measured loops.
#include "dot_blocks.h"
#include "dot_formats.h"

static void make_valid_q4_k(void *block) {
    ck_q4_k *weights = block;
    weights->d = dot_power_of_two(weights->d);
    weights->dmin = dot_power_of_two(weights->dmin);
    for (int i = 0; i < 8; i++) weights->scales[i] |= (weights->scales[i] & 63) == 0;
    for (int i = 8; i < 12; i++) {
        weights->scales[i] |= (weights->scales[i] & 15) == 0;
        weights->scales[i] |= weights->scales[i] >> 4 ? 0 : 16;
    }
}

static void decode_q4_k(const void *block, double *values, double *magnitudes) {
    const ck_q4_k *weights = block;
    const uint8_t *packed = weights->scales;
    for (int i = 0; i < 256; i++) {
        const int part = i / 32, byte = i / 64 * 32 + i % 32;
        const int quant = part % 2 == 0 ? weights->quants[byte] % 16 : weights->quants[byte] / 16;
        int scale = packed[part % 4] % 64, minimum = packed[4 + part % 4] % 64;
        if (part >= 4) {
            scale = packed[part % 4] / 64 * 16 + packed[part + 4] % 16;
            minimum = packed[part] / 64 * 16 + packed[part + 4] / 16;
        }
        const double product = dot_half_value(weights->d) * scale * quant;
        const double offset = dot_half_value(weights->dmin) * minimum;
        values[i] = product - offset;
        magnitudes[i] = dot_size(product) + dot_size(offset);
    }
}

void dot_make_q8_k(void *block, const int8_t *quants, uint64_t bits) {
    ck_q8_k *activations = block;
    activations->d = bits & 1 ? 0x1p-5f : 0x1p-6f;
    for (int i = 0; i < 16; i++) activations->sums[i] = 0;
    for (int i = 0; i < 256; i++) {
        activations->quants[i] = quants[i];
        activations->sums[i / 16] += quants[i];
    }
}

void dot_decode_q8_k(const void *block, double *values) {
    const ck_q8_k *activations = block;
    for (int i = 0; i < 256; i++) values[i] = (double)activations->d * activations->quants[i];
}

static void make_valid_q8_0(void *block) {
    ck_q8_0 *weights = block;
    weights->d = dot_power_of_two(weights->d);
    // Quantizers give -127 ... 127.
    for (int i = 0; i < 32; i++) weights->quants[i] += weights->quants[i] == -128;
}

static void make_q8_0(void *block, const int8_t *quants, uint64_t bits) {
    ck_q8_0 *activations = block;
    activations->d = dot_power_of_two(bits & 1);
    for (int i = 0; i < 32; i++) activations->quants[i] = quants[i];
}

static void decode_activations_q8_0(const void *block, double *values) {
    const ck_q8_0 *all = block;
    for (int i = 0; i < 32; i++) values[i] = dot_half_value(all->d) * all->quants[i];
}

static void decode_q8_0(const void *block, double *values, double *magnitudes) {
    decode_activations_q8_0(block, values);
    for (int i = 0; i < 32; i++) magnitudes[i] = dot_size(values[i]);
}

const struct ck_dot_format ck_dot_formats[] = {
    { .name = "Q4_K", .block_elements = 256, .block_bytes = 144, .activation_bytes = 292,
      .mean_weight = 32 * 7.5 + 32, .make_valid = make_valid_q4_k, .decode = decode_q4_k,
      .make_activations = dot_make_q8_k, .decode_activations = dot_decode_q8_k },
    { .name = "Q8_0", .block_elements = 32, .block_bytes = 34, .activation_bytes = 34,
      .mean_weight = 64, .make_valid = make_valid_q8_0, .decode = decode_q8_0,
      .make_activations = make_q8_0, .decode_activations = decode_activations_q8_0 },
    { .name = NULL },
};
