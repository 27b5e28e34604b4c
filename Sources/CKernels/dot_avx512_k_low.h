// Q3_K and Q2_K in AVX-512. One vector has the 64 bytes of low bits; shifted by 2g they are the elements of groups g of
// both half blocks, and each quarter of the vector has one scale.

/// The activations in that order.
PART __m512i values_of_group(const ck_q8_k *activations, int group) {
    __m512i first = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)(activations->quants + 32 * group)));
    return _mm512_inserti64x4(first, _mm256_loadu_si256((const __m256i *)(activations->quants + 128 + 32 * group)), 1);
}

/// Which of sixteen scales in each quarter go with groups 0 and 1, packed, in the low bytes of 16 bits; the high ones
/// are zero.
PART __m512i places_of_scales(void) {
    return _mm512_set_epi64(
        (long long)0xFF0BFF0BFF0BFF0B, (long long)0xFF09FF09FF09FF09, (long long)0xFF0AFF0AFF0AFF0A,
        (long long)0xFF08FF08FF08FF08, (long long)0xFF03FF03FF03FF03, (long long)0xFF01FF01FF01FF01,
        (long long)0xFF02FF02FF02FF02, (long long)0xFF00FF00FF00FF00);
}

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

/// One group of both halves: `low` has its low bits in the lowest places, `high` its high bit in the third.
PART __m512i group_q3_k(__m512i low, __m512i high, __m512i values, __m512i start) {
    __m512i quants = join(_mm512_and_si512(low, _mm512_set1_epi8(3)), high, _mm512_set1_epi8(4));
    return _mm512_dpbusd_epi32(start, quants, values);
}

/// 256 times the integer sum of one block, whose scales are in every quarter: they stand in the high bytes of 16 bits,
/// with their signs. Four products are at most 4 · 4 · 128 together, so that the sum is below 2^27.
PART __m512i q3_k_sum(const ck_q3_k *weights, const __m512i values[4], const __m512i starts[4], __m512i scales) {
    const __m512i places = _mm512_or_si512(_mm512_slli_epi16(places_of_scales(), 8), _mm512_set1_epi16(0xFF));
    const __m512i places_on = _mm512_or_si512(places, _mm512_set1_epi16(0x0400));
    __m512i low = _mm512_loadu_si512(weights->quants), high = twice(weights->high);
    __m512i first = group_q3_k(low, _mm512_rolv_epi64(high, HALVES(2, 62)), values[0], starts[0]);
    __m512i second = group_q3_k(
        _mm512_srli_epi16(low, 2), _mm512_rolv_epi64(high, HALVES(1, 61)), values[1], starts[1]);
    __m512i third = group_q3_k(
        _mm512_srli_epi16(low, 4), _mm512_rolv_epi64(high, HALVES(0, 60)), values[2], starts[2]);
    __m512i fourth = group_q3_k(
        _mm512_srli_epi16(low, 6), _mm512_rolv_epi64(high, HALVES(63, 59)), values[3], starts[3]);
    __m512i sum = _mm512_madd_epi16(_mm512_packs_epi32(first, second), _mm512_shuffle_epi8(scales, places));
    return _mm512_dpwssd_epi32(sum, _mm512_packs_epi32(third, fourth), _mm512_shuffle_epi8(scales, places_on));
}

PART void four_q3_k(const ck_q3_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_q3_k *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        // The 16 bytes that end with the block.
        const void *headers[ROWS] = {
            at[0]->quants + 62, at[1]->quants + 62, at[2]->quants + 62, at[3]->quants + 62 };
        __m512i scales = scales_q3_k(quarters(headers)), values[4], starts[4];
        __m512 d = four_scales(at[0]->d, at[1]->d, at[2]->d, at[3]->d, activations->d * 0x1p-8f);
        for (int i = 0; i < 4; i++) {
            values[i] = values_of_group(activations, i);
            starts[i] = start(values[i], 4);
        }
        ADD_ROW(0, q3_k_sum(at[0], values, starts, _mm512_shuffle_i32x4(scales, scales, 0x00)))
        ADD_ROW(1, q3_k_sum(at[1], values, starts, _mm512_shuffle_i32x4(scales, scales, 0x55)))
        ADD_ROW(2, q3_k_sum(at[2], values, starts, _mm512_shuffle_i32x4(scales, scales, 0xAA)))
        ADD_ROW(3, q3_k_sum(at[3], values, starts, _mm512_shuffle_i32x4(scales, scales, 0xFF)))
    }
    store_sums(sum, result);
}

