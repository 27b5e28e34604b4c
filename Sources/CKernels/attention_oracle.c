// What the attention kernels are given, and what they must produce, computed in doubles from rows that are seeded anew.
#include <math.h>

#include "attention_half.h"
#include "attention_tables.h"
#include "dot_formats.h"

/// The bits of 1, 2^-7 and 2^-8 as halves.
enum { ONE = 15 << 10, SCALE = 8 << 10, SMALL_SCALE = 7 << 10 };
enum { ROW_WORDS = CK_ATTENTION_WIDEST / 4 };

static bool is_q8_0(const char *format) { return strcmp(format, "Q8_0") == 0; }

size_t ck_attention_row_bytes(const char *format, size_t head_dimension) {
    return is_q8_0(format) ? head_dimension / 32 * sizeof(ck_q8_0) : head_dimension * sizeof(uint16_t);
}

/// A random half of size 2^-4 to 1, of either sign.
static uint16_t seeded_half(uint64_t bits) {
    const uint16_t exponent = ONE - (uint16_t)(1 + bits % 4) * (1 << 10);
    return (uint16_t)(exponent | (bits >> 8 & 0x3ff) | (bits >> 18 & 1) << 15);
}

/// The row of a token that `key` names, as it lies in the cache.
static void make_row(const char *format, void *row, uint64_t key, uint64_t token, size_t width) {
    uint64_t words[ROW_WORDS];
    for (size_t i = 0; i < width / 4; i++) words[i] = dot_mix(key + token * ROW_WORDS + i);
    if (!is_q8_0(format)) {
        uint16_t *halves = row;
        for (size_t i = 0; i < width; i++) halves[i] = seeded_half(words[i / 4] >> i % 4 * 12);
        return;
    }
    ck_q8_0 *blocks = row;
    for (size_t i = 0; i < width / 32; i++) {
        memcpy(blocks[i].quants, words + 4 * i, 32);
        blocks[i].d = words[width / 8 + i] & 1 ? SCALE : SMALL_SCALE;
    }
}

/// The row's numbers.
static void read_row(const char *format, const void *row, size_t width, double *numbers) {
    for (size_t i = 0; i < width; i++) {
        const ck_q8_0 *block = (const ck_q8_0 *)row + i / 32;
        numbers[i] = is_q8_0(format) ? (double)half_value(block->d) * block->quants[i % 32]
                                     : (double)half_value(((const uint16_t *)row)[i]);
    }
}

static uint64_t keys_of(uint64_t seed) { return dot_mix(seed); }
static uint64_t values_of(uint64_t seed) { return dot_mix(seed ^ 0x5555555555555555ull); }

void ck_attention_fill(
    const char *format, void *keys, void *values, size_t stride, size_t context, size_t head_dimension,
    uint64_t seed) {
    for (size_t token = 0; token < context; token++) {
        make_row(format, (char *)keys + token * stride, keys_of(seed), token, head_dimension);
        make_row(format, (char *)values + token * stride, values_of(seed), token, head_dimension);
    }
}

/// From -2 to 2.
static float seeded_query(uint64_t seed, size_t index) {
    return (float)((int64_t)dot_mix(dot_mix(~seed) + index) >> 43) * 0x1p-19f;
}

void ck_attention_fill_queries(float *queries, size_t group, size_t head_dimension, uint64_t seed) {
    for (size_t i = 0; i < group * head_dimension; i++) queries[i] = seeded_query(seed, i);
}

void ck_attention_poison(float *results, size_t group, size_t head_dimension) {
    for (size_t i = 0; i < group * head_dimension; i++) results[i] = __builtin_nanf("");
}

double ck_attention_error(const char *format, const ck_attention_slice *slice, size_t query, uint64_t seed) {
    const size_t width = slice->head_dimension;
    double sums[CK_ATTENTION_WIDEST] = { 0 }, row[CK_ATTENTION_WIDEST], total = 0, largest = 0, error = 0;
    uint16_t bytes[CK_ATTENTION_WIDEST];
    for (size_t token = 0; token < slice->context; token++) {
        double score = 0;
        make_row(format, bytes, keys_of(seed), token, width);
        read_row(format, bytes, width, row);
        for (size_t i = 0; i < width; i++) score += row[i] * (double)seeded_query(seed, query * width + i);
        const double weight = exp(score / sqrt((double)width));
        make_row(format, bytes, values_of(seed), token, width);
        read_row(format, bytes, width, row);
        for (size_t i = 0; i < width; i++) sums[i] += weight * row[i];
        total += weight;
    }
    for (size_t i = 0; i < width; i++) largest = fmax(largest, fabs(sums[i] / total));
    for (size_t i = 0; i < width; i++) {
        const double difference = fabs((double)slice->results[query * width + i] - sums[i] / total);
        if (!(difference <= error)) error = isnan(difference) ? INFINITY : difference;
    }
    return error / largest;
}
