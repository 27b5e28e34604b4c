// Tiled products in 128-bit vectors, which AVX gives three operands: one row by four tokens in registers. What unpacks
// is what compilers make of plain C.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "path_tiled.h"
#include "path_unroll.h"

#define SUFFIX(x) x##_avx
#define TARGET __attribute__((target("avx,f16c")))
#define PART TARGET static inline __attribute__((always_inline))

enum { GROUP = 4 };  // tokens

PART __m128i load(const void *from) { return _mm_loadu_si128(from); }

PART void split_nibbles(const uint8_t *from, uint8_t *low, uint8_t *high) {
    const __m128i first = load(from), second = load(from + 16), mask = _mm_set1_epi8(15);
    _mm_storeu_si128((__m128i *)low, _mm_and_si128(first, mask));
    _mm_storeu_si128((__m128i *)(low + 16), _mm_and_si128(second, mask));
    _mm_storeu_si128((__m128i *)high, _mm_and_si128(_mm_srli_epi16(first, 4), mask));
    _mm_storeu_si128((__m128i *)(high + 16), _mm_and_si128(_mm_srli_epi16(second, 4), mask));
}

PART __m128i bits_of(const uint8_t *from, int shift, int mask) {
    return _mm_and_si128(_mm_srli_epi16(load(from), shift), _mm_set1_epi8((char)mask));
}

PART void take_pairs(const uint8_t *from, int shift, uint8_t *to) {
    for (int i = 0; i < 32; i += 16) _mm_storeu_si128((__m128i *)(to + i), bits_of(from + i, shift, 3));
}

PART void add_bits(uint8_t *to, const uint8_t *from, int shift, int mask, int up) {
    for (int i = 0; i < 32; i += 16) {
        const __m128i bits = _mm_slli_epi16(bits_of(from + i, shift, mask), up);
        _mm_storeu_si128((__m128i *)(to + i), _mm_or_si128(load(to + i), bits));
    }
}

/// Byte by byte: compilers make no shuffle of it.
PART void look_up(const uint8_t *table, const uint8_t *from, uint8_t *to) {
    for (int i = 0; i < 16; i++) to[i] = table[from[i]];
}

#include "path_tiled_unpack.h"

PART void finish_row(tile_row row, tile_shape shape) { (void)row, (void)shape; }

PART void finish_band(tile_of_tokens *tile, size_t token, size_t depth, tile_shape shape) {
    (void)tile, (void)token, (void)depth, (void)shape;
}

/// Products of 16 elements in four sums. One factor must be unsigned: where the weights are not, their signs go to the
/// tokens.
PART void add_products(
    __m128i sums[GROUP], __m128i quants, const int8_t *const tokens[GROUP], int at, __m128i scales, tile_shape shape) {
    const __m128i weights = _mm_sub_epi8(quants, _mm_set1_epi8((char)shape.bias));
    const __m128i sizes = _mm_sign_epi8(weights, weights);
    PATH_UNROLL
    for (int t = 0; t < GROUP; t++) {
        const __m128i values = load(tokens[t] + at);
        const __m128i pairs = shape.bias == 0 ? _mm_maddubs_epi16(quants, values)
                                              : _mm_maddubs_epi16(sizes, _mm_sign_epi8(values, weights));
        sums[t] = _mm_add_epi32(sums[t], _mm_madd_epi16(scales, pairs));
    }
}

PART int32_t sum_of(__m128i sum) {
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(2, 3, 0, 1)));
    return _mm_cvtsi128_si32(_mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(1, 0, 3, 2))));
}

/// The results of one row by four tokens, one after the other.
PART void add_results(
    const path_tiles *tiles, micro_place place, const __m128i products[GROUP], __m128i minima, tile_shape shape,
    float *results) {
    const size_t d = tile_d(place.row, place.slab);
    const float *const others = tiles->tokens.d + tile_d(place.token, place.slab);
    int32_t four[GROUP] = { 0 };
    if (shape.minima) _mm_storeu_si128((__m128i *)four, minima);
    for (int t = 0; t < GROUP; t++) {
        float result = tiles->rows.d[d] * (float)sum_of(products[t]);
        if (shape.minima) result -= tiles->rows.dmin[d] * (float)four[t];
        results[t] += others[t] * result;
        __asm__("" ::: "memory");
    }
}

/// One row, whose scales and minima are at `scales`, by four tokens.
PART void multiply_group(
    const path_tiles *tiles, micro_place place, tile_shape shape, size_t scales, float *results) {
    const tile_of_rows *const rows = &tiles->rows;
    const tile_of_tokens *const tokens = &tiles->tokens;
    const uint8_t *const quants = rows->quants + tile_quants(place.row, place.depth, place.slab);
    const int8_t *at[GROUP];
    __m128i products[GROUP], minima = _mm_setzero_si128();
    for (size_t t = 0; t < GROUP; t++) {
        at[t] = tokens->quants + tile_quants(place.token + t, place.depth, place.slab);
        products[t] = _mm_setzero_si128();
    }
    const size_t sixteenths = (size_t)shape.part / 16;
    for (size_t i = 0; i < (size_t)(TILE / shape.part); i++) {
        const __m128i scale = _mm_set1_epi16((short)rows->scales[scales + i]);
        __m128i sums = _mm_setzero_si128();
        for (size_t j = 0; j < sixteenths; j++) {
            const size_t sixteenth = i * sixteenths + j;
            const size_t own = tile_sums(place.token, place.depth, place.slab, sixteenth);
            sums = _mm_add_epi32(sums, load(tokens->sums + own));
            add_products(products, load(quants + 16 * sixteenth), at, 16 * (int)sixteenth, scale, shape);
        }
        if (shape.minima) {
            const __m128i more = _mm_mullo_epi32(sums, _mm_set1_epi32(rows->minima[scales + i]));
            minima = _mm_add_epi32(minima, more);
        }
    }
    add_results(tiles, place, products, minima, shape, results);
}

PART void multiply(const path_tiles *tiles, micro_place place, tile_shape shape, float *results) {
    const size_t token = place.token;
    for (size_t i = 0; i < MICRO; i++, place.row++, results += TILE) {
        const size_t scales = tile_scales(place.row, place.depth, place.slab, shape.part);
        for (size_t group = 0; group < MICRO; group += GROUP) {
            place.token = token + group;
            multiply_group(tiles, place, shape, scales, results + group);
        }
    }
}

#include "path_tiled_template.h"
#endif
