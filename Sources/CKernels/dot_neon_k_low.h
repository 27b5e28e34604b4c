// Q3_K and Q2_K in NEON.

// Q3_K.

/// The sixteen scales.
PART int8x16_t scales_q3_k(const ck_q3_k *weights) {
    static const uint8_t low_places[16] = { 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5, 6, 7, 8, 9 };
    static const int8_t nibbles[16] = { 0, 0, 0, 0, 0, 0, 0, 0, -4, -4, -4, -4, -4, -4, -4, -4 };
    static const uint8_t high_places[16] = { 10, 11, 12, 13, 10, 11, 12, 13, 10, 11, 12, 13, 10, 11, 12, 13 };
    static const int8_t shifts[16] = { 4, 4, 4, 4, 2, 2, 2, 2, 0, 0, 0, 0, -2, -2, -2, -2 };
    // The 16 bytes that end with the block.
    const uint8x16_t end = vld1q_u8(weights->quants + 62);
    const uint8x16_t low = vshlq_u8(vqtbl1q_u8(end, vld1q_u8(low_places)), vld1q_s8(nibbles));
    const uint8x16_t high = vshlq_u8(vqtbl1q_u8(end, vld1q_u8(high_places)), vld1q_s8(shifts));
    return vsubq_s8(join(low_bits(low, 15), high, 0x30), vdupq_n_s8(32));
}

/// Two parts; their low bits stand in bits 0 ... 3 of `low`, their third bits in bits 0 and 1 of `high`.
PART int32x4_t two_parts_q3_k(const uint8x16_t low[2], const uint8x16_t high[2], const int8_t *values) {
    return four_sixteenths(
        join(low_bits(low[0], 3), vshlq_n_u8(high[0], 2), 4), join(low_bits(low[1], 3), vshlq_n_u8(high[1], 2), 4),
        join(low_bits(vshrq_n_u8(low[0], 2), 3), vshlq_n_u8(high[0], 1), 4),
        join(low_bits(vshrq_n_u8(low[1], 2), 3), vshlq_n_u8(high[1], 1), 4), values);
}

PART float32x4_t add_q3_k(float32x4_t total, const ck_q3_k *weights, const ck_q8_k *activations) {
    int32x4_t scales[4];
    const int32x4_t offset = widen(scales_q3_k(weights), activations, scales);
    int32x4_t sum = vshlq_n_s32(vnegq_s32(offset), 2);
    uint8x16_t high[2] = { vld1q_u8(weights->high), vld1q_u8(weights->high + 16) };
    for (int half_block = 0; half_block < 2; half_block++) {
        const uint8_t *quants = weights->quants + 32 * half_block;
        uint8x16_t low[2] = { vld1q_u8(quants), vld1q_u8(quants + 16) };
        for (int pair = 2 * half_block; pair < 2 * half_block + 2; pair++) {
            sum = vmlaq_s32(sum, scales[pair], two_parts_q3_k(low, high, activations->quants + 64 * pair));
            for (int i = 0; i < 2; i++) {
                low[i] = vshrq_n_u8(low[i], 4);
                high[i] = vshrq_n_u8(high[i], 2);
            }
        }
    }
    return add(total, sum, weights->d, activations->d);
}

FOUR_ROWS(four_q3_k, ck_q3_k, add_q3_k)
DOT_RUN(dot_q3_k_dotprod, ck_q3_k, four_q3_k)

// Q2_K.

/// Two parts, whose bits stand in bits 0 ... 3.
PART int32x4_t two_parts_q2_k(uint8x16_t first, uint8x16_t second, const int8_t *values) {
    return four_sixteenths(
        vreinterpretq_s8_u8(low_bits(first, 3)), vreinterpretq_s8_u8(low_bits(second, 3)),
        vreinterpretq_s8_u8(low_bits(vshrq_n_u8(first, 2), 3)),
        vreinterpretq_s8_u8(low_bits(vshrq_n_u8(second, 2), 3)), values);
}

PART float32x4_t add_q2_k(float32x4_t total, const ck_q2_k *weights, const ck_q8_k *activations) {
    const uint8x16_t both = vld1q_u8(weights->scales);
    int32x4_t scales[4], none[4], sum = vdupq_n_s32(0);
    widen(vreinterpretq_s8_u8(low_bits(both, 15)), activations, scales);
    const int32x4_t offset = widen(vreinterpretq_s8_u8(vshrq_n_u8(both, 4)), activations, none);
    for (int half_block = 0; half_block < 2; half_block++) {
        const uint8_t *quants = weights->quants + 32 * half_block;
        const int8_t *values = activations->quants + 128 * half_block;
        const uint8x16_t first = vld1q_u8(quants), second = vld1q_u8(quants + 16);
        sum = vmlaq_s32(sum, scales[2 * half_block], two_parts_q2_k(first, second, values));
        const int32x4_t last = two_parts_q2_k(vshrq_n_u8(first, 4), vshrq_n_u8(second, 4), values + 64);
        sum = vmlaq_s32(sum, scales[2 * half_block + 1], last);
    }
    return add(add(total, sum, weights->d, activations->d), offset, weights->dmin, -activations->d);
}

FOUR_ROWS(four_q2_k, ck_q2_k, add_q2_k)
DOT_RUN(dot_q2_k_dotprod, ck_q2_k, four_q2_k)
