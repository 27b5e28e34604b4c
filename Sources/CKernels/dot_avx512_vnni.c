// The dot products in AVX-512 with VNNI, four rows at a time: what depends on activations alone is done once for four.
#if defined(__x86_64__)
#include <immintrin.h>

#include "dot_tables.h"

#define ROWS 4
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni,f16c")))
#define PART TARGET static inline __attribute__((always_inline))
#include "dot_rows.h"

/// One 16-byte piece of each row in its quarter of the vector.
PART __m512i quarters(const void *const at[ROWS]) {
    __m512i all = _mm512_castsi128_si512(_mm_loadu_si128(at[0]));
    all = _mm512_inserti32x4(all, _mm_loadu_si128(at[1]), 1);
    all = _mm512_inserti32x4(all, _mm_loadu_si128(at[2]), 2);
    return _mm512_inserti32x4(all, _mm_loadu_si128(at[3]), 3);
}

/// The sum of each row's sixteen.
PART void store_sums(const __m512 sum[ROWS], float *result) {
    __m512 first = _mm512_add_ps(_mm512_unpacklo_ps(sum[0], sum[1]), _mm512_unpackhi_ps(sum[0], sum[1]));
    __m512 second = _mm512_add_ps(_mm512_unpacklo_ps(sum[2], sum[3]), _mm512_unpackhi_ps(sum[2], sum[3]));
    __m512 all = _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(first), _mm512_castps_pd(second)));
    all = _mm512_add_ps(
        all, _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(first), _mm512_castps_pd(second))));
    all = _mm512_add_ps(all, _mm512_shuffle_f32x4(all, all, 0x4E));
    all = _mm512_add_ps(all, _mm512_shuffle_f32x4(all, all, 0xB1));
    _mm_storeu_ps(result, _mm512_castps512_ps128(all));
}

// Q4_K.

/// Scales of a row's eight parts in the low bytes of its quarter, their minima in the high ones.
PART __m512i split_scales(__m512i headers) {
    const __m512i right = _mm512_set4_epi32(4, 0, 0, 0);
    const __m512i low = _mm512_set4_epi32(0x0F0F0F0F, 0x3F3F3F3F, 0x0F0F0F0F, 0x3F3F3F3F);
    const __m512i high = _mm512_set4_epi32(0x30303030, 0, 0x30303030, 0);
    // Dwords of the header: d and dmin, bytes 0-3, 4-7, 8-11.
    __m512i base = _mm512_srlv_epi32(_mm512_shuffle_epi32(headers, _MM_SHUFFLE(3, 2, 3, 1)), right);
    __m512i top = _mm512_srli_epi32(_mm512_shuffle_epi32(headers, _MM_SHUFFLE(2, 2, 1, 1)), 2);
    return _mm512_or_si512(_mm512_and_si512(base, low), _mm512_and_si512(top, high));
}

/// The activations of two parts a vector, in the order of the nibbles: parts 0 and 2, 1 and 3, 4 and 6, 5 and 7.
PART void load_parts(const ck_q8_k *activations, __m512i parts[4]) {
    for (int half = 0; half < 2; half++) {
        __m512i first = _mm512_loadu_si512(activations->quants + 128 * half);
        __m512i second = _mm512_loadu_si512(activations->quants + 128 * half + 64);
        parts[2 * half] = _mm512_shuffle_i64x2(first, second, 0x44);
        parts[2 * half + 1] = _mm512_shuffle_i64x2(first, second, 0xEE);
    }
}

/// The sums of each part's 32 activations, once for each row.
PART __m512i part_sums(const ck_q8_k *activations) {
    __m128i low = _mm_loadu_si128((const __m128i *)activations->sums);
    __m128i high = _mm_loadu_si128((const __m128i *)activations->sums + 1);
    return _mm512_broadcast_i32x4(_mm_hadd_epi16(low, high));
}

/// Adds scale · q · activation of one half block. Four products are at most 4 · 15 · 128 together, which fits the
/// 16 bits that two parts are packed to, so that one multiplication scales both.
PART __m512i add_half(__m512i sum, const uint8_t *quants, const __m512i parts[2], __m512i scales) {
    const __m512i nibble = _mm512_set1_epi8(15), zero = _mm512_setzero_si512();
    __m512i both = _mm512_loadu_si512(quants);
    __m512i even = _mm512_dpbusd_epi32(zero, _mm512_and_si512(both, nibble), parts[0]);
    __m512i odd = _mm512_dpbusd_epi32(zero, _mm512_and_si512(_mm512_srli_epi16(both, 4), nibble), parts[1]);
    return _mm512_dpwssd_epi32(sum, _mm512_packs_epi32(even, odd), scales);
}

