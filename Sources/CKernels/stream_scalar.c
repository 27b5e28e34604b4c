// The stream loops one double at a time. An empty assembly statement after each load keeps the compiler from joining
// neighbouring elements into vectors, which it otherwise does at -O2.
#include "stream_tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define PIN "+x"
#elif defined(__aarch64__)
#define PIN "+w"
#endif

static inline __attribute__((always_inline)) double load_one(const double *p) {
    double value = *p;
    __asm__ volatile("" : PIN(value));
    return value;
}

static inline __attribute__((always_inline)) void stream_one(double *p, double value) {
#if defined(__x86_64__)
    long long bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    _mm_stream_si64((long long *)p, bits);
#else
    __builtin_nontemporal_store(value, p);
#endif
}

static inline __attribute__((always_inline)) void fence(void) {
#if defined(__x86_64__)
    _mm_sfence();
#else
    __asm__ volatile("dmb ishst" ::: "memory");
#endif
}

#define NAME(x) stream_##x##_scalar
#define TARGET
#define VEC double
#define LANES 1
#define LOAD(p) load_one(p)
#define SPLAT(s) (s)
#define ADD(x, y) ((x) + (y))
#define MUL(x, y) ((x) * (y))
#define FMA(x, y, z) ((x) * (y) + (z))
#define SUM(x) (x)
#define STORE(p, x) (*(p) = (x))
#define STREAM(p, x) stream_one(p, x)
#define FENCE() fence()

#include "stream_template.h"

const ck_stream_kernel ck_stream_scalar[CK_STREAM_KERNELS_PER_ISA] = {STREAM_KERNELS(CK_ISA_SCALAR)};
