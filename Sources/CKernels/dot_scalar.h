// What the scalar dot products share: a product that stays one, halves, and the header of Q4_K and Q5_K.
#include "dot_tables.h"

static inline __attribute__((always_inline)) int32_t product(int32_t weight, int32_t activation) {
    int32_t value = weight * activation;
#if defined(__GNUC__)
    __asm__ volatile("" : "+r"(value));
#endif
    return value;
}

/// IEEE binary16 to float. Exponent 0 is a subnormal number: the bits as a fraction of 2^-14.
static inline float half(uint16_t bits) {
    const uint32_t sign = (uint32_t)(bits & 0x8000) << 16, rest = bits & 0x7fff;
    if (rest < 0x0400) return (sign ? -1.0f : 1.0f) * (float)rest * 0x1p-24f;
    const uint32_t exponent = rest < 0x7c00 ? 112u << 23 : 224u << 23;
    const uint32_t whole = sign | ((rest << 13) + exponent);
    float value;
    __builtin_memcpy(&value, &whole, sizeof value);
    return value;
}

static inline void split_scales(const uint8_t *packed, int32_t *scales, int32_t *minima) {
    for (int part = 0; part < 4; part++) {
        scales[part] = packed[part] & 63;
        minima[part] = packed[part + 4] & 63;
        scales[part + 4] = (packed[part + 8] & 15) | (packed[part] >> 6) << 4;
        minima[part + 4] = packed[part + 8] >> 4 | (packed[part + 4] >> 6) << 4;
    }
}
