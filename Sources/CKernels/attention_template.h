// Attention in vectors, for whoever defines what a vector is. Include once for each format, with
//   ATTENTION_NAME  what the loop is called      TARGET    its instruction set
//   VEC, INTS       a vector of floats, and one of as many integers
//   LANES           how many
//   SPREAD(float)   a vector of one number       FMA(a, b, sum)   a · b + sum
//   SUM(vector)     the sum of its lanes
//   ROW_BYTES(width) of a token
//   NUMBERS(row, i, k) LANES numbers of a row from i + k · LANES on; i is a multiple of 2 · LANES, k 0 or 1
//
//   NUMBERS(row, i, k) LANES numbers of a row from i + k · LANES on; 2 · LANES divides i, k is 0 or 1
// the values. Four query heads at once share each row that is read and widened.
#include <math.h>
#include <string.h>

#include "attention_half.h"
#include "attention_tables.h"

#ifndef ATTENTION_TEMPLATE_H
#define ATTENTION_TEMPLATE_H

#define ATTENTION_JOIN(first, second) first##second
#define ATTENTION_JOINED(first, second) ATTENTION_JOIN(first, second)

/// Rows of 32 tokens are 8 KiB of F16 in a first cache of 32 to 64, and enough to share a softmax's fixed costs.
enum { ATTENTION_TOKENS = 32, ATTENTION_HEADS = 4 };

/// Asks for a row that is needed a block later: rows of one head lie apart, where no core looks ahead by itself.
static inline void attention_prefetch(const char *row, size_t bytes) {
    for (size_t i = 0; i < bytes; i += 64) __builtin_prefetch(row + i, 0, 3);
}

/// What is so far known of some query heads: the softmax of the tokens seen, relative to the largest score.
typedef struct {
    float largest[ATTENTION_HEADS], total[ATTENTION_HEADS];
    float scores[ATTENTION_HEADS][ATTENTION_TOKENS];
} attention_state;
#endif

#define PART TARGET static inline __attribute__((always_inline))
#define ATTENTION_FUNCTION(name) ATTENTION_JOINED(ATTENTION_NAME, name)
#define EACH(index, count) _Pragma("GCC unroll 8") for (size_t index = 0; index < (count); index++)

/// e^x for x <= 0, within 2 units of the last place; 0 below -87. A power of two times a polynomial on ±ln 2 / 2, whose
/// coefficients are those of Cephes' expf.
PART VEC ATTENTION_FUNCTION(_exp)(VEC x) {
    const VEC shift = SPREAD(0x1.8p23f);  // adding it rounds to an integer, which then stands in the low bits
    const INTS in_range = x > SPREAD(-87.0f);
    const VEC shifted = FMA(x, SPREAD(0x1.715476p+0f), shift), power = shifted - shift;
    VEC rest = FMA(power, SPREAD(-0x1.63p-1f), x), sum = SPREAD(1.9875691500e-4f);
    rest = FMA(power, SPREAD(2.12194440e-4f), rest);
    sum = FMA(sum, rest, SPREAD(1.3981999507e-3f));
    sum = FMA(sum, rest, SPREAD(8.3334519073e-3f));
    sum = FMA(sum, rest, SPREAD(4.1665795894e-2f));
    sum = FMA(sum, rest, SPREAD(1.6666665459e-1f));
    sum = FMA(sum, rest, SPREAD(5.0000001201e-1f));
    sum = FMA(sum, rest * rest, rest) + SPREAD(1.0f);
    const INTS bits = (INTS)sum + ((INTS)shifted << 23);
    return (VEC)(bits & in_range);
}

/// Scores of the block's tokens.
PART void ATTENTION_FUNCTION(_scores)(
    const ck_attention_slice *slice, const float *queries, size_t first_token, size_t tokens, const size_t heads,
    float scale, attention_state *state) {
    const char *keys = (const char *)slice->keys + first_token * slice->stride;
    const char *values = (const char *)slice->values + first_token * slice->stride;
    for (size_t token = 0; token < tokens; token++, keys += slice->stride, values += slice->stride) {
        attention_prefetch(keys + ATTENTION_TOKENS * slice->stride, ROW_BYTES(slice->head_dimension));
        attention_prefetch(values, ROW_BYTES(slice->head_dimension));
        VEC sums[ATTENTION_HEADS][2];
        EACH(head, heads) sums[head][0] = sums[head][1] = SPREAD(0.0f);
        for (size_t i = 0; i < slice->head_dimension; i += 2 * LANES) {
            const VEC first = NUMBERS(keys, i, 0), second = NUMBERS(keys, i, 1);
            EACH(head, heads) {
                VEC one, other;
                memcpy(&one, queries + head * slice->head_dimension + i, sizeof one);
                memcpy(&other, queries + head * slice->head_dimension + i + LANES, sizeof other);
                sums[head][0] = FMA(first, one, sums[head][0]);
                sums[head][1] = FMA(second, other, sums[head][1]);
            }
        }
        EACH(head, heads) state->scores[head][token] = scale * SUM(sums[head][0] + sums[head][1]);
    }
}

