// The dot products of the other formats with blocks of 256 in AVX-512 with VNNI, four rows at a time.
#if defined(__x86_64__)
#include "dot_avx512.h"
#include "dot_avx512_scales.h"

/// Of two numbers, one in each half of the vector.
#define HALVES(low, high) _mm512_set_epi64(high, high, high, high, low, low, low, low)

/// 32 bytes in both halves.
PART __m512i twice(const void *at) { return _mm512_broadcast_i64x4(_mm256_loadu_si256(at)); }

/// The bits of `low`, and those of `high` that `mask` has.
PART __m512i join(__m512i low, __m512i high, __m512i mask) { return _mm512_ternarylogic_epi32(high, mask, low, 0xEA); }

/// What a sum starts with where `offset` was added to each of the weights that meet these activations: the instruction
/// multiplies unsigned weights. It is the same for all rows.
PART __m512i start(__m512i values, char offset) {
    const __m512i zero = _mm512_setzero_si512();
    return _mm512_sub_epi32(zero, _mm512_dpbusd_epi32(zero, _mm512_set1_epi8(offset), values));
}

/// Four scales and the activations' own, in each quarter.
PART __m512 four_scales(uint16_t first, uint16_t second, uint16_t third, uint16_t fourth, float factor) {
    __m128i halves = _mm_setr_epi16((short)first, (short)second, (short)third, (short)fourth, 0, 0, 0, 0);
    return _mm512_mul_ps(_mm512_broadcast_f32x4(_mm_cvtph_ps(halves)), _mm512_set1_ps(factor));
}

/// Makes the compiler keep a vector in memory, in place of the shuffles that it prefers.
#define WAIT_IN_MEMORY(vector) __asm__("" : "+m"(vector));

/// Adds what a function of row r's block gives, times number r of each quarter of `d`.
#define ADD_ROW(r, block_sum)                                                                                          \
    sum[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(block_sum), _mm512_permute_ps(d, 0x55 * r), sum[r]);

// Q6_K.

/// Adds one half block. Four products are at most 4 · 32 · 128 together, which fits the 16 bits that two vectors are
/// packed to, so that one multiplication scales both. `picks` chooses of the block's scales.
PART __m512i add_half_q6_k(
    __m512i sum, const uint8_t *low, const uint8_t *high, const __m512i values[2], const __m512i starts[2],
    __m512i scales) {
    const __m512i nibble = _mm512_set1_epi8(15), top = _mm512_set1_epi8(0x30);
    __m512i lows = _mm512_loadu_si512(low), highs = twice(high);
    __m512i first = join(_mm512_and_si512(lows, nibble), _mm512_rolv_epi64(highs, HALVES(4, 2)), top);
    __m512i last = _mm512_and_si512(_mm512_srli_epi16(lows, 4), nibble);
    last = join(last, _mm512_rorv_epi64(highs, HALVES(0, 2)), top);
    first = _mm512_dpbusd_epi32(starts[0], first, values[0]);
    last = _mm512_dpbusd_epi32(starts[1], last, values[1]);
    return add_pairs(sum, _mm512_packs_epi32(first, last), scales);
}

PART __m512i q6_k_sum(const ck_q6_k *weights, const __m512i values[4], const __m512i starts[4]) {
    // Sixteenths 0 and 4 in the first quarter, 1 and 5 in the second ...
    const __m512i picks = _mm512_set_epi64(
        0x0007000700070007, 0x0003000300030003, 0x0006000600060006, 0x0002000200020002,
        0x0005000500050005, 0x0001000100010001, 0x0004000400040004, 0);
    const __m512i picks_on = _mm512_or_si512(picks, _mm512_set1_epi16(8));
    __m512i scales = _mm512_castsi256_si512(
        _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)weights->scales)));
    __m512i first = _mm512_permutexvar_epi16(picks, scales), last = _mm512_permutexvar_epi16(picks_on, scales);
    __m512i sum = add_half_q6_k(_mm512_setzero_si512(), weights->low, weights->high, values, starts, first);
    return add_half_q6_k(sum, weights->low + 64, weights->high + 32, values + 2, starts + 2, last);
}

