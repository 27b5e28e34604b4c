// The dot products of blocks of 32 in AVX-VNNI: four products of bytes are multiplied and added at once.
#if defined(__x86_64__)
#include <immintrin.h>

#include "dot_tables.h"

#define NAME(x) x##_avx_vnni
#define TARGET __attribute__((target("avx2,fma,f16c,avxvnni")))
#define PART TARGET static inline __attribute__((always_inline))

typedef struct {
    __m256i low, high;
} two_blocks;

PART __m256i begin(int8_t added, two_blocks values) {
    const __m256i all = _mm256_set1_epi8(added), zero = _mm256_setzero_si256();
    __m256i sum = _mm256_dpbusd_avx_epi32(_mm256_dpbusd_avx_epi32(zero, all, values.low), all, values.high);
    return _mm256_sub_epi32(zero, sum);
}

PART __m256i sums(__m256i start, two_blocks weights, two_blocks values) {
    __m256i sum = _mm256_dpbusd_avx_epi32(start, weights.low, values.low);
    return _mm256_dpbusd_avx_epi32(sum, weights.high, values.high);
}

#define WIDE_ADDED -128
#define wide_begin begin
#define wide_sums sums
#include "dot_256_32.h"

const ck_dot_kernel ck_dot_avx_vnni_32[] = { DOT_32_ROWS(CK_ISA_AVX_VNNI, avx_vnni) };
#endif
