// The stream loops one double at a time; Arm has no non-temporal store of one double.
// An empty assembly statement after each load keeps the compiler from joining
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

#if defined(__x86_64__)
// Assembly, because the compiler turns its own intrinsic back into an ordinary store when the value was a double.
static inline __attribute__((always_inline)) void stream_one(double *p, double value) {
    long long bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    __asm__ volatile("movnti %1, %0" : "=m"(*p) : "r"(bits));
}

#define STREAM(p, x) stream_one(p, x)
#define FENCE() _mm_sfence()
#endif

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

#include "stream_template.h"

const ck_stream_kernel ck_stream_scalar[] = {
    REGULAR_STREAM_KERNELS(CK_ISA_SCALAR),
#ifdef STREAM
    NONTEMPORAL_STREAM_KERNELS(CK_ISA_SCALAR),
#endif
    { .name = NULL }
};
