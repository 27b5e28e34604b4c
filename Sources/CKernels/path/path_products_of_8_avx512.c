// Products of sixteen interleaved rows in 512-bit vectors: pairs of bytes, then pairs of 16 bits. Where eight rows are
// left over, those of AVX2 multiply them.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "path_products_of_8.h"

#define NAME(x) x##_avx512
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx2,fma,f16c")))
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
    const bytes pairs = _mm512_maddubs_epi16(_mm512_abs_epi8(tokens), moved);
    return _mm512_add_epi32(sum, _mm512_madd_epi16(pairs, _mm512_set1_epi16(1)));
}

#include "path_products_of_8_32.h"
#include "path_products_of_8_q4_k.h"
#include "path_products_of_8_q2_k.h"
#endif
