// What the dot products in AVX-VNNI share.
#include <immintrin.h>

#include "dot_tables.h"

#define NAME(x) x##_avx_vnni
#define TARGET __attribute__((target("avx2,fma,f16c,avxvnni")))
#define PART TARGET static inline __attribute__((always_inline))

/// Adds to each sum the products of two 16-bit pairs. In assembly, for the reason that add_pairs of dot_avx512.h has.
PART __m256i add_pairs(__m256i sum, __m256i first, __m256i second) {
    __asm__("%{vex%} vpdpwssd %2, %1, %0" : "+x"(sum) : "x"(first), "x"(second));
    return sum;
}
