// The blocks of 32 weights as the oracle sees them: written from their description, apart from the measured loops.
#include <string.h>

#include "dot_blocks_32.h"
#include "dot_formats.h"

// Floats: whole numbers of −127 ... 127 in units of 1/64 or 1/32, which every type here holds exactly.

static float float_of(uint32_t bits) {
    const float whole = (float)((int)(bits % 255) - 127);
    return whole * (bits & 0x80000000 ? 0x1p-5f : 0x1p-6f);
}

/// The half of a number that halves hold exactly and as normal ones, and 0.
static uint16_t half_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    if (value == 0) return 0;
    return (uint16_t)((bits >> 16 & 0x8000) | (((bits >> 13 & 0x3FFFF) - (112 << 10)) & 0x7FFF));
}

/// The high half of a float whose low one is 0.
static uint16_t high_half(float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    return (uint16_t)(bits >> 16);
}

static float from_high_half(uint16_t half) {
    const uint32_t bits = (uint32_t)half << 16;
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

static void make_valid_f32(void *block) {
    float *numbers = ((ck_f32 *)block)->numbers;
    for (int i = 0; i < DOT_FLOATS; i++) {
        uint32_t bits;
        memcpy(&bits, numbers + i, 4);
        numbers[i] = float_of(bits);
    }
}

static void make_valid_f16(void *block) {
    uint16_t *numbers = ((ck_f16 *)block)->numbers;
    for (int i = 0; i < DOT_FLOATS; i++) numbers[i] = half_of(float_of((uint32_t)numbers[i] << 16 | numbers[i]));
}

static void make_valid_bf16(void *block) {
    uint16_t *numbers = ((ck_bf16 *)block)->numbers;
    for (int i = 0; i < DOT_FLOATS; i++) numbers[i] = high_half(float_of((uint32_t)numbers[i] << 16 | numbers[i]));
}

static float activation(int8_t quant, uint64_t bits) { return quant * (bits & 1 ? 0x1p-5f : 0x1p-6f); }

static void make_f32(void *block, const int8_t *quants, uint64_t bits) {
    for (int i = 0; i < DOT_FLOATS; i++) ((ck_f32 *)block)->numbers[i] = activation(quants[i], bits);
}

static void make_f16(void *block, const int8_t *quants, uint64_t bits) {
    for (int i = 0; i < DOT_FLOATS; i++) ((ck_f16 *)block)->numbers[i] = half_of(activation(quants[i], bits));
}

static void make_bf16(void *block, const int8_t *quants, uint64_t bits) {
    for (int i = 0; i < DOT_FLOATS; i++) ((ck_bf16 *)block)->numbers[i] = high_half(activation(quants[i], bits));
}

static void values_f32(const void *block, double *values) {
    for (int i = 0; i < DOT_FLOATS; i++) values[i] = ((const ck_f32 *)block)->numbers[i];
}

static void values_f16(const void *block, double *values) {
    for (int i = 0; i < DOT_FLOATS; i++) values[i] = dot_half_value(((const ck_f16 *)block)->numbers[i]);
}

static void values_bf16(const void *block, double *values) {
    for (int i = 0; i < DOT_FLOATS; i++) values[i] = from_high_half(((const ck_bf16 *)block)->numbers[i]);
}

#define DECODE(type)                                                                                                   \
    static void decode_##type(const void *block, double *values, double *magnitudes) {                                 \
        values_##type(block, values);                                                                                  \
        for (int i = 0; i < DOT_FLOATS; i++) magnitudes[i] = dot_size(values[i]);                                      \
    }
DECODE(f32)
DECODE(f16)
DECODE(bf16)

// Blocks of 4 or 5 bits. Those with a minimum m have it beside d.

static void make_valid_scale(void *block) { ((ck_q4_0 *)block)->d = dot_power_of_two(((ck_q4_0 *)block)->d); }

static void make_valid_scale_and_minimum(void *block) {
    ck_q4_1 *weights = block;
    weights->d = dot_power_of_two(weights->d);
    weights->m = dot_power_of_two(weights->m);
}

static void make_valid_mxfp4(void *block) {
    ck_mxfp4 *weights = block;
    weights->e = 122 + weights->e % 2;
}

/// Element i of 32, without its fifth bit.
static int nibble(const uint8_t *quants, int i) { return i < 16 ? quants[i] % 16 : quants[i - 16] / 16; }

static int fifth(const uint8_t *high, int i) { return high[i / 8] >> i % 8 & 1; }

/// d · quants[i] + m, which are two terms.
static void scaled(double d, const int *quants, double m, double *values, double *magnitudes) {
    for (int i = 0; i < 32; i++) {
        values[i] = d * quants[i] + m;
        magnitudes[i] = dot_size(d * quants[i]) + dot_size(m);
    }
}

static void decode_q4_0(const void *block, double *values, double *magnitudes) {
    const ck_q4_0 *weights = block;
    int quants[32];
    for (int i = 0; i < 32; i++) quants[i] = nibble(weights->quants, i) - 8;
    scaled(dot_half_value(weights->d), quants, 0, values, magnitudes);
}

