// Interleaves four tokens' activations, and what MXFP4's scales stand for.
#include <string.h>

#include "path_products_of_8.h"

void path_prepare_q8_0_of_4(const void *plain, void *prepared, size_t lines, size_t blocks_per_line) {
    const ck_q8_0 *const all = plain;
    ck_q8_0_of_4 *to = prepared;
    for (size_t line = 0; line < lines; line += 4) {
        for (size_t i = 0; i < blocks_per_line; i++, to++) {
            for (size_t token = 0; token < 4; token++) {
                const ck_q8_0 *const from = all + (line + token) * blocks_per_line + i;
                to->d[token] = from->d;
                for (size_t p = 0; p < 4; p++) memcpy(to->quants + 32 * p + 8 * token, from->quants + 8 * p, 8);
            }
        }
    }
}

void path_prepare_q8_k_of_4(const void *plain, void *prepared, size_t lines, size_t blocks_per_line) {
    const ck_q8_k *const all = plain;
    ck_q8_k_of_4 *to = prepared;
    for (size_t line = 0; line < lines; line += 4) {
        for (size_t i = 0; i < blocks_per_line; i++, to++) {
            for (size_t token = 0; token < 4; token++) {
                const ck_q8_k *const from = all + (line + token) * blocks_per_line + i;
                to->d[token] = from->d;
                for (size_t p = 0; p < 32; p++) memcpy(to->quants + 32 * p + 8 * token, from->quants + 8 * p, 8);
                for (size_t s = 0; s < 16; s++) to->sums[s / 4 * 16 + 4 * token + s % 4] = from->sums[s];
            }
        }
    }
}

// The first two are subnormal.
#define SCALE(e) ((e) < 2 ? 0x200000u << ((e) & 1) : (uint32_t)((e) - 1) << 23)
#define FOUR(e) SCALE(e), SCALE(e + 1), SCALE(e + 2), SCALE(e + 3)
#define SIXTEEN(e) FOUR(e), FOUR(e + 4), FOUR(e + 8), FOUR(e + 12)
#define SIXTY_FOUR(e) SIXTEEN(e), SIXTEEN(e + 16), SIXTEEN(e + 32), SIXTEEN(e + 48)

const uint32_t path_mxfp4_scales[256] = { SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128), SIXTY_FOUR(192) };
