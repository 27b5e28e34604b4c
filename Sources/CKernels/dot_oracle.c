// What the dot kernels must produce, computed in doubles from blocks that are seeded anew.
#include <string.h>

#include "dot_formats.h"

const ck_dot_format *ck_dot_format_named(const char *name) {
    const ck_dot_format *const tables[] = { ck_dot_formats, ck_dot_formats_32, ck_dot_formats_k };
    for (size_t table = 0; table < sizeof tables / sizeof tables[0]; table++) {
        for (const ck_dot_format *format = tables[table]; format->name != NULL; format++) {
            if (strcmp(format->name, name) == 0) return format;
        }
    }
    return NULL;
}

/// Block `index` of the whole matrix. Its words are numbered apart from those of any other block.
static void fill_block(const ck_dot_format *format, void *block, uint64_t key, uint64_t index) {
    uint64_t words[DOT_MOST_BYTES / 8];
    const size_t count = (format->block_bytes + 7) / 8;
    for (size_t i = 0; i < count; i++) words[i] = dot_mix(key + index * (DOT_MOST_BYTES / 8) + i);
    memcpy(block, words, format->block_bytes);
    format->make_valid(block);
}

void ck_dot_fill(
    const ck_dot_format *format, void *weights, uint64_t seed, uint64_t first_row, size_t rows,
    size_t blocks_per_row) {
    const uint64_t key = dot_mix(seed);
    unsigned char *block = weights;
    for (size_t i = 0; i < rows * blocks_per_row; i++, block += format->block_bytes) {
        fill_block(format, block, key, first_row * blocks_per_row + i);
    }
}

/// The largest activation with which the sum of all terms' sizes stays below 2^24 units: the mean of a seeded one is
/// half of it, and both scales are at most 2. A matrix's few scales may lie above their mean, hence the 1.6.
static int64_t largest(const ck_dot_format *format, size_t blocks_per_row) {
    const double weights = (double)blocks_per_row * format->block_elements * format->mean_weight * 1.6;
    const double value = 0x1p24 / (weights * 4) * 2 - 1;
    return value < 1 ? 1 : value > 127 ? 127 : (int64_t)value;
}

static void fill_activation(
    const ck_dot_format *format, void *block, uint64_t seed, uint64_t index, int64_t limit) {
    int8_t quants[DOT_MOST_ELEMENTS];
    const uint64_t key = dot_mix(~seed) + index * (DOT_MOST_ELEMENTS + 1);
    for (uint32_t i = 0; i < format->block_elements; i++) {
        quants[i] = (int8_t)((int64_t)(dot_mix(key + i) % (uint64_t)(2 * limit + 1)) - limit);
    }
    format->make_activations(block, quants, dot_mix(key + DOT_MOST_ELEMENTS));
}

void ck_dot_fill_activations(const ck_dot_format *format, void *activations, uint64_t seed, size_t blocks_per_row) {
    const int64_t limit = largest(format, blocks_per_row);
    unsigned char *block = activations;
    for (size_t i = 0; i < blocks_per_row; i++, block += format->activation_bytes) {
        fill_activation(format, block, seed, i, limit);
    }
}

void ck_dot_poison(float *result, size_t rows) {
    for (size_t row = 0; row < rows; row++) result[row] = __builtin_nanf("");
}

double ck_dot_exact(
    const ck_dot_format *format, const void *weights, const void *activations, size_t blocks, double *magnitude) {
    double values[DOT_MOST_ELEMENTS], magnitudes[DOT_MOST_ELEMENTS], others[DOT_MOST_ELEMENTS], sum = 0, sizes = 0;
    for (size_t block = 0; block < blocks; block++) {
        format->decode((const char *)weights + block * format->block_bytes, values, magnitudes);
        format->decode_activations((const char *)activations + block * format->activation_bytes, others);
        for (uint32_t i = 0; i < format->block_elements; i++) {
            sum += values[i] * others[i];
            sizes += magnitudes[i] * (others[i] < 0 ? -others[i] : others[i]);
        }
    }
    if (magnitude != NULL) *magnitude = sizes;
    return sum;
}

size_t ck_dot_mismatch(
    const ck_dot_format *format, const float *result, uint64_t seed, uint64_t first_row, size_t rows,
    size_t blocks_per_row) {
    const uint64_t key = dot_mix(seed);
    const int64_t limit = largest(format, blocks_per_row);
    for (size_t row = 0; row < rows; row++) {
        double sum = 0, sizes = 0, size;
        for (size_t i = 0; i < blocks_per_row; i++) {
            _Alignas(8) unsigned char weights[DOT_MOST_BYTES], activations[DOT_MOST_BYTES];
            fill_block(format, weights, key, (first_row + row) * blocks_per_row + i);
            fill_activation(format, activations, seed, i, limit);
            sum += ck_dot_exact(format, weights, activations, 1, &size);
            sizes += size;
        }
        if (!(sizes < 0x1p24 * CK_DOT_UNIT) || result[row] != sum) return row;
    }
    return rows;
}
