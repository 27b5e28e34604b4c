// Tiled products in 512-bit vectors, by fours of bytes: eight rows by sixteen tokens in registers. What unpacks is that
// of AVX2.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "path_tiled.h"
#include "path_unroll.h"

#define SUFFIX(x) x##_avx512_vnni
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni,avx2,fma,f16c")))
#define PART TARGET static inline __attribute__((always_inline))

#include "path_tiled_256.h"
#include "path_tiled_unpack.h"

enum { BAND = 8 };  // rows

PART __m512i load(const void *from) { return _mm512_load_si512(from); }

PART void finish_row(tile_row row, tile_shape shape) { (void)row, (void)shape; }

/// Swaps runs of `1 << step` dwords between the vectors of each pair that lie `1 << step` apart, of sixteen.
PART void exchange(__m512i all[16], int step) {
    int first[16], second[16];
    PATH_UNROLL
    for (int i = 0; i < 16; i++) {
        const int upper = i >> step & 1, own = i & ~(1 << step);
        first[i] = own + 16 * upper;
        second[i] = own + (1 << step) + 16 * upper;
    }
    const __m512i low = _mm512_loadu_si512(first), high = _mm512_loadu_si512(second);
    PATH_UNROLL
    for (int i = 0; i < 16; i++) {
        if (i >> step & 1) continue;
        const __m512i a = all[i], b = all[i + (1 << step)];
        all[i] = _mm512_permutex2var_epi32(a, low, b);
        all[i + (1 << step)] = _mm512_permutex2var_epi32(a, high, b);
    }
}

/// Gathers fours of bytes of sixteen tokens, which then lie side by side: of every 64 bytes, four i of all tokens is
/// where token i's were.
PART void finish_band(tile_of_tokens *tile, size_t token, size_t depth, tile_shape shape) {
    (void)shape;
    int8_t *const first = tile->quants + tile_quants(token, depth, 0);
    const size_t stride = depth * TILE;
    for (size_t at = 0; at < stride; at += 64) {
        __m512i all[16];
        for (size_t i = 0; i < 16; i++) all[i] = load(first + i * stride + at);
        exchange(all, 0);
        exchange(all, 1);
        exchange(all, 2);
        exchange(all, 3);
        for (size_t i = 0; i < 16; i++) _mm512_store_si512(first + i * stride + at, all[i]);
    }
}

/// The sums of a part's values, of sixteen tokens.
PART __m512i part_sums(const path_tiles *tiles, micro_place place, tile_shape shape, size_t part) {
    const int32_t *const sums = tiles->tokens.sums;
    const size_t sixteenths = (size_t)shape.part / 16;
    __m512i sum = load(sums + tile_sums(place.token, place.depth, place.slab, part * sixteenths));
    for (size_t i = 1; i < sixteenths; i++) {
        const size_t own = tile_sums(place.token, place.depth, place.slab, part * sixteenths + i);
        sum = _mm512_add_epi32(sum, load(sums + own));
    }
    return sum;
}

/// Products of one part: of eight rows, by sixteen tokens.
PART void part_products(
    const path_tiles *tiles, micro_place place, tile_shape shape, size_t part, __m512i products[BAND]) {
    const uint8_t *const quants = tiles->rows.quants + tile_quants(place.row, place.depth, place.slab);
    const int8_t *const tokens = tiles->tokens.quants + tile_quants(place.token, place.depth, place.slab);
    const size_t fours = (size_t)shape.part / 4, stride = place.depth * TILE;
    for (size_t t = 0; t < BAND; t++) products[t] = _mm512_setzero_si512();
    PATH_UNROLL
    for (size_t i = 0; i < fours; i++) {
        const size_t four = part * fours + i;
        const __m512i values = load(tokens + four % 16 * stride + four / 16 * 64);
        PATH_UNROLL
        for (size_t t = 0; t < BAND; t++) {
            int bytes;
            memcpy(&bytes, quants + t * stride + 4 * four, sizeof bytes);
            products[t] = _mm512_dpbusd_epi32(products[t], _mm512_set1_epi32(bytes), values);
        }
    }
}

/// Eight rows by sixteen tokens.
PART void multiply_band(const path_tiles *tiles, micro_place place, tile_shape shape, float *results) {
    const tile_of_rows *const rows = &tiles->rows;
    const size_t parts = (size_t)(TILE / shape.part), step = parts * place.depth;
    const int32_t *const scales = rows->scales + tile_scales(place.row, place.depth, place.slab, shape.part);
    const int32_t *const minima = rows->minima + tile_scales(place.row, place.depth, place.slab, shape.part);
    __m512i scaled[BAND], offsets[BAND], products[BAND];
    for (size_t t = 0; t < BAND; t++) scaled[t] = offsets[t] = _mm512_setzero_si512();
    for (size_t part = 0; part < parts; part++) {
        const __m512i sums = part_sums(tiles, place, shape, part);
        const __m512i excess = _mm512_mullo_epi32(sums, _mm512_set1_epi32(shape.bias));
        part_products(tiles, place, shape, part, products);
        for (size_t t = 0; t < BAND; t++) {
            const __m512i product = shape.bias == 0 ? products[t] : _mm512_sub_epi32(products[t], excess);
            const __m512i scale = _mm512_set1_epi32(scales[t * step + part]);
            scaled[t] = _mm512_add_epi32(scaled[t], _mm512_mullo_epi32(product, scale));
        }
    }
    // Apart, so that registers suffice for the products.
    for (size_t part = 0; part < parts && shape.minima; part++) {
        const __m512i sums = part_sums(tiles, place, shape, part);
        for (size_t t = 0; t < BAND; t++) {
            const __m512i minimum = _mm512_set1_epi32(minima[t * step + part]);
            offsets[t] = _mm512_add_epi32(offsets[t], _mm512_mullo_epi32(sums, minimum));
        }
    }
    const __m512 others = _mm512_load_ps(tiles->tokens.d + tile_d(place.token, place.slab));
    for (size_t t = 0; t < BAND; t++, results += TILE) {
        const size_t d = tile_d(place.row + t, place.slab);
        __m512 result = _mm512_mul_ps(_mm512_cvtepi32_ps(scaled[t]), _mm512_set1_ps(rows->d[d]));
        if (shape.minima) {
            result = _mm512_fnmadd_ps(_mm512_set1_ps(rows->dmin[d]), _mm512_cvtepi32_ps(offsets[t]), result);
        }
        _mm512_store_ps(results, _mm512_add_ps(_mm512_load_ps(results), _mm512_mul_ps(result, others)));
    }
}

PART void multiply(const path_tiles *tiles, micro_place place, tile_shape shape, float *results) {
    for (size_t i = 0; i < MICRO; i += BAND, place.row += BAND) multiply_band(tiles, place, shape, results + i * TILE);
}

#include "path_tiled_template.h"
#endif