DOT_RUN(dot_q3_k_avx512_vnni, ck_q3_k, four_q3_k)

// Q2_K.

/// The integer sum of one block, whose scales are in every quarter. Four products are at most 4 · 3 · 128 together.
PART __m512i q2_k_sum(const ck_q2_k *weights, const __m512i values[4], __m512i scales) {
    const __m512i zero = _mm512_setzero_si512(), two = _mm512_set1_epi8(3), places = places_of_scales();
    const __m512i places_on = _mm512_or_si512(places, _mm512_set1_epi16(4));
    __m512i all = _mm512_loadu_si512(weights->quants);
    __m512i first = _mm512_dpbusd_epi32(zero, _mm512_and_si512(all, two), values[0]);
    __m512i second = _mm512_dpbusd_epi32(zero, _mm512_and_si512(_mm512_srli_epi16(all, 2), two), values[1]);
    __m512i third = _mm512_dpbusd_epi32(zero, _mm512_and_si512(_mm512_srli_epi16(all, 4), two), values[2]);
    __m512i fourth = _mm512_dpbusd_epi32(zero, _mm512_and_si512(_mm512_srli_epi16(all, 6), two), values[3]);
    __m512i sum = _mm512_madd_epi16(_mm512_packs_epi32(first, second), _mm512_shuffle_epi8(scales, places));
    return _mm512_dpwssd_epi32(sum, _mm512_packs_epi32(third, fourth), _mm512_shuffle_epi8(scales, places_on));
}

/// The sum of each row's minima times those of its activations, in four parts.
PART __m512 minima_q2_k(__m512i both, const ck_q8_k *activations) {
    const __m512i zero = _mm512_setzero_si512();
    __m512i minima = _mm512_and_si512(_mm512_srli_epi16(both, 4), _mm512_set1_epi8(15));
    __m512i low = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)activations->sums));
    __m512i high = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)activations->sums + 1));
    __m512i sum = _mm512_madd_epi16(_mm512_unpacklo_epi8(minima, zero), low);
    return _mm512_cvtepi32_ps(_mm512_dpwssd_epi32(sum, _mm512_unpackhi_epi8(minima, zero), high));
}

PART void four_q2_k(const ck_q2_k *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    __m512 offset = _mm512_setzero_ps();
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_q2_k *at[ROWS] = { row[0] + block, row[1] + block, row[2] + block, row[3] + block };
        const void *starts[ROWS] = { at[0], at[1], at[2], at[3] };
        // The 16 bytes that end with the block: d and dmin are the last two of eight halves.
        const void *ends[ROWS] = { at[0]->quants + 52, at[1]->quants + 52, at[2]->quants + 52, at[3]->quants + 52 };
        __m512i both = quarters(starts), scales = _mm512_and_si512(both, _mm512_set1_epi8(15)), values[4];
        __m512i halves = header_scales(_mm512_shuffle_epi32(quarters(ends), 0xFF));
        __m512 factor = _mm512_set1_ps(activations->d);
        __m512 d = _mm512_mul_ps(_mm512_cvtph_ps(_mm512_castsi512_si256(halves)), factor);
        __m512 dmin = _mm512_mul_ps(_mm512_cvtph_ps(_mm512_extracti64x4_epi64(halves, 1)), factor);
        offset = _mm512_fmadd_ps(minima_q2_k(both, activations), dmin, offset);
        for (int i = 0; i < 4; i++) values[i] = values_of_group(activations, i);
#define ADD_QUARTER(r)                                                                                                 \
        sum[r] = _mm512_fmadd_ps(                                                                                      \
            _mm512_cvtepi32_ps(q2_k_sum(at[r], values, _mm512_shuffle_i32x4(scales, scales, 0x55 * r))),               \
            _mm512_shuffle_f32x4(d, d, 0x55 * r), sum[r]);
        ADD_QUARTER(0) ADD_QUARTER(1) ADD_QUARTER(2) ADD_QUARTER(3)
#undef ADD_QUARTER
    }
    for (int r = 0; r < ROWS; r++) sum[r] = _mm512_mask_sub_ps(sum[r], (__mmask16)(15 << 4 * r), sum[r], offset);
    store_sums(sum, result);
}

DOT_RUN(dot_q2_k_avx512_vnni, ck_q2_k, four_q2_k)
