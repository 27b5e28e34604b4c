// IQ4_XS in 256-bit vectors. A vector has 32 bytes of nibbles: two parts, in a half each; their first sixteenths are in
// the low nibbles. A file that includes this defines, besides what dot_256_k_template.h asks for:
//   iq4_table                 what the nibbles stand for
//   start_iq4_xs(first, second)   what the sum of one vector starts with for these activations
//   widen(scales)             eight scales of 16 bits as add_iq4_xs wants them: those of even parts in one half
//   add_iq4_xs(sum, low, high, values, start, scales)   adds two parts; `scales` has their own in the halves

/// The scales of the even parts, then those of the odd ones, of each row in its half.
PART __m256i scales_iq4_xs(__m256i headers) {
    const __m256i places = _mm256_set1_epi64x((long long)0xFF07FF06FF05FF04);
    const __m256i factors = _mm256_broadcastsi128_si256(
        _mm_setr_epi16(1 << 14, 1 << 10, 1 << 6, 1 << 2, 1 << 12, 1 << 8, 1 << 4, 1));
    __m256i low = _mm256_srlv_epi64(_mm256_shuffle_epi8(headers, places), _mm256_setr_epi64x(0, 4, 0, 4));
    __m256i high = _mm256_mullo_epi16(_mm256_shuffle_epi8(headers, _mm256_set1_epi16(0x0302)), factors);
    low = _mm256_and_si256(low, _mm256_set1_epi16(15));
    high = _mm256_and_si256(_mm256_srli_epi16(high, 14 - 4), _mm256_set1_epi16(0x30));
    return _mm256_sub_epi16(_mm256_or_si256(low, high), _mm256_set1_epi16(32));
}

/// Adds parts 2 · pair and 2 · pair + 1.
#define ADD_PAIR_IQ4_XS(pair)                                                                                          \
    {                                                                                                                  \
        __m256i both = load(weights->quants + 32 * pair), low = _mm256_shuffle_epi8(table, both_and(both, 15));        \
        __m256i high = _mm256_shuffle_epi8(table, both_and(_mm256_srli_epi16(both, 4), 15));                           \
        sum = add_iq4_xs(                                                                                              \
            sum, low, high, values + 2 * pair, starts[pair], _mm256_shuffle_epi32(scales, 0x55 * pair));               \
    }

PART __m256i iq4_xs_sum(const ck_iq4_xs *weights, const __m256i values[8], const __m256i starts[4], __m128i words) {
    const __m256i table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)iq4_table));
    __m256i sum = _mm256_setzero_si256(), scales = widen(words);
    ADD_PAIR_IQ4_XS(0) ADD_PAIR_IQ4_XS(1) ADD_PAIR_IQ4_XS(2) ADD_PAIR_IQ4_XS(3)
    return sum;
}

PART void two_iq4_xs(const ck_iq4_xs *const row[ROWS], const ck_q8_k *activations, size_t blocks, float *result) {
    __m256 sum[ROWS] = { _mm256_setzero_ps(), _mm256_setzero_ps() };
    for (size_t block = 0; block < blocks; block++, activations++) {
        const ck_iq4_xs *first = row[0] + block, *second = row[1] + block;
        __m256i scales = scales_iq4_xs(halves(first, second)), values[8], starts[4];
        __m128 d = two_scales(first->d, second->d, activations->d);
        for (int pair = 0; pair < 4; pair++) {
            __m256i even = load(activations->quants + 64 * pair), odd = load(activations->quants + 64 * pair + 32);
            values[2 * pair] = _mm256_permute2x128_si256(even, odd, 0x20);
            values[2 * pair + 1] = _mm256_permute2x128_si256(even, odd, 0x31);
            starts[pair] = start_iq4_xs(values[2 * pair], values[2 * pair + 1]);
        }
        __m256i whole = iq4_xs_sum(first, values, starts, _mm256_castsi256_si128(scales));
        ADD_ROWS(sum, whole, iq4_xs_sum(second, values, starts, _mm256_extracti128_si256(scales, 1)), d)
    }
    store_sums(sum, result);
}

DOT_RUN(NAME(dot_iq4_xs), ck_iq4_xs, two_iq4_xs)
