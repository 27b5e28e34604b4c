// Q3_K and Q2_K in AVX-512. One vector has the 64 bytes of low bits; bits 2g and 2g + 1 are the elements of groups g of
// both half blocks, and each quarter of the vector has one scale. Groups 1 and 3 are left where they stand, at four
// times their value, which saves shifts: the scales of the others are four times as large, and so is the sum. There are
// so few bytes to a block that every instruction counts: 84 are read from memory in the time of some thirty (Zen 5).
// Scales wait in memory, from where a load copies one row's to every quarter without the units that calculate.

/// The activations in that order.
PART void load_groups(const ck_q8_k *activations, __m512i values[4]) {
    for (int pair = 0; pair < 2; pair++) {
        __m512i first = _mm512_loadu_si512(activations->quants + 64 * pair);
        __m512i second = _mm512_loadu_si512(activations->quants + 128 + 64 * pair);
        values[2 * pair] = _mm512_shuffle_i64x2(first, second, 0x44);
        values[2 * pair + 1] = _mm512_shuffle_i64x2(first, second, 0xEE);
    }
}

/// Which of sixteen scales in each quarter go with groups 0 and 1, packed, in the low bytes of 16 bits; the high ones
/// are zero.
PART __m512i places_of_scales(void) {
    return _mm512_set_epi64(
        (long long)0xFF0BFF0BFF0BFF0B, (long long)0xFF09FF09FF09FF09, (long long)0xFF0AFF0AFF0AFF0A,
        (long long)0xFF08FF08FF08FF08, (long long)0xFF03FF03FF03FF03, (long long)0xFF01FF01FF01FF01,
        (long long)0xFF02FF02FF02FF02, (long long)0xFF00FF00FF00FF00);
}

/// Sixteen scales in each quarter, those of groups 0 and 2 times four, which the bytes hold.
PART __m512i even_groups_by_four(__m512i scales) {
    __m512i larger = _mm512_slli_epi16(_mm512_and_si512(scales, _mm512_set1_epi8(63)), 2);
    return _mm512_mask_mov_epi16(scales, 0x55555555, larger);
}

/// Adds the products of groups 0 and 1, and of 2 and 3, times their scales, of which `row` has sixteen.
PART __m512i scaled_groups(const __m512i sums[4], const __m512i *scales, int row, __m512i places, __m512i places_on) {
    __m512i own = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)scales + row));
    __m512i sum = _mm512_madd_epi16(_mm512_packs_epi32(sums[0], sums[1]), _mm512_shuffle_epi8(own, places));
    return add_pairs(sum, _mm512_packs_epi32(sums[2], sums[3]), _mm512_shuffle_epi8(own, places_on));
}

/// Adds a block's sum to row r's, times one of the numbers in the memory of `d`.
#define ADD_ROW_FROM_MEMORY(r, block_sum, d, place)                                                                    \
    sum[r] = _mm512_fmadd_ps(                                                                                          \
        _mm512_cvtepi32_ps(block_sum), _mm512_set1_ps(((const float *)&d)[place]), sum[r]);

// Q3_K.

/// The sixteen scales of each row in its quarter, of headers that have them in bytes 2 ... 13.
PART __m512i scales_q3_k(__m512i headers) {
    const __m512i low_places = _mm512_set1_epi64(0x0908070605040302), high_places = _mm512_set1_epi32(0x0D0C0B0A);
    const __m512i right = _mm512_set4_epi32(4, 4, 0, 0), left = _mm512_set4_epi32(30, 0, 2, 4);
    __m512i low = _mm512_srlv_epi32(_mm512_shuffle_epi8(headers, low_places), right);
    __m512i high = _mm512_rolv_epi32(_mm512_shuffle_epi8(headers, high_places), left);
    low = join(_mm512_and_si512(low, _mm512_set1_epi8(15)), high, _mm512_set1_epi8(0x30));
    return _mm512_sub_epi8(low, _mm512_set1_epi8(32));
}

