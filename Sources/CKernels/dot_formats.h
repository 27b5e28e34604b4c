// What the oracle knows of a format: how its blocks are seeded, and what each element is worth.
#ifndef DOT_FORMATS_H
#define DOT_FORMATS_H

#include "CKernels.h"

/// Elements of the largest block.
#define DOT_MOST_ELEMENTS 256

/// Bytes of the largest block of weights or activations.
#define DOT_MOST_BYTES 512

struct ck_dot_format {
    const char *name;
    uint32_t block_elements, block_bytes, activation_bytes;
    /// The mean size of a seeded weight, without its sign and in units of its smallest scale.
    double mean_weight;
    /// Makes 8-byte words of seeded bits, which fill the block, into a valid block.
    void (*make_valid)(void *block);
    /// Writes the value of each element, and the sizes of the terms that it is the sum of, added up.
    void (*decode)(const void *block, double *values, double *magnitudes);
    /// Writes a block of activations whose elements are `quants`, the scale being a power of two that `bits` chooses.
    void (*make_activations)(void *block, const int8_t *quants, uint64_t bits);
    /// Writes the value of each activation.
    void (*decode_activations)(const void *block, double *values);
};

/// A mix of all 64 bits (the finalizer of splitmix64): neighbouring numbers give unrelated ones.
static inline uint64_t dot_mix(uint64_t x) {
    x += 0x9E3779B97F4A7C15ull;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ x >> 27) * 0x94D049BB133111EBull;
    return x ^ x >> 31;
}

/// The value of a finite IEEE binary16.
static inline double dot_half_value(uint16_t bits) {
    const int exponent = bits >> 10 & 31, fraction = bits & 1023;
    const double size = exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * 0x1p-25 * (1 << exponent);
    return bits & 0x8000 ? -size : size;
}

/// ±1/64 or ±1/32 by the bits' first and last.
static inline uint16_t dot_power_of_two(uint16_t bits) { return (bits & 0x8000) | (uint16_t)((9 + (bits & 1)) << 10); }

static inline double dot_size(double value) { return value < 0 ? -value : value; }

/// Activations of Q8_K, which every format with blocks of 256 meets: see `make_activations`, `decode_activations`.
void dot_make_q8_k(void *block, const int8_t *quants, uint64_t bits);
void dot_decode_q8_k(const void *block, double *values);

extern const struct ck_dot_format ck_dot_formats[];
extern const struct ck_dot_format ck_dot_formats_32[];
extern const struct ck_dot_format ck_dot_formats_k[];

#endif
