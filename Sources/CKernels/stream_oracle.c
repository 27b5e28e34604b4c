// What the stream kernels must produce, computed one element at a time from the index alone.
#include "CKernels.h"

// 10 bits of a multiplicative hash: neighbouring elements differ, and no value is zero or denormal.
static inline uint32_t thousandths(uint64_t index, uint64_t seed) {
    return 1024 + (uint32_t)(((index + seed * 0x2545F4914F6CDD1Dull) * 0x9E3779B97F4A7C15ull) >> 54);
}

static inline double element(uint64_t index, uint64_t seed) { return thousandths(index, seed) / 1024.0; }

void ck_stream_fill(double *values, uint64_t first, size_t count, uint64_t seed) {
    for (size_t i = 0; i < count; i++) values[i] = element(first + i, seed);
}

void ck_stream_poison(double *a, size_t count) {
    for (size_t i = 0; i < count; i++) a[i] = -1.0;
}

double ck_stream_sum(uint64_t first, size_t count, uint64_t seed) {
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) total += thousandths(first + i, seed);
    return (double)total / 1024.0;
}

size_t ck_stream_mismatch(ck_operation operation, const double *a, uint64_t first, size_t count, uint64_t seed) {
    for (size_t i = 0; i < count; i++) {
        double b = element(first + i, seed), c = element(first + i, seed + 1), expected = a[i];
        switch (operation) {
        case CK_READ: return count;
        case CK_COPY: expected = b; break;
        case CK_SCALE: expected = CK_SCALAR_FACTOR * b; break;
        case CK_ADD: expected = b + c; break;
        case CK_TRIAD: expected = b + CK_SCALAR_FACTOR * c; break;
        }
        if (a[i] != expected) return i;
    }
    return count;
}
