// Q4_K by Q8_K, 64 elements at a time: two parts of 32. Products of a part stay in 16 bits until they are scaled: at
// most 16 · 15 · 127.

#include "path_unroll.h"

/// 64 elements of a block's weights as lanes: by [part][the pair's part][the half of eight bytes][piece].
typedef struct {
    bytes lanes[2][2][2][4];
} weights_q4_k;

PART weights_q4_k unpack_q4_k(const uint8_t *const quants[GROUPS], size_t quarter) {
    const bytes low = V(set1_epi8)(15);
    weights_q4_k all;
    for (int i = 0; i < 4; i++) {
        const pair raw = rows_at(quants, 256 * quarter + 64 * (size_t)i);
        for (int row = 0; row < 2; row++) {
            const bytes first = and_bytes(raw.part[row], low);
            const bytes second = and_bytes(V(srli_epi16)(raw.part[row], 4), low);
            for (int half = 0; half < 2; half++) {
                all.lanes[0][row][half][i] = ROW_LANES(first, half);
                all.lanes[1][row][half][i] = ROW_LANES(second, half);
            }
        }
    }
    return all;
}

/// Scales and minima of one part of all rows, as bytes: of eight rows each, the scales and then the minima.
PART half_bytes part_scales(const uint8_t *const packed[GROUPS], size_t part) {
    uint32_t bits[4 * GROUPS];
    const uint32_t low = 0x0F0F0F0F, all = 0x3F3F3F3F, high = 0x30303030;
    PATH_UNROLL
    for (int i = 0; i < GROUPS; i++) {
        uint32_t words[3];
        memcpy(words, packed[i] + 12 * part, sizeof words);
        bits[4 * i] = words[0] & all;
        bits[4 * i + 1] = (words[2] & low) | (words[0] >> 2 & high);
        bits[4 * i + 2] = words[1] & all;
        bits[4 * i + 3] = (words[2] >> 4 & low) | (words[1] >> 2 & high);
    }
    return half_of_words(bits);
}

/// Scales of two parts, as 16 bits twice for each row, and minima of both parts side by side.
typedef struct {
    bytes scales[2][2], minima;
} scales_q4_k;

PART scales_q4_k unpack_scales_q4_k(const uint8_t *const packed[GROUPS], size_t quarter) {
    const half_bytes first = part_scales(packed, 2 * quarter), second = part_scales(packed, 2 * quarter + 1);
    const bytes one = V(cvtepu8_epi16)(H(unpacklo_epi8)(first, first));
    const bytes other = V(cvtepu8_epi16)(H(unpacklo_epi8)(second, second));
    const half_bytes minima = H(unpacklo_epi8)(H(shuffle_epi32)(first, 0x4E), H(shuffle_epi32)(second, 0x4E));
    return (scales_q4_k){ { { V(shuffle_epi32)(one, 0x44), V(shuffle_epi32)(one, 0xEE) },
                            { V(shuffle_epi32)(other, 0x44), V(shuffle_epi32)(other, 0xEE) } },
                          V(cvtepu8_epi16)(minima) };
}

/// Scaled products of one part.
PART square part_products(const bytes weights[2][2][4], const pair pieces[4], const bytes scales[2]) {
    square sums;
    PATH_UNROLL
    for (int i = 0; i < 4; i++) {
        const int token = i / 2, row = i % 2;
        bytes all = V(set1_epi8)(0);
        PATH_UNROLL
        for (int half = 0; half < 2; half++) {
            bytes sum = V(maddubs_epi16)(weights[row][half][3], TOKEN_LANES(pieces[3].part[token], half));
            PATH_UNROLL
            for (int p = 2; p >= 0; p--) {
                const bytes values = TOKEN_LANES(pieces[p].part[token], half);
                sum = V(add_epi16)(sum, V(maddubs_epi16)(weights[row][half][p], values));
            }
            all = half == 0 ? sum : V(add_epi16)(all, sum);
        }
        sums.part[token][row] = V(madd_epi16)(all, scales[row]);
    }
    return sums;
}

/// Minima times the sums of two parts of each token.
PART four_tokens minima_q4_k(const scales_q4_k *scales, const int16_t *sums) {
    const bytes minima = scales->minima;
    const __m128i first = _mm_loadu_si128((const __m128i *)sums), second = _mm_loadu_si128((const __m128i *)sums + 1);
    const bytes parts = repeat_half(_mm_hadd_epi16(first, second));
    return (four_tokens){ {
        V(madd_epi16)(V(shuffle_epi32)(parts, 0x00), minima), V(madd_epi16)(V(shuffle_epi32)(parts, 0x55), minima),
        V(madd_epi16)(V(shuffle_epi32)(parts, 0xAA), minima), V(madd_epi16)(V(shuffle_epi32)(parts, 0xFF), minima),
    } };
}

PART four_tokens add_four(four_tokens a, four_tokens b) {
    return (four_tokens){ { V(add_epi32)(a.token[0], b.token[0]), V(add_epi32)(a.token[1], b.token[1]),
                            V(add_epi32)(a.token[2], b.token[2]), V(add_epi32)(a.token[3], b.token[3]) } };
}

/// 64 elements by four tokens.
PART four_tokens products_q4_k(const weights_q4_k *weights, const scales_q4_k *scales, const int8_t *quants) {
    four_tokens part[2];
    PATH_UNROLL
    for (int i = 0; i < 2; i++) {
        pair pieces[4];
        PATH_UNROLL
        for (int p = 0; p < 4; p++) pieces[p] = tokens_at(quants + 128 * i + 32 * p);
        part[i] = straighten(part_products(weights->lanes[i], pieces, scales->scales[i]));
    }
    return add_four(part[0], part[1]);
}

MULTIPLY_K(q4_k, 4)
PRODUCTS(q4_k, ck_q4_k_of_8, ck_q8_k_of_4, path_products_q4_k_avx2)