/// The integer sum of one block; `scales` has the row's eight bytes in each quarter.
PART __m512 block_sum(const ck_q4_k *weights, const __m512i parts[4], __m512i scales) {
    const __m512i first = _mm512_set_epi64(
        (long long)0xFF03FF03FF03FF03, (long long)0xFF02FF02FF02FF02, (long long)0xFF03FF03FF03FF03,
        (long long)0xFF02FF02FF02FF02, (long long)0xFF01FF01FF01FF01, (long long)0xFF00FF00FF00FF00,
        (long long)0xFF01FF01FF01FF01, (long long)0xFF00FF00FF00FF00);
    const __m512i second = _mm512_or_si512(first, _mm512_set1_epi16(4));
    __m512i sum = add_half(_mm512_setzero_si512(), weights->quants, parts, _mm512_shuffle_epi8(scales, first));
    sum = add_half(sum, weights->quants + 64, parts + 2, _mm512_shuffle_epi8(scales, second));
    return _mm512_cvtepi32_ps(sum);
}

/// d (low half of the result) or dmin (high half) of each row's header, in its quarter.
PART __m512i header_scales(__m512i headers) {
    const __m512i picks = _mm512_set_epi32(
        0x190019, 0x190019, 0x110011, 0x110011, 0x090009, 0x090009, 0x010001, 0x010001,
        0x180018, 0x180018, 0x100010, 0x100010, 0x080008, 0x080008, 0, 0);
    return _mm512_permutexvar_epi16(picks, headers);
}

PART void four_q4_k(const ck_q4_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    __m512 offset = _mm512_setzero_ps();
    for (size_t block = 0; block < blocks; block++, activations++) {
        const void *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        __m512i headers = quarters(at), scales = split_scales(headers), halves = header_scales(headers), parts[4];
        __m512 factor = _mm512_set1_ps(activations->d);
        __m512 d = _mm512_mul_ps(_mm512_cvtph_ps(_mm512_castsi512_si256(halves)), factor);
        __m512 dmin = _mm512_mul_ps(_mm512_cvtph_ps(_mm512_extracti64x4_epi64(halves, 1)), factor);
        __m512i minima = _mm512_unpackhi_epi8(scales, _mm512_setzero_si512());
        minima = _mm512_madd_epi16(minima, part_sums(activations));
        offset = _mm512_fmadd_ps(_mm512_cvtepi32_ps(minima), dmin, offset);
        load_parts(activations, parts);
#define ADD_ROW(r)                                                                                             \
        sum[r] = _mm512_fmadd_ps(                                                                              \
            block_sum(at[r], parts, _mm512_shuffle_i32x4(scales, scales, 0x55 * r)),                           \
            _mm512_shuffle_f32x4(d, d, 0x55 * r), sum[r]);
        ADD_ROW(0) ADD_ROW(1) ADD_ROW(2) ADD_ROW(3)
#undef ADD_ROW
    }
    for (int r = 0; r < ROWS; r++) sum[r] = _mm512_mask_sub_ps(sum[r], (__mmask16)(15 << 4 * r), sum[r], offset);
    store_sums(sum, result);
}

DOT_RUN(dot_q4_k_avx512_vnni, ck_q4_k, four_q4_k)

// Q8_0. Unsigned bytes times signed ones is all that the instruction has: 128 is added to the weights, and 128 times
// the sum of the activations, the same for all rows, is where each sum starts below zero.

/// What a sum starts with for these activations.
PART __m512i start(__m512i values) {
    const __m512i zero = _mm512_setzero_si512();
    return _mm512_sub_epi32(zero, _mm512_dpbusd_epi32(zero, _mm512_set1_epi8(-128), values));
}

/// The bytes of two blocks that follow each other.
PART __m512i two_blocks(const ck_q8_0 *blocks) {
    __m512i first = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)blocks[0].quants));
    return _mm512_inserti64x4(first, _mm256_loadu_si256((const __m256i *)blocks[1].quants), 1);
}

