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

_Static_assert(sizeof(ck_q8_0) == 34 && sizeof(ck_q4_k) == 144 && sizeof(ck_q8_k) == 292, "GGUF's layouts");

#endif
