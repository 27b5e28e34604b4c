// Products of eight interleaved rows in 256-bit vectors: pairs of bytes, then pairs of 16 bits.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "path_products_of_8.h"

#define NAME(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma,f16c")))
#define PART TARGET static inline __attribute__((always_inline))
#define HOLD(x) __asm__("" : "+x"(x))

#include "path_products_of_8_256.h"
#include "path_products_of_8_template.h"

/// The tokens' signs go to the rows: one factor must be unsigned.
PART bytes add_products(bytes sum, bytes tokens, bytes rows) {
    const bytes pairs = _mm256_maddubs_epi16(_mm256_sign_epi8(tokens, tokens), _mm256_sign_epi8(rows, tokens));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

#include "path_products_of_8_32.h"
#include "path_products_of_8_q4_k.h"
// Engines have none of these for whole matrices: they are for eight rows left over by 512-bit loops.
#include "path_products_of_8_q2_k.h"
#endif