/// A group 0 or 2 of both halves: `high` has its third bit in bit 2.
PART __m512i even_group_q3_k(__m512i low, __m512i high, __m512i values, __m512i start) {
    __m512i quants = join(_mm512_and_si512(low, _mm512_set1_epi8(3)), high, _mm512_set1_epi8(4));
    return _mm512_dpbusd_epi32(start, quants, values);
}

/// Four times a group 1 or 3 of both halves: `high` has its third bit in bit 4.
PART __m512i odd_group_q3_k(__m512i low, __m512i high, __m512i values, __m512i start) {
    __m512i quants = join(_mm512_and_si512(low, _mm512_set1_epi8(12)), high, _mm512_set1_epi8(16));
    return _mm512_dpbusd_epi32(start, quants, values);
}

/// 1024 times the integer sum of one block: scales stand in the high bytes of 16 bits, with their signs. Four products
/// are at most 4 · 4 · 128 together, or four times that, so that the sum is below 2^29.
PART __m512i q3_k_sum(
    const ck_q3_k *weights, const __m512i values[4], const __m512i starts[4], const __m512i *scales, int row) {
    const __m512i places = _mm512_or_si512(_mm512_slli_epi16(places_of_scales(), 8), _mm512_set1_epi16(0xFF));
    const __m512i places_on = _mm512_or_si512(places, _mm512_set1_epi16(0x0400));
    __m512i low = _mm512_loadu_si512(weights->quants), high = twice(weights->high), sums[4];
    sums[0] = even_group_q3_k(low, _mm512_rolv_epi64(high, HALVES(2, 62)), values[0], starts[0]);
    sums[1] = odd_group_q3_k(low, _mm512_rolv_epi64(high, HALVES(3, 63)), values[1], starts[1]);
    low = _mm512_srli_epi16(low, 4);
    sums[2] = even_group_q3_k(low, _mm512_rolv_epi64(high, HALVES(0, 60)), values[2], starts[2]);
    sums[3] = odd_group_q3_k(low, _mm512_rolv_epi64(high, HALVES(1, 61)), values[3], starts[3]);
    return scaled_groups(sums, scales, row, places, places_on);
}

PART void four_q3_k(const ck_q3_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_q3_k *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        // The 16 bytes that end with the block.
        const void *ends[ROWS] = { at[0]->quants + 62, at[1]->quants + 62, at[2]->quants + 62, at[3]->quants + 62 };
        __m512i scales = even_groups_by_four(scales_q3_k(quarters(ends))), values[4], starts[4];
        __m128i halves = _mm_setr_epi16((short)at[0]->d, (short)at[1]->d, (short)at[2]->d, (short)at[3]->d, 0, 0, 0, 0);
        __m128 d = _mm_mul_ps(_mm_cvtph_ps(halves), _mm_set1_ps(activations->d * 0x1p-10f));
        WAIT_IN_MEMORY(scales)
        WAIT_IN_MEMORY(d)
        load_groups(activations, values);
        for (int i = 0; i < 4; i++) starts[i] = start(values[i], i % 2 == 0 ? 4 : 16);
        ADD_ROW_FROM_MEMORY(0, q3_k_sum(at[0], values, starts, &scales, 0), d, 0)
        ADD_ROW_FROM_MEMORY(1, q3_k_sum(at[1], values, starts, &scales, 1), d, 1)
        ADD_ROW_FROM_MEMORY(2, q3_k_sum(at[2], values, starts, &scales, 2), d, 2)
        ADD_ROW_FROM_MEMORY(3, q3_k_sum(at[3], values, starts, &scales, 3), d, 3)
    }
    store_sums(sum, result);
}

DOT_RUN(dot_q3_k_avx512_vnni, ck_q3_k, four_q3_k)

// Q2_K.

