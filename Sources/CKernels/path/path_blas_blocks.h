// Tiles of blocks of 32 in 256-bit vectors, one block to a vector, written once for AVX2 and for VNNI. Beside what
// path_blas.h asks for, a file that includes this defines, for its instruction set:
//   MOST                        tokens of the widest tile: 2 with 16 registers, 4 with 32
//   dot(unsigned, signed)       eight sums of four products of bytes
//   MULTIPLY_ADD(sum, a, b)     of floats
// The sizes of weights are unsigned, and their signs go over to the activations.
#include <string.h>

#include "path_blas_256.h"

PART __m256i unpack_q8_0(const ck_q8_0 *block) { return _mm256_loadu_si256((const __m256i *)block->quants); }

PART __m256i nibbles(const uint8_t *quants) {
    const __m128i low = _mm_loadu_si128((const __m128i *)quants);
    const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(low), _mm_srli_epi16(low, 4), 1);
    return _mm256_and_si256(both, _mm256_set1_epi8(15));
}

PART __m256i unpack_q4_0(const ck_q4_0 *block) {
    return _mm256_sub_epi8(nibbles(block->quants), _mm256_set1_epi8(8));
}

/// Where the fifth bit is not set, the high four bits are, and so the number is 16 less.
PART __m256i unpack_q5_0(const ck_q5_0 *block) {
    const long long all = 0x0101010101010101;
    const __m256i places = _mm256_setr_epi64x(0, all, 2 * all, 3 * all);
    const __m256i bits = _mm256_set1_epi64x((long long)0x8040201008040201);
    uint32_t high;
    memcpy(&high, block->high, sizeof high);
    const __m256i own = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi32((int)high), places), bits);
    const __m256i lack = _mm256_cmpeq_epi8(own, _mm256_setzero_si256());
    return _mm256_or_si256(nibbles(block->quants), _mm256_and_si256(lack, _mm256_set1_epi8((char)0xF0)));
}

static const int8_t iq4_nl_values[16] = { CK_IQ4_NL_VALUES };

PART __m256i unpack_iq4_nl(const ck_iq4_nl *block) {
    const __m128i values = _mm_loadu_si128((const __m128i *)iq4_nl_values), nibble = _mm_set1_epi8(15);
    const __m128i both = _mm_loadu_si128((const __m128i *)block->quants);
    const __m128i low = _mm_shuffle_epi8(values, _mm_and_si128(both, nibble));
    const __m128i high = _mm_shuffle_epi8(values, _mm_and_si128(_mm_srli_epi16(both, 4), nibble));
    return _mm256_set_m128i(high, low);
}

/// A half in all four places.
PART __m128 scale(uint16_t bits) { return _mm_cvtph_ps(_mm_set1_epi16((short)bits)); }

PART __m128 four_scales(uint16_t first, uint16_t second, uint16_t third, uint16_t fourth) {
    uint64_t all = (uint64_t)fourth << 48 | (uint64_t)third << 32 | (uint64_t)second << 16 | first;
    // Else clang puts them together in a vector, by a shuffle each.
    __asm__("" : "+r"(all));
    return _mm_cvtph_ps(_mm_cvtsi64_si128((long long)all));
}

PART __m256 add_products(__m256 sum, __m256 scale, __m256i weights, __m256i values) {
    const __m256i sizes = _mm256_sign_epi8(weights, weights);
    const __m256i whole = dot(sizes, _mm256_sign_epi8(values, weights));
    return MULTIPLY_ADD(sum, scale, _mm256_cvtepi32_ps(whole));
}

#define ADD_ROW(r)                                                                                                     \
    sum[t][r] = add_products(sum[t][r], _mm256_shuffle_ps(both, both, 0x55 * (r)), quants[r], unpack_q8_0(token));

