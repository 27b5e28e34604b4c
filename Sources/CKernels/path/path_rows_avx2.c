// Row by row in AVX2: blocks of 32. Those whose quants are looked up take two blocks at a time, and multiply by pairs
// of bytes on any CPU, so that they have no loops for VNNI.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define SET avx2
#define FOURS(weights, values)                                                                                         \
    _mm256_madd_epi16(_mm256_set1_epi16(1), _mm256_maddubs_epi16((weights), (values)))
#include "path_rows_256_template.h"

static const int8_t iq4_nl_values[16] = { CK_IQ4_NL_VALUES }, mxfp4_values[16] = { CK_MXFP4_VALUES };

/// The values of 16 bytes' nibbles, halves looked up one by one.
PATH_PART __m256i look_up(__m128i meanings, const uint8_t *quants) {
    const __m128i both = load_128(quants), mask = _mm_set1_epi8(15);
    const __m128i low = _mm_shuffle_epi8(meanings, _mm_and_si128(both, mask));
    const __m128i high = _mm_shuffle_epi8(meanings, _mm_and_si128(_mm_srli_epi16(both, 4), mask));
    return join_128(low, high);
}

PATH_PART __m256 products(__m128i meanings, const uint8_t *quants, const int8_t *values) {
    return signed_sums(look_up(meanings, quants), load_256(values));
}

/// The last block of an odd number, number by number.
PATH_PART float last_block(const int8_t *meanings, const uint8_t *quants, const int8_t *values) {
    int first = 0, second = 0;
    for (int i = 0; i < 16; i++) {
        first += values[i] * meanings[quants[i] & 15];
        second += values[16 + i] * meanings[quants[i] >> 4];
    }
    return (float)(first + second);
}

#define LOOKED_UP(name, SCALE)                                                                                         \
    PATH_ROW_SUM(name, ck_##name, ck_q8_0) {                                                                           \
        const __m128i meanings = load_128(name##_values);                                                              \
        __m256 first = _mm256_setzero_ps(), second = _mm256_setzero_ps();                                              \
        size_t i = 0;                                                                                                  \
        for (; i + 2 <= blocks; i += 2, weights += 2, activations += 2) {                                              \
            const __m256 one = products(meanings, weights[0].quants, activations[0].quants);                           \
            const __m256 other = products(meanings, weights[1].quants, activations[1].quants);                         \
            const float d = path_half(activations[0].d) * SCALE(weights[0]);                                           \
            const float other_d = path_half(activations[1].d) * SCALE(weights[1]);                                     \
            first = _mm256_fmadd_ps(_mm256_set1_ps(d), one, first);                                                    \
            second = _mm256_fmadd_ps(_mm256_set1_ps(other_d), other, second);                                          \
        }                                                                                                              \
        float sum = sum_of_8(_mm256_add_ps(first, second));                                                            \
        for (; i < blocks; i++, weights++, activations++) {                                                            \
            const float d = path_half(activations->d) * SCALE(*weights);                                               \
            sum += d * last_block(name##_values, weights->quants, activations->quants);                                \
        }                                                                                                              \
        return sum;                                                                                                    \
    }                                                                                                                  \
    RUN(name)

#define SCALE_OF_HALF(block) path_half((block).d)
#define SCALE_OF_POWER(block) path_power((block).e)

LOOKED_UP(iq4_nl, SCALE_OF_HALF)
LOOKED_UP(mxfp4, SCALE_OF_POWER)
#endif