/// Four times the integer sum of one block without its minima. Four products are at most 4 · 3 · 128 together, or four
/// times that.
PART __m512i q2_k_sum(const ck_q2_k *weights, const __m512i values[4], const __m512i *scales, int row) {
    const __m512i zero = _mm512_setzero_si512(), even = _mm512_set1_epi8(3), odd = _mm512_set1_epi8(12);
    const __m512i places = places_of_scales(), places_on = _mm512_or_si512(places, _mm512_set1_epi16(4));
    __m512i all = _mm512_loadu_si512(weights->quants), sums[4];
    sums[0] = _mm512_dpbusd_epi32(zero, _mm512_and_si512(all, even), values[0]);
    sums[1] = _mm512_dpbusd_epi32(zero, _mm512_and_si512(all, odd), values[1]);
    all = _mm512_srli_epi16(all, 4);
    sums[2] = _mm512_dpbusd_epi32(zero, _mm512_and_si512(all, even), values[2]);
    sums[3] = _mm512_dpbusd_epi32(zero, _mm512_and_si512(all, odd), values[3]);
    return scaled_groups(sums, scales, row, places, places_on);
}

/// The sum of each row's minima times those of its activations, in four parts.
PART __m512 minima_q2_k(__m512i both, const ck_q8_k *activations) {
    const __m512i zero = _mm512_setzero_si512();
    __m512i minima = _mm512_and_si512(_mm512_srli_epi16(both, 4), _mm512_set1_epi8(15));
    __m512i low = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)activations->sums));
    __m512i high = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)activations->sums + 1));
    __m512i sum = _mm512_madd_epi16(_mm512_unpacklo_epi8(minima, zero), low);
    return _mm512_cvtepi32_ps(add_pairs(sum, _mm512_unpackhi_epi8(minima, zero), high));
}

/// d and dmin of each row, one after the other.
PART __m256 scales_q2_k(const ck_q2_k *const at[ROWS], float factor) {
    int words[ROWS];
    for (int r = 0; r < ROWS; r++) __builtin_memcpy(words + r, &at[r]->d, sizeof words[r]);
    __m128i halves = _mm_setr_epi32(words[0], words[1], words[2], words[3]);
    return _mm256_mul_ps(_mm256_cvtph_ps(halves), _mm256_set1_ps(factor));
}

PART void four_q2_k(const ck_q2_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    const __m512i minima_of_rows = _mm512_set_epi32(7, 7, 7, 7, 5, 5, 5, 5, 3, 3, 3, 3, 1, 1, 1, 1);
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    __m512 offset = _mm512_setzero_ps();
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_q2_k *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        const void *starts[ROWS] = { at[0], at[1], at[2], at[3] };
        __m512i both = quarters(starts), scales = _mm512_and_si512(both, _mm512_set1_epi8(15)), values[4];
        __m256 d = scales_q2_k(at, activations->d);
        scales = even_groups_by_four(scales);
        __m512 dmin = _mm512_permutexvar_ps(minima_of_rows, _mm512_castps256_ps512(d));
        offset = _mm512_fmadd_ps(minima_q2_k(both, activations), dmin, offset);
        WAIT_IN_MEMORY(scales)
        WAIT_IN_MEMORY(d)
        load_groups(activations, values);
        ADD_ROW_FROM_MEMORY(0, q2_k_sum(at[0], values, &scales, 0), d, 0)
        ADD_ROW_FROM_MEMORY(1, q2_k_sum(at[1], values, &scales, 1), d, 2)
        ADD_ROW_FROM_MEMORY(2, q2_k_sum(at[2], values, &scales, 2), d, 4)
        ADD_ROW_FROM_MEMORY(3, q2_k_sum(at[3], values, &scales, 3), d, 6)
    }
    for (int r = 0; r < ROWS; r++) {
        sum[r] = _mm512_mul_ps(sum[r], _mm512_set1_ps(0.25f));
        sum[r] = _mm512_mask_sub_ps(sum[r], (__mmask16)(15 << 4 * r), sum[r], offset);
    }
    store_sums(sum, result);
}

DOT_RUN(dot_q2_k_avx512_vnni, ck_q2_k, four_q2_k)