/// Makes a head's scores into weights. Returns by how much all earlier ones are to be multiplied.
PART float ATTENTION_FUNCTION(_softmax)(attention_state *state, size_t head, size_t tokens) {
    float *scores = state->scores[head], largest = state->largest[head];
    for (size_t token = 0; token < tokens; token++) largest = scores[token] > largest ? scores[token] : largest;
    for (size_t token = tokens; token < ATTENTION_TOKENS; token++) scores[token] = -INFINITY;
    VEC total = SPREAD(0.0f);
    for (size_t token = 0; token < ATTENTION_TOKENS; token += LANES) {
        VEC weights;
        memcpy(&weights, scores + token, sizeof weights);
        weights = ATTENTION_FUNCTION(_exp)(weights - SPREAD(largest));
        total += weights;
        memcpy(scores + token, &weights, sizeof weights);
    }
    const float less = expf(state->largest[head] - largest);
    state->total[head] = state->total[head] * less + SUM(total);
    state->largest[head] = largest;
    return less;
}

/// Adds the block's values, each by its weight, to the results, which `less` scales first.
PART void ATTENTION_FUNCTION(_values)(
    const ck_attention_slice *slice, float *results, const char *values, size_t tokens, const size_t heads,
    const float *less, const attention_state *state) {
    for (size_t i = 0; i < slice->head_dimension; i += 2 * LANES) {
        VEC sums[ATTENTION_HEADS][2];
        EACH(head, heads) {
            memcpy(sums[head], results + head * slice->head_dimension + i, sizeof sums[head]);
            sums[head][0] *= SPREAD(less[head]);
            sums[head][1] *= SPREAD(less[head]);
        }
        for (size_t token = 0; token < tokens; token++) {
            const char *row = values + token * slice->stride;
            const VEC first = NUMBERS(row, i, 0), second = NUMBERS(row, i, 1);
            EACH(head, heads) {
                const VEC weight = SPREAD(state->scores[head][token]);
                sums[head][0] = FMA(first, weight, sums[head][0]);
                sums[head][1] = FMA(second, weight, sums[head][1]);
            }
        }
        EACH(head, heads) memcpy(results + head * slice->head_dimension + i, sums[head], sizeof sums[head]);
    }
}

/// So many query heads, from head `first` on.
PART void ATTENTION_FUNCTION(_heads)(const ck_attention_slice *slice, size_t first, const size_t heads) {
    const size_t width = slice->head_dimension;
    const float *queries = slice->queries + first * width;
    const float scale = 1 / sqrtf((float)width);
    float *results = slice->results + first * width, less[ATTENTION_HEADS];
    attention_state state;
    EACH(head, heads) state.largest[head] = -INFINITY, state.total[head] = 0;
    memset(results, 0, heads * width * sizeof *results);
    for (size_t token = 0; token < slice->context; token += ATTENTION_TOKENS) {
        const size_t left = slice->context - token, tokens = left < ATTENTION_TOKENS ? left : ATTENTION_TOKENS;
        const size_t start = token * slice->stride;
        ATTENTION_FUNCTION(_scores)(slice, queries, token, tokens, heads, scale, &state);
        EACH(head, heads) less[head] = ATTENTION_FUNCTION(_softmax)(&state, head, tokens);
        ATTENTION_FUNCTION(_values)(
            slice, results, (const char *)slice->values + start, tokens, heads, less, &state);
    }
    EACH(head, heads) {
        for (size_t i = 0; i < width; i++) results[head * width + i] /= state.total[head];
    }
}

TARGET static void ATTENTION_NAME(const ck_attention_slice *slice) {
    for (size_t head = 0; head < slice->group; head += ATTENTION_HEADS) {
        switch (slice->group - head) {
        case 1: ATTENTION_FUNCTION(_heads)(slice, head, 1); break;
        case 2: ATTENTION_FUNCTION(_heads)(slice, head, 2); break;
        case 3: ATTENTION_FUNCTION(_heads)(slice, head, 3); break;
        default: ATTENTION_FUNCTION(_heads)(slice, head, ATTENTION_HEADS);
        }
    }
}

#undef PART
#undef ATTENTION_FUNCTION
#undef EACH
#undef ATTENTION_NAME
#undef NUMBERS
#undef ROW_BYTES