static void decode_q4_1(const void *block, double *values, double *magnitudes) {
    const ck_q4_1 *weights = block;
    int quants[32];
    for (int i = 0; i < 32; i++) quants[i] = nibble(weights->quants, i);
    scaled(dot_half_value(weights->d), quants, dot_half_value(weights->m), values, magnitudes);
}

static void decode_q5_0(const void *block, double *values, double *magnitudes) {
    const ck_q5_0 *weights = block;
    int quants[32];
    for (int i = 0; i < 32; i++) quants[i] = nibble(weights->quants, i) + 16 * fifth(weights->high, i) - 16;
    scaled(dot_half_value(weights->d), quants, 0, values, magnitudes);
}

static void decode_q5_1(const void *block, double *values, double *magnitudes) {
    const ck_q5_1 *weights = block;
    int quants[32];
    for (int i = 0; i < 32; i++) quants[i] = nibble(weights->quants, i) + 16 * fifth(weights->high, i);
    scaled(dot_half_value(weights->d), quants, dot_half_value(weights->m), values, magnitudes);
}

static void decode_iq4_nl(const void *block, double *values, double *magnitudes) {
    static const int8_t meanings[16] = { CK_IQ4_NL_VALUES };
    const ck_iq4_nl *weights = block;
    int quants[32];
    for (int i = 0; i < 32; i++) quants[i] = meanings[nibble(weights->quants, i)];
    scaled(dot_half_value(weights->d), quants, 0, values, magnitudes);
}

static void decode_mxfp4(const void *block, double *values, double *magnitudes) {
    static const int8_t meanings[16] = { CK_MXFP4_VALUES };
    const ck_mxfp4 *weights = block;
    int quants[32];
    for (int i = 0; i < 32; i++) quants[i] = meanings[nibble(weights->quants, i)];
    scaled(__builtin_ldexp(1, weights->e - 128), quants, 0, values, magnitudes);
}

static void make_q8_0(void *block, const int8_t *quants, uint64_t bits) {
    ck_q8_0 *activations = block;
    activations->d = dot_power_of_two(bits & 1);
    memcpy(activations->quants, quants, 32);
}

static void values_q8_0(const void *block, double *values) {
    const ck_q8_0 *activations = block;
    for (int i = 0; i < 32; i++) values[i] = dot_half_value(activations->d) * activations->quants[i];
}

/// A half holds the sum exactly up to 2048, so that larger ones are halved.
static void make_q8_1(void *block, const int8_t *quants, uint64_t bits) {
    ck_q8_1 *activations = block;
    int sum = 0, part = 1;
    for (int i = 0; i < 32; i++) sum += quants[i];
    if (sum < -2048 || sum > 2048) part = 2, sum = 0;
    for (int i = 0; i < 32; i++) {
        activations->quants[i] = quants[i] / (int8_t)part;
        if (part > 1) sum += activations->quants[i];
    }
    activations->d = dot_power_of_two(bits & 1);
    activations->s = half_of((float)(dot_half_value(activations->d) * sum));
}

static void values_q8_1(const void *block, double *values) {
    const ck_q8_1 *activations = block;
    for (int i = 0; i < 32; i++) values[i] = dot_half_value(activations->d) * activations->quants[i];
}

#define FLOATS(name_, type)                                                                                            \
    { .name = name_, .block_elements = DOT_FLOATS, .block_bytes = sizeof(ck_##type),                                   \
      .activation_bytes = sizeof(ck_##type), .mean_weight = 64, .make_valid = make_valid_##type,                       \
      .decode = decode_##type, .make_activations = make_##type, .decode_activations = values_##type }

#define BLOCKS(name_, type, valid, mean)                                                                               \
    { .name = name_, .block_elements = 32, .block_bytes = sizeof(ck_##type), .activation_bytes = sizeof(ck_q8_0),      \
      .mean_weight = mean, .make_valid = valid, .decode = decode_##type, .make_activations = make_q8_0,                \
      .decode_activations = values_q8_0 }

#define BLOCKS_WITH_MINIMUM(name_, type, mean)                                                                         \
    { .name = name_, .block_elements = 32, .block_bytes = sizeof(ck_##type), .activation_bytes = sizeof(ck_q8_1),      \
      .mean_weight = mean, .make_valid = make_valid_scale_and_minimum, .decode = decode_##type,                        \
      .make_activations = make_q8_1, .decode_activations = values_q8_1 }

const struct ck_dot_format ck_dot_formats_32[] = {
    FLOATS("F32", f32), FLOATS("F16", f16), FLOATS("BF16", bf16),
    BLOCKS("Q4_0", q4_0, make_valid_scale, 4), BLOCKS("Q5_0", q5_0, make_valid_scale, 8),
    BLOCKS("IQ4_NL", iq4_nl, make_valid_scale, 56), BLOCKS("MXFP4", mxfp4, make_valid_mxfp4, 4.5),
    BLOCKS_WITH_MINIMUM("Q4_1", q4_1, 8.5), BLOCKS_WITH_MINIMUM("Q5_1", q5_1, 16.5),
    { .name = NULL },
};
