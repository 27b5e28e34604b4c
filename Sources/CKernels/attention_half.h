// IEEE binary16 bits as a float.
#ifndef ATTENTION_HALF_H
#define ATTENTION_HALF_H

#include <stdint.h>
#include <string.h>

/// Exponent 0 is a subnormal number: the bits as a fraction of 2^-14.
static inline float half_value(uint16_t bits) {
    const uint32_t sign = (uint32_t)(bits & 0x8000) << 16, rest = bits & 0x7fff;
    if (rest < 0x0400) return (sign ? -1.0f : 1.0f) * (float)rest * 0x1p-24f;
    const uint32_t exponent = rest < 0x7c00 ? 112u << 23 : 224u << 23;
    const uint32_t whole = sign | ((rest << 13) + exponent);
    float value;
    memcpy(&value, &whole, sizeof value);
    return value;
}

#endif
