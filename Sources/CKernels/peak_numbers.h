// Numbers as the peak kernels hold them, read and written one at a time.
#ifndef PEAK_NUMBERS_H
#define PEAK_NUMBERS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// The nearest double that has so many significant bits, ties to even.
static inline double with_bits(double value, int significant) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    const int dropped = 53 - significant;
    bits += ((1ULL << (dropped - 1)) - 1) + (bits >> dropped & 1);
    bits &= ~0ULL << dropped;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/// Writes number `index` of a vector of halves: exact of what a half holds, its subnormal numbers excepted.
static inline void write_half(uint8_t *vector, size_t index, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    const uint64_t exponent = (bits >> 52 & 0x7FF) - 1023 + 15;
    const uint16_t magnitude = (uint16_t)(exponent << 10 | (bits >> 42 & 0x3FF));
    const uint16_t half = value == 0 ? 0 : (uint16_t)(bits >> 48 & 0x8000) | magnitude;
    memcpy(vector + 2 * index, &half, sizeof half);
}

static inline double read_half(const uint8_t *vector, size_t index) {
    uint16_t half;
    memcpy(&half, vector + 2 * index, sizeof half);
    const uint64_t exponent = (half >> 10 & 0x1F) - 15 + 1023;
    const uint64_t bits = (uint64_t)(half & 0x8000) << 48 | exponent << 52 | (uint64_t)(half & 0x3FF) << 42;
    double value;
    memcpy(&value, &bits, sizeof value);
    return (half & 0x7FFF) == 0 ? 0 : value;
}

/// Writes number `index` of a vector of BF16: exact of what one holds.
static inline void write_bf16(uint8_t *vector, size_t index, double value) {
    const float single = (float)value;
    memcpy(vector + 2 * index, (const uint8_t *)&single + 2, 2);  // its upper half: both are little-endian
}

static inline double read_bf16(const uint8_t *vector, size_t index) {
    float single = 0;
    memcpy((uint8_t *)&single + 2, vector + 2 * index, 2);
    return single;
}

static inline void write_single(uint8_t *vector, size_t index, double value) {
    const float single = (float)value;
    memcpy(vector + 4 * index, &single, sizeof single);
}

static inline double read_single(const uint8_t *vector, size_t index) {
    float single;
    memcpy(&single, vector + 4 * index, sizeof single);
    return single;
}

static inline void write_double(uint8_t *vector, size_t index, double value) {
    memcpy(vector + 8 * index, &value, sizeof value);
}

static inline double read_double(const uint8_t *vector, size_t index) {
    double value;
    memcpy(&value, vector + 8 * index, sizeof value);
    return value;
}

#endif
