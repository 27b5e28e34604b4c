// Parts of the loops with integers in 128-bit vectors that go row by row. The file that includes this has defined
// TARGET.
#include <string.h>

PATH_PART __m128i load_128(const void *at) { return _mm_loadu_si128(at); }

/// The low or the high nibbles of bytes.
PATH_PART __m128i low_nibbles(__m128i both) { return _mm_and_si128(both, _mm_set1_epi8(15)); }
PATH_PART __m128i high_nibbles(__m128i both) { return low_nibbles(_mm_srli_epi16(both, 4)); }

/// Sums of two products of signed bytes: the weights' signs go to the activations, as one operand has to be unsigned.
PATH_PART __m128i signed_pairs(__m128i weights, __m128i values) {
    return _mm_maddubs_epi16(_mm_sign_epi8(weights, weights), _mm_sign_epi8(values, weights));
}

/// Sums of two neighbours.
PATH_PART __m128i fours_of(__m128i pairs) { return _mm_madd_epi16(_mm_set1_epi16(1), pairs); }

/// Number by number, what is left of an odd number of blocks: the values of 16 bytes' nibbles.
PATH_PART float last_block(const int8_t *meanings, const uint8_t *quants, const int8_t *values) {
    int first = 0, second = 0;
    for (int i = 0; i < 16; i++) {
        first += values[i] * meanings[quants[i] & 15];
        second += values[16 + i] * meanings[quants[i] >> 4];
    }
    return (float)(first + second);
}

/// What the nibbles of Q4_0 stand for.
static const int8_t path_q4_0_values[16] __attribute__((unused)) = {
    -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7
};