PART void four_q6_k(const ck_q6_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_q6_k *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        __m512 d = four_scales(at[0]->d, at[1]->d, at[2]->d, at[3]->d, activations->d);
        __m512i values[4], starts[4];
        for (int i = 0; i < 4; i++) {
            values[i] = _mm512_loadu_si512(activations->quants + 64 * i);
            starts[i] = start(values[i], 32);
        }
        ADD_ROW(0, q6_k_sum(at[0], values, starts))
        ADD_ROW(1, q6_k_sum(at[1], values, starts))
        ADD_ROW(2, q6_k_sum(at[2], values, starts))
        ADD_ROW(3, q6_k_sum(at[3], values, starts))
    }
    store_sums(sum, result);
}

DOT_RUN(dot_q6_k_avx512_vnni, ck_q6_k, four_q6_k)

// Q5_K.

/// Adds scale · q · activation of one half block. Four products are at most 4 · 31 · 128 together.
PART __m512i add_half_q5_k(
    __m512i sum, const uint8_t *quants, __m512i evens, __m512i odds, const __m512i parts[2], __m512i scales) {
    const __m512i nibble = _mm512_set1_epi8(15), fifth = _mm512_set1_epi8(16), zero = _mm512_setzero_si512();
    __m512i both = _mm512_loadu_si512(quants);
    __m512i even = join(_mm512_and_si512(both, nibble), evens, fifth);
    __m512i odd = join(_mm512_and_si512(_mm512_srli_epi16(both, 4), nibble), odds, fifth);
    even = _mm512_dpbusd_epi32(zero, even, parts[0]);
    odd = _mm512_dpbusd_epi32(zero, odd, parts[1]);
    return add_pairs(sum, _mm512_packs_epi32(even, odd), scales);
}

/// The integer sum of one block; `first` and `last` have the scales of its halves.
PART __m512i q5_k_sum(const void *block, const __m512i parts[4], __m512i first, __m512i last) {
    const ck_q5_k *weights = block;
    // Bit 4 becomes that of the part: 0 and 2, 1 and 3, 4 and 6, 5 and 7.
    __m512i high = twice(weights->high);
    __m512i sum = add_half_q5_k(
        _mm512_setzero_si512(), weights->quants, _mm512_rolv_epi64(high, HALVES(4, 2)),
        _mm512_rolv_epi64(high, HALVES(3, 1)), parts, first);
    return add_half_q5_k(
        sum, weights->quants + 64, _mm512_rorv_epi64(high, HALVES(0, 2)), _mm512_rorv_epi64(high, HALVES(1, 3)),
        parts + 2, last);
}

PART void four_q5_k(const ck_q5_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    const char *at[ROWS] = { (const char *)row[0], (const char *)row[1], (const char *)row[2], (const char *)row[3] };
    four_with_minima(at, sizeof(ck_q5_k), q5_k_sum, activations, blocks, result);
}

DOT_RUN(dot_q5_k_avx512_vnni, ck_q5_k, four_q5_k)

// IQ4_XS.

/// Adds the products of four parts, each in its quarter: the first halves of the parts are in the low nibbles.
PART __m512i four_parts_iq4_xs(const uint8_t *quants, const __m512i values[2], __m512i start) {
    const __m512i nibble = _mm512_set1_epi8(15), both = _mm512_loadu_si512(quants);
    const __m512i table = _mm512_xor_si512(
        _mm512_broadcast_i32x4(_mm_setr_epi8(CK_IQ4_TABLE)), _mm512_set1_epi8(-128));
    __m512i low = _mm512_shuffle_epi8(table, _mm512_and_si512(both, nibble));
    __m512i high = _mm512_shuffle_epi8(table, _mm512_and_si512(_mm512_srli_epi16(both, 4), nibble));
    return _mm512_dpbusd_epi32(_mm512_dpbusd_epi32(start, low, values[0]), high, values[1]);
}

