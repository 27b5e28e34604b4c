// Vectors of 512 bits for path_products_of_8_template.h: sixteen rows.

#define GROUPS 2
#define V(x) _mm512_##x
#define H(x) _mm256_##x

typedef __m512i bytes;
typedef __m256i half_bytes;
typedef __m512 floats;

PART bytes and_bytes(bytes a, bytes b) { return _mm512_and_si512(a, b); }
PART half_bytes and_half(half_bytes a, half_bytes b) { return _mm256_and_si256(a, b); }

/// The groups' vectors side by side.
PART bytes join(const __m256i each[GROUPS]) {
    return _mm512_inserti64x4(_mm512_castsi256_si512(each[0]), each[1], 1);
}

/// The groups' sixteen bytes side by side.
PART half_bytes load_half(const uint8_t *const at[GROUPS]) {
    const __m128i first = _mm_loadu_si128((const __m128i *)at[0]);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(first), _mm_loadu_si128((const __m128i *)at[1]), 1);
}

PART half_bytes half_of_words(const uint32_t words[8]) {
    return _mm256_setr_epi32(
        (int)words[0], (int)words[1], (int)words[2], (int)words[3], (int)words[4], (int)words[5], (int)words[6],
        (int)words[7]);
}

PART half_bytes repeat_16(__m128i x) { return _mm256_inserti128_si256(_mm256_castsi128_si256(x), x, 1); }

PART bytes twice(__m256i all) { return _mm512_inserti64x4(_mm512_castsi256_si512(all), all, 1); }
PART floats repeat(__m128 four) { return _mm512_broadcast_f32x4(four); }
PART floats halves(half_bytes sixteen) { return _mm512_cvtph_ps(sixteen); }

PART bytes repeat_half(__m128i eight) {
    return twice(_mm256_inserti128_si256(_mm256_castsi128_si256(eight), eight, 1));
}

PART floats bits_to_floats(const uint32_t *bits) { return _mm512_loadu_ps((const float *)bits); }

/// The dwords 0 and 1 of each 16 bytes of `a`, 2 and 3 of `b`.
PART bytes blend(bytes a, bytes b) { return _mm512_mask_blend_epi32(0xCCCC, a, b); }
