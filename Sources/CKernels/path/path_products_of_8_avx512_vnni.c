// Products of sixteen interleaved rows in 512-bit vectors, by fours of bytes: the formats of 32 weights, whose products
// need no scale before they are added up. Where eight rows are left over, those of AVX2 multiply them.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "path_products_of_8.h"

#define NAME(x) x##_avx512_vnni
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni,avx2,fma,f16c")))
#define PART TARGET static inline __attribute__((always_inline))
#ifndef HOLD
#define HOLD(x) __asm__("" : "+v"(x))
#define HOLD_FOR(x, y) __asm__("" : "+v"(x) : "v"(y))
#endif

#include "path_products_of_8_512.h"
#include "path_products_of_8_template.h"

/// The tokens' signs go to the rows: one factor must be unsigned.
PART bytes add_products(bytes sum, bytes tokens, bytes rows) {
    // Else the compiler negates each vector of rows once and blends: more instructions than engines have.
    HOLD_FOR(rows, tokens);
    const bytes moved = _mm512_mask_sub_epi8(rows, _mm512_movepi8_mask(tokens), _mm512_setzero_si512(), rows);
    return _mm512_dpbusd_epi32(sum, _mm512_abs_epi8(tokens), moved);
}

#include "path_products_of_8_32.h"
#endif
