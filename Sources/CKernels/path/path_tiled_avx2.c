// Tiled products in 256-bit vectors: one row by eight tokens in registers.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "path_tiled.h"
#include "path_unroll.h"

#define SUFFIX(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define PART TARGET static inline __attribute__((always_inline))

#include "path_tiled_256.h"
#include "path_tiled_unpack.h"

enum { GROUP = 8 };  // tokens

PART __m256i load(const void *from) { return _mm256_load_si256(from); }

/// The sum of a part's bytes.
PART int32_t sum_bytes(const uint8_t *from, int part) {
    const __m128i ones = _mm_set1_epi16(1);
    __m128i sum = _mm_setzero_si128();
    for (int i = 0; i < part; i += 16) {
        const __m128i pairs = _mm_maddubs_epi16(_mm_loadu_si128((const __m128i *)(from + i)), _mm_set1_epi8(1));
        sum = _mm_add_epi32(sum, _mm_madd_epi16(pairs, ones));
    }
    sum = _mm_hadd_epi32(sum, sum);
    return _mm_cvtsi128_si32(_mm_hadd_epi32(sum, sum));
}

/// What tokens 128 above their values add to a row's product, in place of the first minimum.
PART void finish_row(tile_row row, tile_shape shape) {
    if (!shape.shifted) return;
    int32_t excess = 0;
    for (int i = 0; i < TILE / shape.part; i++) {
        excess += 128 * row.scales[i] * (sum_bytes(row.quants + i * shape.part, shape.part) - shape.part * shape.bias);
    }
    row.minima[0] = excess;
}

PART void finish_band(tile_of_tokens *tile, size_t token, size_t depth, tile_shape shape) {
    if (!shape.shifted) return;
    int8_t *const quants = tile->quants + tile_quants(token, depth, 0);
    for (size_t i = 0; i < MICRO * depth * TILE; i += 32) {
        const __m256i shifted = _mm256_xor_si256(load(quants + i), _mm256_set1_epi8((char)0x80));
        _mm256_store_si256((__m256i *)(quants + i), shifted);
    }
}

/// Products of 32 elements in eight sums. One factor must be unsigned: the weights as they were unpacked, the shifted
/// tokens, or the weights without their signs, which then go to the tokens.
PART void add_products(
    __m256i sums[GROUP], __m256i weights, const int8_t *const tokens[GROUP], int at, __m256i scales, tile_shape shape) {
    const __m256i sizes = _mm256_sign_epi8(weights, weights);
    PATH_UNROLL
    for (int t = 0; t < GROUP; t++) {
        const __m256i values = load(tokens[t] + at);
        const __m256i pairs = shape.bias == 0 ? _mm256_maddubs_epi16(weights, values)
            : shape.shifted                   ? _mm256_maddubs_epi16(values, weights)
                                              : _mm256_maddubs_epi16(sizes, _mm256_sign_epi8(values, weights));
        sums[t] = _mm256_add_epi32(sums[t], _mm256_madd_epi16(scales, pairs));
    }
}

/// Minima of 32 elements times the sums of eight tokens' values.
PART __m256i minima_of(const int32_t *minima, const int32_t *sums, size_t step, tile_shape shape) {
    const __m256i first = load(sums), second = load(sums + step), minimum = _mm256_set1_epi32(minima[0]);
    if (shape.part == 32) return _mm256_mullo_epi32(_mm256_add_epi32(first, second), minimum);
    const __m256i other = _mm256_set1_epi32(minima[1]);
    return _mm256_add_epi32(_mm256_mullo_epi32(first, minimum), _mm256_mullo_epi32(second, other));
}

/// The scale of 32 elements, or of sixteen in each half.
PART __m256i scales_of(const int32_t *scales, tile_shape shape) {
    if (shape.part == 32) return _mm256_set1_epi16((short)scales[0]);
    return _mm256_set_m128i(_mm_set1_epi16((short)scales[1]), _mm_set1_epi16((short)scales[0]));
}

PART int32_t sum_of(__m256i all) {
    __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(2, 3, 0, 1)));
    return _mm_cvtsi128_si32(_mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(1, 0, 3, 2))));
}

/// One row, whose scales and minima are at `scales`, by eight tokens.
PART void multiply_group(
    const path_tiles *tiles, micro_place place, tile_shape shape, size_t scales, float *results) {
    const tile_of_rows *const rows = &tiles->rows;
    const tile_of_tokens *const tokens = &tiles->tokens;
    const uint8_t *const quants = rows->quants + tile_quants(place.row, place.depth, place.slab);
    const int32_t *const sums = tokens->sums + tile_sums(place.token, place.depth, place.slab, 0);
    const size_t step = tile_sums(0, place.depth, 0, 1);
    const int8_t *at[GROUP];
    __m256i products[GROUP], minima = _mm256_setzero_si256();
    for (size_t t = 0; t < GROUP; t++) {
        at[t] = tokens->quants + tile_quants(place.token + t, place.depth, place.slab);
        products[t] = _mm256_setzero_si256();
    }
    for (int i = 0; i < TILE / 32; i++) {
        const size_t own = scales + (size_t)(i * 32 / shape.part);
        const __m256i weights = _mm256_sub_epi8(load(quants + 32 * i), _mm256_set1_epi8((char)shape.bias));
        add_products(products, weights, at, 32 * i, scales_of(rows->scales + own, shape), shape);
        if (shape.minima) {
            const __m256i more = minima_of(rows->minima + own, sums + 2 * (size_t)i * step, step, shape);
            minima = _mm256_add_epi32(minima, more);
        }
    }
    _Alignas(32) int32_t eight[GROUP];
    for (int t = 0; t < GROUP; t++) eight[t] = sum_of(products[t]);
    // As engines' sums do, these go through memory.
    __asm__("" : "+m"(eight));
    __m256i sum = load(eight);
    if (shape.shifted) sum = _mm256_sub_epi32(sum, _mm256_set1_epi32(rows->minima[scales]));
    const size_t d = tile_d(place.row, place.slab);
    __m256 result = _mm256_mul_ps(_mm256_set1_ps(rows->d[d]), _mm256_cvtepi32_ps(sum));
    if (shape.minima) result = _mm256_fnmadd_ps(_mm256_set1_ps(rows->dmin[d]), _mm256_cvtepi32_ps(minima), result);
    const __m256 others = _mm256_load_ps(tokens->d + tile_d(place.token, place.slab));
    _mm256_storeu_ps(results, _mm256_fmadd_ps(result, others, _mm256_loadu_ps(results)));
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