/// The scales of four blocks of one row, in its quarter.
PART __m512 four_scales(const ck_q8_0 *const row[ROWS]) {
    __m512i at[4];
    for (int block = 0; block < 4; block++) {
        const void *starts[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        at[block] = quarters(starts);
    }
    __m512i low = _mm512_unpacklo_epi16(at[0], at[1]), high = _mm512_unpacklo_epi16(at[2], at[3]);
    __m512i all = _mm512_unpacklo_epi32(low, high);
    all = _mm512_permutexvar_epi64(_mm512_set_epi64(0, 0, 0, 0, 6, 4, 2, 0), all);
    return _mm512_cvtph_ps(_mm512_castsi512_si256(all));
}

/// The scales of four consecutive activation blocks.
PART __m128 activation_scales(const ck_q8_0 *blocks) {
    __m128i low = _mm_unpacklo_epi16(
        _mm_loadu_si128((const void *)blocks), _mm_loadu_si128((const void *)(blocks + 1)));
    __m128i high = _mm_unpacklo_epi16(
        _mm_loadu_si128((const void *)(blocks + 2)), _mm_loadu_si128((const void *)(blocks + 3)));
    return _mm_cvtph_ps(_mm_unpacklo_epi32(low, high));
}

PART void four_blocks_q8_0(const ck_q8_0 *const row[ROWS], const ck_q8_0 *activations, __m512 sum[ROWS]) {
    const __m512i flip = _mm512_set1_epi8(-128);
    const __m512i first = _mm512_set_epi32(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    __m512 scales = _mm512_mul_ps(four_scales(row), _mm512_broadcast_f32x4(activation_scales(activations)));
    for (int pair = 0; pair < 2; pair++) {
        __m512i values = two_blocks(activations + 2 * pair), below = start(values);
        for (int r = 0; r < ROWS; r++) {
            __m512i quants = _mm512_xor_si512(two_blocks(row[r] + 2 * pair), flip);
            __m512 whole = _mm512_cvtepi32_ps(_mm512_dpbusd_epi32(below, quants, values));
            __m512i picks = _mm512_add_epi32(first, _mm512_set1_epi32(4 * r + 2 * pair));
            sum[r] = _mm512_fmadd_ps(whole, _mm512_permutexvar_ps(picks, scales), sum[r]);
        }
    }
}

PART __m128 half(uint16_t bits) { return _mm_cvtph_ps(_mm_cvtsi32_si128(bits)); }

PART __m512 one_block_q8_0(const ck_q8_0 *weights, const ck_q8_0 *activations) {
    __m256i quants = _mm256_loadu_si256((const __m256i *)weights->quants);
    __m256i values = _mm256_loadu_si256((const __m256i *)activations->quants);
    __m256i below = _mm512_castsi512_si256(start(_mm512_castsi256_si512(values)));
    __m256i whole = _mm256_dpbusd_epi32(below, _mm256_xor_si256(quants, _mm256_set1_epi8(-128)), values);
    __m128 scale = _mm_mul_ss(half(weights->d), half(activations->d));
    return _mm512_zextps256_ps512(_mm256_mul_ps(_mm256_cvtepi32_ps(whole), _mm256_broadcastss_ps(scale)));
}

PART void four_q8_0(const ck_q8_0 *const row[ROWS], const ck_q8_0 *activations, size_t blocks, float *result) {
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    size_t block = 0;
    for (; block + 4 <= blocks; block += 4) {
        const ck_q8_0 *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        four_blocks_q8_0(at, activations + block, sum);
    }
    for (; block < blocks; block++) {
        for (int r = 0; r < ROWS; r++) {
            sum[r] = _mm512_add_ps(sum[r], one_block_q8_0(row[r] + block, activations + block));
        }
    }
    store_sums(sum, result);
}

DOT_RUN(dot_q8_0_avx512_vnni, ck_q8_0, four_q8_0)

const ck_dot_kernel ck_dot_avx512_vnni[] = {
    Q4_K_ROW(CK_ISA_AVX512_VNNI, dot_q4_k_avx512_vnni), Q8_0_ROW(CK_ISA_AVX512_VNNI, dot_q8_0_avx512_vnni),
    { .format = NULL }
};
#endif
