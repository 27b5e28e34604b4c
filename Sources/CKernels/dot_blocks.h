// Blocks as they lie in a GGUF file (weights) and in an engine's memory (activations). Halves are IEEE binary16 bits.
#ifndef DOT_BLOCKS_H
#define DOT_BLOCKS_H

#include <stdint.h>

/// 32 weights: d · q.
typedef struct {
    uint16_t d;
    int8_t quants[32];
} ck_q8_0;

/// 256 weights in eight parts of 32: d · scale[part] · q − dmin · minimum[part]. Scales and minima have 6 bits:
/// bytes 0-3 hold scales 0-3 and bytes 4-7 minima 0-3 in their low bits, and the high two bits of scales and minima
/// 4-7 above them, whose low four bits are the nibbles of bytes 8-11. Byte b of 32-byte quarter c has elements
/// 64c + b (low nibble) and 64c + 32 + b (high).
typedef struct {
    uint16_t d, dmin;
    uint8_t scales[12];
    uint8_t quants[128];
} ck_q4_k;

/// 256 activations: d · q, and the sums of sixteen times 16 of the q.
typedef struct {
    float d;
    int8_t quants[256];
    int16_t sums[16];
} ck_q8_k;

// The other formats of 256 weights. Element i is in quarter i / 64, half i / 128, part i / 32 and sixteenth i / 16.

/// d · scale[sixteenth] · (q − 32). Half h has bytes 64h ... of `low` and 32h ... of `high`; with g = i / 32 % 4, the
/// low four bits are a nibble of low byte 32(g % 2) + i % 32 (the high one from g = 2 on), the high two bits are bits
/// 2g and 2g + 1 of high byte i % 32.
typedef struct {
    uint8_t low[128], high[64];
    int8_t scales[16];
    uint16_t d;
} ck_q6_k;

/// As Q4_K, with a fifth bit: bit i / 32 of high byte i % 32.
typedef struct {
    uint16_t d, dmin;
    uint8_t scales[12];
    uint8_t high[32];
    uint8_t quants[128];
} ck_q5_k;

/// d · (scale[sixteenth] − 32) · (q − 4). The low two bits of q, with g = i / 32 % 4, are bits 2g and 2g + 1 of byte
/// 32 · half + i % 32, the third is bit i / 32 of high byte i % 32. The low four bits of scale s are a nibble of byte
/// s % 8 (the high one from s = 8 on), its high two are bits 2(s / 4) and 2(s / 4) + 1 of byte 8 + s % 4.
typedef struct {
    uint8_t high[32], quants[64];
    uint8_t scales[12];
    uint16_t d;
} ck_q3_k;

/// d · scale[sixteenth] · q − dmin · minimum[sixteenth]: the low and the high nibble of a byte of `scales`. The bits of
/// q are as the low two of Q3_K.
typedef struct {
    uint8_t scales[16], quants[64];
    uint16_t d, dmin;
} ck_q2_k;

/// d · (scale[part] − 32) · table[q]. Byte b of part p has elements 32p + b (low nibble) and 32p + 16 + b (high). The
/// low four bits of scale p are a nibble of byte p / 2 of `low_scales`, its high two are bits 2p and 2p + 1 of
/// `high_scales`.
typedef struct {
    uint16_t d, high_scales;
    uint8_t low_scales[4];
    uint8_t quants[128];
} ck_iq4_xs;

/// What the sixteen values of IQ4_XS stand for.
#define CK_IQ4_TABLE -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113

_Static_assert(sizeof(ck_q6_k) == 210 && sizeof(ck_q5_k) == 176 && sizeof(ck_q3_k) == 110, "GGUF's layouts");
_Static_assert(sizeof(ck_q2_k) == 84 && sizeof(ck_iq4_xs) == 136, "GGUF's layouts");

_Static_assert(sizeof(ck_q8_0) == 34 && sizeof(ck_q4_k) == 144 && sizeof(ck_q8_k) == 292, "GGUF's layouts");

#endif
