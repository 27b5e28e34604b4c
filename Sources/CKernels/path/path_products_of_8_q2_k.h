// Q2_K by Q8_K, half a block at a time: eight sixteenths. Products of a sixteenth stay in 16 bits until they are
// scaled.

#include "path_unroll.h"

/// Half a block's weights as lanes: by [sixteenth][the pair's part][the half of eight bytes][piece].
typedef struct {
    bytes lanes[8][2][2][2];
} weights_q2_k;

/// Pair `i` of bits of each byte, with others above it.
PART bytes pairs_from(bytes x, int i) {
    return i == 0 ? x : i == 1 ? V(srli_epi16)(x, 2) : i == 2 ? V(srli_epi16)(x, 4) : V(srli_epi16)(x, 6);
}

PART weights_q2_k unpack_q2_k(const uint8_t *const quants[GROUPS], size_t half_block) {
    const bytes low = V(set1_epi8)(3);
    weights_q2_k all;
    PATH_UNROLL
    for (int i = 0; i < 4; i++) {
        const pair raw = rows_at(quants, 256 * half_block + 64 * (size_t)i);
        PATH_UNROLL
        for (int j = 0; j < 8; j++) {
            const int row = j % 2, sixteenth = j / 2 * 2 + i / 2;
            const bytes x = and_bytes(pairs_from(raw.part[row], j / 2), low);
            all.lanes[sixteenth][row][0][i % 2] = ROW_LANES(x, 0);
            all.lanes[sixteenth][row][1][i % 2] = ROW_LANES(x, 1);
        }
    }
    return all;
}

/// Scales of eight sixteenths, as 16 bits twice for each row, and minima of each two side by side.
typedef struct {
    bytes scales[8][2], minima[4];
} scales_q2_k;

PART scales_q2_k unpack_scales_q2_k(const uint8_t *const packed[GROUPS], size_t half_block) {
    const half_bytes even = repeat_16(_mm_setr_epi8(0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14));
    const half_bytes odd = repeat_16(_mm_setr_epi8(1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15));
    const half_bytes low = H(set1_epi8)(15);
    scales_q2_k all;
    PATH_UNROLL
    for (int i = 0; i < 4; i++) {
        const uint8_t *at[GROUPS];
        for (int g = 0; g < GROUPS; g++) at[g] = packed[g] + 64 * half_block + 16 * (size_t)i;
        const half_bytes both = load_half(at), scales = and_half(both, low);
        const bytes first = V(cvtepu8_epi16)(H(shuffle_epi8)(scales, even));
        const bytes second = V(cvtepu8_epi16)(H(shuffle_epi8)(scales, odd));
        all.minima[i] = V(cvtepu8_epi16)(and_half(H(srli_epi16)(both, 4), low));
        all.scales[2 * i][0] = V(shuffle_epi32)(first, 0x44);
        all.scales[2 * i][1] = V(shuffle_epi32)(first, 0xEE);
        all.scales[2 * i + 1][0] = V(shuffle_epi32)(second, 0x44);
        all.scales[2 * i + 1][1] = V(shuffle_epi32)(second, 0xEE);
    }
    return all;
}

/// Half a block by four tokens.
PART four_tokens products_q2_k(const weights_q2_k *weights, const scales_q2_k *scales, const int8_t *quants) {
    square sums;
    PATH_UNROLL
    for (int s = 0; s < 8; s++) {
        const pair first = tokens_at(quants + 64 * s), second = tokens_at(quants + 64 * s + 32);
        PATH_UNROLL
        for (int i = 0; i < 4; i++) {
            const int token = i / 2, row = i % 2;
            bytes half[2];
            PATH_UNROLL
            for (int h = 0; h < 2; h++) {
                const bytes *const own = weights->lanes[s][row][h];
                const bytes one = V(maddubs_epi16)(own[0], TOKEN_LANES(first.part[token], h));
                const bytes other = V(maddubs_epi16)(own[1], TOKEN_LANES(second.part[token], h));
                half[h] = V(add_epi16)(one, other);
            }
            const bytes product = V(madd_epi16)(V(add_epi16)(half[0], half[1]), scales->scales[s][row]);
            sums.part[token][row] = s == 0 ? product : V(add_epi32)(sums.part[token][row], product);
        }
    }
    return straighten(sums);
}

/// Minima times the sums of eight sixteenths of each token; two tokens' sums of four sixteenths lie together.
PART four_tokens minima_q2_k(const scales_q2_k *scales, const int16_t *sums) {
    const bytes *const minima = scales->minima;
    bytes four[4];
    for (int i = 0; i < 4; i++) four[i] = repeat_half(_mm_loadu_si128((const __m128i *)sums + i));
    four_tokens all;
    PATH_UNROLL
    for (int token = 0; token < 4; token++) {
        const bytes first = four[token / 2], second = four[2 + token / 2];
        const bool odd = token % 2;
        const bytes one = odd ? V(shuffle_epi32)(first, 0xAA) : V(shuffle_epi32)(first, 0x00);
        const bytes two = odd ? V(shuffle_epi32)(first, 0xFF) : V(shuffle_epi32)(first, 0x55);
        const bytes three = odd ? V(shuffle_epi32)(second, 0xAA) : V(shuffle_epi32)(second, 0x00);
        const bytes last = odd ? V(shuffle_epi32)(second, 0xFF) : V(shuffle_epi32)(second, 0x55);
        const bytes low = V(add_epi32)(V(madd_epi16)(one, minima[0]), V(madd_epi16)(two, minima[1]));
        const bytes high = V(add_epi32)(V(madd_epi16)(three, minima[2]), V(madd_epi16)(last, minima[3]));
        all.token[token] = V(add_epi32)(low, high);
    }
    return all;
}

MULTIPLY_K(q2_k, 2)
PRODUCTS(q2_k, ck_q2_k_of_8, ck_q8_k_of_4, path_products_q2_k_avx2)
