// Products of eight interleaved rows in 256-bit vectors, by fours of bytes: the formats of 32 weights, whose products
// need no scale before they are added up.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "path_products_of_8.h"

#define NAME(x) x##_avx_vnni
#define TARGET __attribute__((target("avx2,fma,f16c,avxvnni")))
#define PART TARGET static inline __attribute__((always_inline))
#ifndef HOLD
#define HOLD(x) __asm__("" : "+x"(x))
#endif

#include "path_products_of_8_256.h"
#include "path_products_of_8_template.h"

/// The tokens' signs go to the rows: one factor must be unsigned.
PART bytes add_products(bytes sum, bytes tokens, bytes rows) {
    return _mm256_dpbusd_avx_epi32(sum, _mm256_sign_epi8(tokens, tokens), _mm256_sign_epi8(rows, tokens));
}

#include "path_products_of_8_32.h"
#endif