/// The eight scales of each row as 16-bit numbers in its quarter.
PART __m512i scales_iq4_xs(__m512i headers) {
    const __m512i places = _mm512_broadcast_i32x4(
        _mm_setr_epi8(4, -1, 4, -1, 5, -1, 5, -1, 6, -1, 6, -1, 7, -1, 7, -1));
    const __m512i right = _mm512_set1_epi64(0x0004000000040000);
    const __m512i left = _mm512_broadcast_i32x4(_mm_setr_epi16(14, 12, 10, 8, 6, 4, 2, 0));
    __m512i low = _mm512_srlv_epi16(_mm512_shuffle_epi8(headers, places), right);
    __m512i high = _mm512_sllv_epi16(_mm512_shuffle_epi8(headers, _mm512_set1_epi16(0x0302)), left);
    low = _mm512_and_si512(low, _mm512_set1_epi16(15));
    low = join(low, _mm512_srli_epi16(high, 14 - 4), _mm512_set1_epi16(0x30));
    return _mm512_sub_epi16(low, _mm512_set1_epi16(32));
}

/// The integer sum of one block; `scales` has its eight. Eight products need more than 16 bits.
PART __m512i iq4_xs_sum(const ck_iq4_xs *weights, const __m512i values[4], const __m512i starts[2], __m128i scales) {
    const __m512i picks = _mm512_set_epi32(3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
    const __m512i picks_on = _mm512_or_si512(picks, _mm512_set1_epi32(4));
    __m512i wide = _mm512_castsi256_si512(_mm256_cvtepi16_epi32(scales));
    __m512i first = four_parts_iq4_xs(weights->quants, values, starts[0]);
    __m512i last = four_parts_iq4_xs(weights->quants + 64, values + 2, starts[1]);
    first = _mm512_mullo_epi32(first, _mm512_permutexvar_epi32(picks, wide));
    return _mm512_add_epi32(first, _mm512_mullo_epi32(last, _mm512_permutexvar_epi32(picks_on, wide)));
}

/// The activations in the order of the nibbles, and what sums start with.
PART void load_iq4_xs(const ck_q8_k *activations, __m512i values[4], __m512i starts[2]) {
    for (int half = 0; half < 2; half++) {
        __m512i first = _mm512_loadu_si512(activations->quants + 128 * half);
        __m512i second = _mm512_loadu_si512(activations->quants + 128 * half + 64);
        values[2 * half] = _mm512_shuffle_i64x2(first, second, 0x88);
        values[2 * half + 1] = _mm512_shuffle_i64x2(first, second, 0xDD);
        starts[half] = _mm512_add_epi32(start(values[2 * half], -128), start(values[2 * half + 1], -128));
    }
}

PART void four_iq4_xs(const ck_iq4_xs *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_iq4_xs *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        const void *headers[ROWS] = { at[0], at[1], at[2], at[3] };
        __m512i scales = scales_iq4_xs(quarters(headers)), values[4], starts[2];
        __m512 d = four_scales(at[0]->d, at[1]->d, at[2]->d, at[3]->d, activations->d);
        load_iq4_xs(activations, values, starts);
        ADD_ROW(0, iq4_xs_sum(at[0], values, starts, _mm512_castsi512_si128(scales)))
        ADD_ROW(1, iq4_xs_sum(at[1], values, starts, _mm512_extracti32x4_epi32(scales, 1)))
        ADD_ROW(2, iq4_xs_sum(at[2], values, starts, _mm512_extracti32x4_epi32(scales, 2)))
        ADD_ROW(3, iq4_xs_sum(at[3], values, starts, _mm512_extracti32x4_epi32(scales, 3)))
    }
    store_sums(sum, result);
}

DOT_RUN(dot_iq4_xs_avx512_vnni, ck_iq4_xs, four_iq4_xs)

#include "dot_avx512_k_low.h"

const ck_dot_kernel ck_dot_avx512_vnni_k[] = {
    K_ROW("Q6_K", ck_q6_k, CK_ISA_AVX512_VNNI, dot_q6_k_avx512_vnni),
    K_ROW("Q5_K", ck_q5_k, CK_ISA_AVX512_VNNI, dot_q5_k_avx512_vnni),
    K_ROW("Q3_K", ck_q3_k, CK_ISA_AVX512_VNNI, dot_q3_k_avx512_vnni),
    K_ROW("Q2_K", ck_q2_k, CK_ISA_AVX512_VNNI, dot_q2_k_avx512_vnni),
    K_ROW("IQ4_XS", ck_iq4_xs, CK_ISA_AVX512_VNNI, dot_iq4_xs_avx512_vnni),
    { .format = NULL }
};
#endif
