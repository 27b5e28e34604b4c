// The blocks of 256 weights other than Q4_K as the oracle sees them: written from their description, apart from the
// measured loops.
//
// Where scales go so far that sums of all their products would not stay exact, a block has either small ones, or
// large ones whose low bits are zero together with a d so much smaller: every bit of a scale is seeded somewhere.
#include "dot_blocks.h"
#include "dot_formats.h"

/// A power of two as of any block, divided by 2^shift.
static uint16_t smaller_power(uint16_t bits, int shift) {
    return (uint16_t)(dot_power_of_two(bits) - (shift << 10));
}

static void make_valid_q6_k(void *block) {
    ck_q6_k *weights = block;
    const int shift = weights->d & 2 ? 4 : 0;
    weights->d = smaller_power(weights->d, shift);
    for (int i = 0; i < 16; i++) {
        const int scale = weights->scales[i] % 16 / 2;  // -7 ... 7
        weights->scales[i] = (int8_t)((scale == 0 ? -8 : scale) * (1 << shift));
    }
}

static void decode_q6_k(const void *block, double *values, double *magnitudes) {
    const ck_q6_k *weights = block;
    for (int i = 0; i < 256; i++) {
        const int half = i / 128, group = i / 32 % 4;
        const int low = weights->low[64 * half + 32 * (group % 2) + i % 32] >> group / 2 * 4 & 15;
        const int quant = low + 16 * (weights->high[32 * half + i % 32] >> 2 * group & 3);
        const double scale = dot_half_value(weights->d) * weights->scales[i / 16];
        values[i] = scale * (quant - 32);
        magnitudes[i] = dot_size(scale) * (quant + 32);
    }
}

/// Scales of the first four parts have six bits in a byte, those of the others a nibble, the rest of which is there.
static void make_valid_q5_k(void *block) {
    ck_q5_k *weights = block;
    const int shift = weights->d & 2 ? 1 : 0, least = 1 << shift;
    weights->d = smaller_power(weights->d, shift);
    weights->dmin = dot_power_of_two(weights->dmin);
    for (int i = 0; i < 4; i++) {
        uint8_t *first = weights->scales + i, *last = weights->scales + 8 + i;
        *first &= shift == 0 ? 0x5F : 0xFE;
        *last &= shift == 0 ? 0xFF : 0xFE;
        if (*first % 64 == 0) *first |= least;
        if (*last % 16 == 0) *last |= least;
    }
}

static void decode_q5_k(const void *block, double *values, double *magnitudes) {
    const ck_q5_k *weights = block;
    const uint8_t *packed = weights->scales;
    for (int i = 0; i < 256; i++) {
        const int part = i / 32, low = weights->quants[i / 64 * 32 + i % 32] >> part % 2 * 4 & 15;
        const int quant = low + 16 * (weights->high[i % 32] >> part & 1);
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

static void make_valid_q3_k(void *block) {
    ck_q3_k *weights = block;
    weights->d = dot_power_of_two(weights->d);
}

static void decode_q3_k(const void *block, double *values, double *magnitudes) {
    const ck_q3_k *weights = block;
    for (int i = 0; i < 256; i++) {
        const int part = i / 32, index = i / 16;
        const int low = weights->quants[i / 128 * 32 + i % 32] >> part % 4 * 2 & 3;
        const int quant = low + 4 * (weights->high[i % 32] >> part & 1);
        const int low_scale = weights->scales[index % 8] >> index / 8 * 4 & 15;
        const int high_scale = weights->scales[8 + index % 4] >> index / 4 * 2 & 3;
        const double scale = dot_half_value(weights->d) * (low_scale + 16 * high_scale - 32);
        values[i] = scale * (quant - 4);
        magnitudes[i] = dot_size(scale) * (quant + 4);
    }
}

static void make_valid_q2_k(void *block) {
    ck_q2_k *weights = block;
    weights->d = dot_power_of_two(weights->d);
    weights->dmin = dot_power_of_two(weights->dmin);
}

static void decode_q2_k(const void *block, double *values, double *magnitudes) {
    const ck_q2_k *weights = block;
    for (int i = 0; i < 256; i++) {
        const int quant = weights->quants[i / 128 * 32 + i % 32] >> i / 32 % 4 * 2 & 3, both = weights->scales[i / 16];
        const double product = dot_half_value(weights->d) * (both % 16) * quant;
        const double offset = dot_half_value(weights->dmin) * (both / 16);
        values[i] = product - offset;
        magnitudes[i] = dot_size(product) + dot_size(offset);
    }
}

static void make_valid_iq4_xs(void *block) {
    ck_iq4_xs *weights = block;
    const int shift = weights->d & 2 ? 2 : 0;
    weights->d = smaller_power(weights->d, shift);
    for (int part = 0; part < 8; part++) {
        const int right = part % 2 * 4, raw = weights->low_scales[part / 2] >> right & 15;
        const int scale = 32 + (raw == 8 ? 1 : raw - 8) * (1 << shift);
        weights->low_scales[part / 2] &= ~(15 << right);
        weights->low_scales[part / 2] |= scale % 16 << right;
        weights->high_scales &= ~(3 << 2 * part);
        weights->high_scales |= scale / 16 << 2 * part;
    }
}

static void decode_iq4_xs(const void *block, double *values, double *magnitudes) {
    static const int8_t table[16] = { CK_IQ4_TABLE };
    const ck_iq4_xs *weights = block;
    for (int i = 0; i < 256; i++) {
        const int part = i / 32, quant = weights->quants[16 * part + i % 16] >> i / 16 % 2 * 4 & 15;
        const int low = weights->low_scales[part / 2] >> part % 2 * 4 & 15, high = weights->high_scales >> 2 * part & 3;
        values[i] = dot_half_value(weights->d) * (low + 16 * high - 32) * table[quant];
        magnitudes[i] = dot_size(values[i]);
    }
}

#define K_FORMAT(format, block, lower, mean)                                                                           \
    { .name = format, .block_elements = 256, .block_bytes = sizeof(block), .activation_bytes = sizeof(ck_q8_k),        \
      .mean_weight = mean, .make_valid = make_valid_##lower, .decode = decode_##lower,                                 \
      .make_activations = dot_make_q8_k, .decode_activations = dot_decode_q8_k }

const struct ck_dot_format ck_dot_formats_k[] = {
    K_FORMAT("Q6_K", ck_q6_k, q6_k, 4.5 * (31.5 + 32)), K_FORMAT("Q5_K", ck_q5_k, q5_k, 16 * 15.5 + 32),
    K_FORMAT("Q3_K", ck_q3_k, q3_k, 16 * (3.5 + 4)), K_FORMAT("Q2_K", ck_q2_k, q2_k, 7.5 * 1.5 + 7.5),
    K_FORMAT("IQ4_XS", ck_iq4_xs, iq4_xs, 4.1 * 56), { .name = NULL },
};
