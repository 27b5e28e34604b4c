// Vectors of 256 bits for path_products_of_8_template.h: eight rows.

#define GROUPS 1
#define V(x) _mm256_##x
#define H(x) _mm_##x

typedef __m256i bytes;
typedef __m128i half_bytes;
typedef __m256 floats;

PART bytes and_bytes(bytes a, bytes b) { return _mm256_and_si256(a, b); }
PART half_bytes and_half(half_bytes a, half_bytes b) { return _mm_and_si128(a, b); }

/// The groups' vectors side by side.
PART bytes join(const __m256i each[GROUPS]) { return each[0]; }

/// The groups' sixteen bytes side by side.
PART half_bytes load_half(const uint8_t *const at[GROUPS]) { return _mm_loadu_si128((const __m128i *)at[0]); }

PART half_bytes half_of_words(const uint32_t words[4]) {
    return _mm_setr_epi32((int)words[0], (int)words[1], (int)words[2], (int)words[3]);
}

PART half_bytes repeat_16(__m128i x) { return x; }
PART bytes twice(__m256i all) { return all; }
PART floats repeat(__m128 four) { return _mm256_set_m128(four, four); }
PART floats halves(half_bytes eight) { return _mm256_cvtph_ps(eight); }
PART bytes repeat_half(__m128i eight) { return _mm256_inserti128_si256(_mm256_castsi128_si256(eight), eight, 1); }
PART floats bits_to_floats(const uint32_t *bits) { return _mm256_loadu_ps((const float *)bits); }

/// The dwords 0 and 1 of each 16 bytes of `a`, 2 and 3 of `b`.
PART bytes blend(bytes a, bytes b) { return _mm256_blend_epi32(a, b, 0xCC); }
