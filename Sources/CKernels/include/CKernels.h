// The measured loops. Each kernel is a row of a constant table that declares what it costs; none makes a system call.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ck_attention.h"
#include "ck_cycle.h"
#include "ck_dot.h"
#include "ck_isa.h"
#include "ck_matrix.h"
#include "ck_path.h"
#include "ck_peak.h"
#include "ck_spin.h"

/// How a kernel writes: not at all, through the cache (the line is read first), or around it.
typedef enum { CK_STORES_NONE, CK_STORES_REGULAR, CK_STORES_NONTEMPORAL } ck_stores;

/// What a stream kernel computes for each element.
typedef enum {
    CK_READ,   // sum += b
    CK_COPY,   // a = b
    CK_SCALE,  // a = s * b
    CK_ADD,    // a = b + c
    CK_TRIAD,  // a = b + s * c
} ck_operation;

/// Passes over `count` doubles; the arrays are 64-byte aligned and do not overlap. Returns the sum of CK_READ over all
/// passes, else 0.
typedef double (*ck_stream_run)(double *a, const double *b, const double *c, double s, size_t count, size_t passes);

/// One measured loop and what it costs per element. Moved bytes add the write-allocate read of regular stores.
typedef struct {
    const char *name;
    ck_operation operation;
    ck_isa isa;
    ck_stores stores;
    uint32_t streams;  // parts of b that CK_READ goes through side by side; 0 for what writes
    bool prefetch;     // whether software asks for lines ahead of their use
    uint32_t flops, credited_bytes, moved_bytes;
    ck_stream_run run;
} ck_stream_kernel;

/// The stream kernels compiled for this architecture, whether or not this CPU can run them; NULL past the last.
const ck_stream_kernel *ck_stream_kernel_at(size_t index);

// The scalar oracle. Array values are k/1024 with 1024 <= k < 2048, so that every product with the scalar 3 and every
// sum is exact in a double: results are compared bit for bit, whichever order or fused operation computed them.

/// The factor of scale and triad.
#define CK_SCALAR_FACTOR 3.0

/// Writes elements first ..< first + count of the array that `seed` names to `values`.
void ck_stream_fill(double *values, uint64_t first, size_t count, uint64_t seed);

/// Writes a value that no kernel produces to `a`, so that an unwritten element is noticed.
void ck_stream_poison(double *a, size_t count);

/// The exact sum of elements first ..< first + count of the array that `seed` names.
double ck_stream_sum(uint64_t first, size_t count, uint64_t seed);

/// The index of the first element of `a` that is not what the operation gives on the arrays seeded `seed` (b) and
/// `seed + 1` (c), or `count` if all are right.
size_t ck_stream_mismatch(ck_operation operation, const double *a, uint64_t first, size_t count, uint64_t seed);

#endif
