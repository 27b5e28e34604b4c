// Q4_K and Q5_K in AVX-512, but for their quants: scales and minima of four rows, activations in the quants' order.

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

/// d (low half of the result) or dmin (high half) of each row's header, in its quarter.
PART __m512i header_scales(__m512i headers) {
    const __m512i picks = _mm512_set_epi32(
        0x190019, 0x190019, 0x110011, 0x110011, 0x090009, 0x090009, 0x010001, 0x010001,
        0x180018, 0x180018, 0x100010, 0x100010, 0x080008, 0x080008, 0, 0);
    return _mm512_permutexvar_epi16(picks, headers);
}

/// The integer sum of one block; `first` and `last` have the scales of its halves.
typedef __m512i four_with_minima_sum(const void *block, const __m512i parts[4], __m512i first, __m512i last);

/// Four rows of blocks of so many bytes, which begin with Q4_K's header.
PART void four_with_minima(
    const char *at[ROWS], size_t block_bytes, four_with_minima_sum *block_sum, const ck_q8_k *activations,
    size_t blocks, float *result) {
    const __m512i first = _mm512_set_epi64(
        (long long)0xFF03FF03FF03FF03, (long long)0xFF02FF02FF02FF02, (long long)0xFF03FF03FF03FF03,
        (long long)0xFF02FF02FF02FF02, (long long)0xFF01FF01FF01FF01, (long long)0xFF00FF00FF00FF00,
        (long long)0xFF01FF01FF01FF01, (long long)0xFF00FF00FF00FF00);
    const __m512i last = _mm512_or_si512(first, _mm512_set1_epi16(4));
    __m512 sum[ROWS] = { _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps() };
    __m512 offset = _mm512_setzero_ps();
    for (size_t block = 0; block < blocks; block++, activations++) {
        const void *starts[ROWS] = { at[0], at[1], at[2], at[3] };
        __m512i headers = quarters(starts), scales = split_scales(headers), halves = header_scales(headers), parts[4];
        __m512 factor = _mm512_set1_ps(activations->d);
        __m512 d = _mm512_mul_ps(_mm512_cvtph_ps(_mm512_castsi512_si256(halves)), factor);
        __m512 dmin = _mm512_mul_ps(_mm512_cvtph_ps(_mm512_extracti64x4_epi64(halves, 1)), factor);
        __m512i minima = _mm512_unpackhi_epi8(scales, _mm512_setzero_si512());
        minima = _mm512_madd_epi16(minima, part_sums(activations));
        offset = _mm512_fmadd_ps(_mm512_cvtepi32_ps(minima), dmin, offset);
        load_parts(activations, parts);
#define ADD_ROW_OF_FOUR(r)                                                                                             \
        {                                                                                                              \
            __m512i own = _mm512_shuffle_i32x4(scales, scales, 0x55 * r);                                              \
            __m512i whole = block_sum(                                                                                 \
                at[r], parts, _mm512_shuffle_epi8(own, first), _mm512_shuffle_epi8(own, last));                        \
            sum[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(whole), _mm512_shuffle_f32x4(d, d, 0x55 * r), sum[r]);         \
            at[r] += block_bytes;                                                                                      \
        }
        ADD_ROW_OF_FOUR(0) ADD_ROW_OF_FOUR(1) ADD_ROW_OF_FOUR(2) ADD_ROW_OF_FOUR(3)
#undef ADD_ROW_OF_FOUR
    }
    for (int r = 0; r < ROWS; r++) sum[r] = _mm512_mask_sub_ps(sum[r], (__mmask16)(15 << 4 * r), sum[r], offset);
    store_sums(sum, result);
}
