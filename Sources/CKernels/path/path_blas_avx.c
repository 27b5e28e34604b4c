// Tiles of plain rows and tokens in AVX: floats are multiplied and then added in 256 bits; bytes, for which AVX has
// only 128, are multiplied in halves of a block.
#if defined(__x86_64__)
#define NAME(x) x##_avx
#define TARGET __attribute__((target("avx,f16c")))
#define PART TARGET static inline __attribute__((always_inline))
#define MULTIPLY_ADD(sum, a, b) _mm256_add_ps(_mm256_mul_ps(a, b), sum)
#include "path_blas_256_float.h"

/// Read anew for each product, by the multiplication itself, as 12 sums and three numbers leave one register, which the
/// product needs: 43 GOP/s, with a sum on the stack, become 67 (Zen 3).
PART __m256 load_f32(const float *numbers) {
    IN_ORDER;
    return _mm256_loadu_ps(numbers);
}

FLOATS(f32, float, 3)

/// The quants of a block: elements 0-15 and 16-31.
typedef struct {
    __m128i low, high;
} halves;

PART halves unpack_q8_0(const ck_q8_0 *block) {
    const __m128i *quants = (const __m128i *)block->quants;
    return (halves) { _mm_loadu_si128(quants), _mm_loadu_si128(quants + 1) };
}

PART halves nibbles(const uint8_t *quants) {
    const __m128i both = _mm_loadu_si128((const __m128i *)quants), nibble = _mm_set1_epi8(15);
    return (halves) { _mm_and_si128(both, nibble), _mm_and_si128(_mm_srli_epi16(both, 4), nibble) };
}

PART halves unpack_q4_0(const ck_q4_0 *block) {
    const halves all = nibbles(block->quants);
    const __m128i eight = _mm_set1_epi8(8);
    return (halves) { _mm_sub_epi8(all.low, eight), _mm_sub_epi8(all.high, eight) };
}

/// The high four bits where the fifth bit is not set, as the number is 16 less there. The fifth bits of eight numbers
/// are a byte of `high`; `first` and `second` name it, eight times.
PART __m128i signs(__m128i high, long long first, long long second) {
    const __m128i bits = _mm_set1_epi64x((long long)0x8040201008040201);
    const __m128i own = _mm_and_si128(_mm_shuffle_epi8(high, _mm_set_epi64x(second, first)), bits);
    return _mm_and_si128(_mm_cmpeq_epi8(own, _mm_setzero_si128()), _mm_set1_epi8((char)0xF0));
}

PART halves unpack_q5_0(const ck_q5_0 *block) {
    const long long all = 0x0101010101010101;
    const halves quants = nibbles(block->quants);
    const __m128i high = _mm_loadu_si32(block->high);
    return (halves) {
        _mm_or_si128(quants.low, signs(high, 0, all)), _mm_or_si128(quants.high, signs(high, 2 * all, 3 * all)) };
}

static const int8_t iq4_nl_values[16] = { CK_IQ4_NL_VALUES };

PART halves unpack_iq4_nl(const ck_iq4_nl *block) {
    const halves all = nibbles(block->quants);
    const __m128i values = _mm_loadu_si128((const __m128i *)iq4_nl_values);
    return (halves) { _mm_shuffle_epi8(values, all.low), _mm_shuffle_epi8(values, all.high) };
}

/// Four sums of 16 products; the sizes of weights are unsigned, and their signs go over to the activations.
PART __m128i products(__m128i weights, __m128i values) {
    const __m128i pairs = _mm_maddubs_epi16(_mm_sign_epi8(weights, weights), _mm_sign_epi8(values, weights));
    return _mm_madd_epi16(pairs, _mm_set1_epi16(1));
}

PART float half(uint16_t bits) {
    int all = bits;
    // Else clang inserts the half into a register that holds something else, and waits for that.
    __asm__("" : "+r"(all));
    return _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtsi32_si128(all)));
}

#define BLOCKS(format)                                                                                                 \
    PART void tile_##format(                                                                                           \
        const ck_##format *weights, const ck_q8_0 *activations, float *results, size_t rows, size_t blocks_per_row,    \
        int height, int width) {                                                                                       \
        __m256 sum[PATH_BLAS_TOKENS][PATH_BLAS_ROWS];                                                                  \
        EACH(t, width) EACH(r, height) sum[t][r] = NONE;                                                               \
        for (size_t block = 0; block < blocks_per_row; block++) {                                                      \
            EACH(t, width) EACH(r, height) {                                                                           \
                const ck_##format *row = weights + (size_t)r * blocks_per_row + block;                                 \
                const ck_q8_0 *token = activations + (size_t)t * blocks_per_row + block;                               \
                const halves quants = unpack_##format(row), values = unpack_q8_0(token);                               \
                const __m128i low = products(quants.low, values.low), high = products(quants.high, values.high);       \
                const __m256 scale = _mm256_set1_ps(half(row->d) * half(token->d));                                    \
                sum[t][r] = MULTIPLY_ADD(sum[t][r], scale, _mm256_cvtepi32_ps(_mm256_set_m128i(high, low)));           \
            }                                                                                                          \
        }                                                                                                              \
        EACH(t, width) EACH(r, height) results[(size_t)t * rows + (size_t)r] = total(sum[t][r]);                       \
    }                                                                                                                  \
                                                                                                                       \
    RUN_TILES(format, ck_##format, ck_q8_0, path_blas_by_rows, 2)

BLOCKS(q8_0)
BLOCKS(q4_0)
BLOCKS(q5_0)
BLOCKS(iq4_nl)
#endif
