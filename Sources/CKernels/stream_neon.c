// The stream loops in NEON. Non-temporal stores are STNP pairs: a hint that cores may ignore.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "stream_tables.h"

// Clang's own takes offsets as it needs them; a compiler without it is given the same instruction.
static inline __attribute__((always_inline)) void stream_pair(double *p, float64x2_t x) {
#if defined(__clang__)
    __builtin_nontemporal_store(x, (float64x2_t *)p);
#else
    __asm__ volatile("stnp %d1, %d2, %0" : "=Q"(*(float64x2_t *)p) : "w"(x), "w"(vgetq_lane_f64(x, 1)));
#endif
}

#define NAME(x) stream_##x##_neon
#define TARGET
#define VEC float64x2_t
#define LANES 2
#define LOAD(p) vld1q_f64(p)
#define SPLAT(s) vdupq_n_f64(s)
#define ADD(x, y) vaddq_f64(x, y)
#define MUL(x, y) vmulq_f64(x, y)
#define FMA(x, y, z) vfmaq_f64(z, x, y)
#define SUM(x) vaddvq_f64(x)
#define STORE(p, x) vst1q_f64(p, x)
#define STREAM(p, x) stream_pair(p, x)
#define FENCE() __asm__ volatile("dmb ishst" ::: "memory")

#include "stream_template.h"

const ck_stream_kernel ck_stream_neon[] = {
    REGULAR_STREAM_KERNELS(CK_ISA_NEON), NONTEMPORAL_STREAM_KERNELS(CK_ISA_NEON), { .name = NULL }
};
#endif
