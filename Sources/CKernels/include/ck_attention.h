// Attention of one generated token: some query heads over the keys and values that one KV head keeps of all tokens.
#ifndef CK_ATTENTION_H
#define CK_ATTENTION_H

#include "ck_isa.h"

/// One KV head's part of a KV cache. The row of a token, of `head_dimension` numbers, lies `stride` bytes behind that
/// of the token before: llama.cpp keeps the rows of a token's heads side by side. `queries` and `results` are
/// group × head_dimension floats, on 4-byte boundaries; keys and values start at even addresses.
typedef struct {
    const void *keys, *values;
    size_t stride, context;
    const float *queries;
    float *results;
    size_t group, head_dimension;
} ck_attention_slice;

/// results[query] = Σ p[token] · values[token], p being the softmax over all tokens of queries[query] · keys[token]
/// / √head_dimension, in floats.
typedef void (*ck_attention_run)(const ck_attention_slice *slice);

/// One measured loop. Head dimensions are multiples of 32 up to CK_ATTENTION_WIDEST.
typedef struct {
    const char *format;  // of the cache, as GGUF names it: F16 or Q8_0
    ck_isa isa;
    ck_attention_run run;
} ck_attention_kernel;

enum { CK_ATTENTION_WIDEST = 256 };

/// The kernels compiled for this architecture, whether or not this CPU can run them; NULL past the last.
const ck_attention_kernel *ck_attention_kernel_at(size_t index);

/// Bytes of one token's row.
size_t ck_attention_row_bytes(const char *format, size_t head_dimension);

// The scalar oracle: doubles, exp(), and no running maximum, as seeded scores are small. The softmax of floats cannot
// be exact. Scores of seeded rows spread by about a half, so that every token has its share: leaving one out of 131072
// changes a head's results by three times CK_ATTENTION_TOLERANCE of the largest of them or more; rounding by a tenth.

/// How far a result may be from the exact one, as a part of its head's largest.
#define CK_ATTENTION_TOLERANCE 1e-4

/// Writes seeded rows of `context` tokens to `keys` and `values`.
void ck_attention_fill(
    const char *format, void *keys, void *values, size_t stride, size_t context, size_t head_dimension, uint64_t seed);

/// Writes seeded queries.
void ck_attention_fill_queries(float *queries, size_t group, size_t head_dimension, uint64_t seed);

/// Writes a value that no kernel produces to `results`.
void ck_attention_poison(float *results, size_t group, size_t head_dimension);

/// How far the results of query head `query` are from those of the rows and queries that `seed` names, computed anew:
/// the largest difference as a part of the largest result; infinite where one is not a number.
double ck_attention_error(const char *format, const ck_attention_slice *slice, size_t query, uint64_t seed);

#endif
