// Scales by look-up. An engine converts halves in a loop's scalar part by a table of all of them, since that takes two
// loads where the CPU's own instruction takes four operations on two busy ports, and CPUs before F16C have none.
#ifndef PATH_ROWS_SCALES_H
#define PATH_ROWS_SCALES_H

#include <stdint.h>

#if defined(__x86_64__)

/// The value of every IEEE binary16 that is finite.
extern const float path_half_values[65536];

/// Bit patterns of the floats 2^(e − 128).
extern const uint32_t path_power_bits[256];

static inline __attribute__((always_inline)) float path_half(uint16_t bits) { return path_half_values[bits]; }

static inline __attribute__((always_inline)) float path_power(uint8_t e) {
    float value;
    __builtin_memcpy(&value, path_power_bits + e, sizeof value);
    return value;
}

#endif
#endif
