// Unpacks a block of each format into a row of a tile: quants to unsigned bytes, scales and minima to 32-bit integers.
// A file that includes this defines, for its instruction set, PART and these for 32 bytes (look_up: for 16):
//   split_nibbles(from, low, high)          both nibbles of each byte
//   take_pairs(from, shift, to)             two bits of each byte
//   add_bits(to, from, shift, mask, up)     adds those bits, moved `up`
//   look_up(table, from, to)                table[from]

/// Where the parts of one row's block go.
typedef struct {
    uint8_t *quants;
    float *d, *dmin;
    int32_t *scales, *minima;
} tile_row;

PART float half_value(uint16_t bits) { return _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtsi32_si128(bits))); }

/// Eight bytes to 32 bits each.
PART void widen_eight(const uint32_t bytes[2], int32_t *to) {
    uint8_t all[8];
    memcpy(all, bytes, sizeof all);
    for (int i = 0; i < 8; i++) to[i] = all[i];
}

/// Eight scales and minima of 6 bits.
PART void unpack_pairs(const uint8_t packed[12], tile_row to) {
    uint32_t words[3];
    memcpy(words, packed, sizeof words);
    const uint32_t low = 0x0F0F0F0F, all = 0x3F3F3F3F, high = 0x30303030;
    const uint32_t scales[2] = { words[0] & all, (words[2] & low) | (words[0] >> 2 & high) };
    const uint32_t minima[2] = { words[1] & all, (words[2] >> 4 & low) | (words[1] >> 2 & high) };
    widen_eight(scales, to.scales);
    widen_eight(minima, to.minima);
}

PART void unpack_q4_k(const ck_q4_k *block, tile_row to) {
    *to.d = half_value(block->d);
    *to.dmin = half_value(block->dmin);
    unpack_pairs(block->scales, to);
    for (int quarter = 0; quarter < 4; quarter++) {
        uint8_t *const own = to.quants + 64 * quarter;
        split_nibbles(block->quants + 32 * quarter, own, own + 32);
    }
}

PART void unpack_q5_k(const ck_q5_k *block, tile_row to) {
    *to.d = half_value(block->d);
    *to.dmin = half_value(block->dmin);
    unpack_pairs(block->scales, to);
    for (int quarter = 0; quarter < 4; quarter++) {
        uint8_t *const own = to.quants + 64 * quarter;
        split_nibbles(block->quants + 32 * quarter, own, own + 32);
    }
    for (int part = 0; part < 8; part++) add_bits(to.quants + 32 * part, block->high, part, 1, 4);
}

PART void unpack_q6_k(const ck_q6_k *block, tile_row to) {
    *to.d = half_value(block->d);
    for (int half = 0; half < 2; half++) {
        uint8_t *const own = to.quants + 128 * half;
        split_nibbles(block->low + 64 * half, own, own + 64);
        split_nibbles(block->low + 64 * half + 32, own + 32, own + 96);
        for (int part = 0; part < 4; part++) add_bits(own + 32 * part, block->high + 32 * half, 2 * part, 3, 4);
    }
    for (int i = 0; i < 16; i++) to.scales[i] = block->scales[i];
}

/// Sixteen scales of 6 bits.
PART void unpack_q3_k_scales(const uint8_t packed[12], int32_t *to) {
    uint32_t words[3], bytes[4];
    memcpy(words, packed, sizeof words);
    for (int i = 0; i < 4; i++) {
        bytes[i] = (words[i % 2] >> i / 2 * 4 & 0x0F0F0F0F) | (words[2] >> 2 * i & 0x03030303) << 4;
    }
    widen_eight(bytes, to);
    widen_eight(bytes + 2, to + 8);
    for (int i = 0; i < 16; i++) to[i] -= 32;
}

PART void unpack_q3_k(const ck_q3_k *block, tile_row to) {
    *to.d = half_value(block->d);
    for (int part = 0; part < 8; part++) {
        take_pairs(block->quants + part / 4 * 32, part % 4 * 2, to.quants + 32 * part);
        add_bits(to.quants + 32 * part, block->high, part, 1, 2);
    }
    unpack_q3_k_scales(block->scales, to.scales);
}

PART void unpack_q2_k(const ck_q2_k *block, tile_row to) {
    *to.d = half_value(block->d);
    *to.dmin = half_value(block->dmin);
    for (int part = 0; part < 8; part++) {
        take_pairs(block->quants + part / 4 * 32, part % 4 * 2, to.quants + 32 * part);
    }
    for (int i = 0; i < 16; i++) {
        to.scales[i] = block->scales[i] % 16;
        to.minima[i] = block->scales[i] / 16;
    }
}

/// The table's values lie 128 above the weights, to be unsigned.
PART void unpack_iq4_xs(const ck_iq4_xs *block, tile_row to) {
    static const int8_t weights[16] = { CK_IQ4_TABLE };
    uint8_t table[16], low[32], high[32];
    for (int i = 0; i < 16; i++) table[i] = (uint8_t)(weights[i] + 128);
    *to.d = half_value(block->d);
    for (int i = 0; i < 8; i++) {
        const int scale = (block->low_scales[i / 2] >> i % 2 * 4 & 15) | (block->high_scales >> 2 * i & 3) << 4;
        to.scales[i] = scale - 32;
    }
    for (int quarter = 0; quarter < 4; quarter++) {
        uint8_t *const own = to.quants + 64 * quarter;
        split_nibbles(block->quants + 32 * quarter, low, high);
        look_up(table, low, own);
        look_up(table, high, own + 16);
        look_up(table, low + 16, own + 32);
        look_up(table, high + 16, own + 48);
    }
}