/// The scales of four rows are read together, and meet that of a token together.
#define FOUR_ROWS(format)                                                                                              \
    PART void four_rows_##format(                                                                                      \
        const ck_##format *weights, const ck_q8_0 *activations, float *results, size_t rows, size_t blocks_per_row,    \
        int width) {                                                                                                   \
        __m256 sum[PATH_BLAS_TOKENS][PATH_BLAS_ROWS];                                                                  \
        EACH(t, width) EACH(r, PATH_BLAS_ROWS) sum[t][r] = _mm256_setzero_ps();                                        \
        for (size_t block = 0; block < blocks_per_row; block++) {                                                      \
            const ck_##format *first = weights + block, *second = first + blocks_per_row;                              \
            const ck_##format *third = second + blocks_per_row, *fourth = third + blocks_per_row;                      \
            const __m128 scales = four_scales(first->d, second->d, third->d, fourth->d);                               \
            const __m256i quants[PATH_BLAS_ROWS] = {                                                                   \
                unpack_##format(first), unpack_##format(second), unpack_##format(third), unpack_##format(fourth) };    \
            EACH(t, width) {                                                                                           \
                const ck_q8_0 *token = activations + (size_t)t * blocks_per_row + block;                               \
                __m256 both = _mm256_castps128_ps256(_mm_mul_ps(scales, scale(token->d)));                             \
                both = _mm256_permute2f128_ps(both, both, 0);                                                          \
                /* Else clang takes two shuffles for each row. */                                                      \
                __asm__("" : "+v"(both));                                                                              \
                ADD_ROW(0) ADD_ROW(1) ADD_ROW(2) ADD_ROW(3)                                                            \
            }                                                                                                          \
        }                                                                                                              \
        EACH(t, width) EACH(r, PATH_BLAS_ROWS) results[(size_t)t * rows + (size_t)r] = total(sum[t][r]);               \
    }

#define ONE_ROW(format)                                                                                                \
    PART void one_row_##format(                                                                                        \
        const ck_##format *weights, const ck_q8_0 *activations, float *results, size_t rows, size_t blocks_per_row,    \
        int width) {                                                                                                   \
        __m256 sum[PATH_BLAS_TOKENS];                                                                                  \
        EACH(t, width) sum[t] = _mm256_setzero_ps();                                                                   \
        for (size_t block = 0; block < blocks_per_row; block++) {                                                      \
            const __m256i quants = unpack_##format(weights + block);                                                   \
            EACH(t, width) {                                                                                           \
                const ck_q8_0 *token = activations + (size_t)t * blocks_per_row + block;                               \
                const __m128 both = _mm_mul_ps(scale(weights[block].d), scale(token->d));                              \
                sum[t] = add_products(sum[t], _mm256_set1_ps(_mm_cvtss_f32(both)), quants, unpack_q8_0(token));        \
            }                                                                                                          \
        }                                                                                                              \
        EACH(t, width) results[(size_t)t * rows] = total(sum[t]);                                                      \
    }

#define BLOCKS_UP_TO(format, most)                                                                                     \
    FOUR_ROWS(format)                                                                                                  \
    ONE_ROW(format)                                                                                                    \
    PART void tile_##format(                                                                                           \
        const ck_##format *weights, const ck_q8_0 *activations, float *results, size_t rows, size_t blocks_per_row,    \
        int height, int width) {                                                                                       \
        if (height == 1) {                                                                                             \
            one_row_##format(weights, activations, results, rows, blocks_per_row, width);                              \
        } else {                                                                                                       \
            four_rows_##format(weights, activations, results, rows, blocks_per_row, width);                            \
        }                                                                                                              \
    }                                                                                                                  \
                                                                                                                       \
    RUN_TILES(format, ck_##format, ck_q8_0, path_blas_by_rows, most)

#define BLOCKS(format, most) BLOCKS_UP_TO(format, most)

BLOCKS(q8_0, MOST)
BLOCKS(q4_0, MOST)
BLOCKS(q5_0, MOST)
BLOCKS(iq4_nl, MOST)
