// What the matrix kernels are given, and what they must produce, computed from numbers that are seeded anew.
#include <string.h>

#include "dot_formats.h"
#include "matrix_tables.h"

/// Numbers that one random word makes.
enum { AT_ONCE = 8 };

/// Numbers `8 * word` and on of a row or column: INT8 of all sizes, others of 5 bits, so that a sum of 65535 products
/// is below 2^24.
static inline void seeded(ck_number number, uint64_t key, uint64_t line, size_t depth, size_t word, int32_t *values) {
    const uint64_t bits = dot_mix(key + line * ((depth + AT_ONCE - 1) / AT_ONCE) + word);
    for (int i = 0; i < AT_ONCE; i++) {
        const int32_t byte = (int8_t)(bits >> 8 * i);
        values[i] = number == CK_INT8 ? byte : (byte & 31) - 16;
    }
}

static inline void put(ck_number number, size_t bytes, char *place, int32_t value) {
    const float single = (float)value;
    uint32_t bits = (uint32_t)value;
    if (number != CK_INT8) memcpy(&bits, &single, sizeof bits);
    if (number == CK_BF16) bits >>= 16;  // its upper half: exact of few bits
    memcpy(place, &bits, bytes);  // the low bytes: x86 and Arm are little-endian
}

/// Packs lines first ..< first + lines of the matrix that `key` names, `offset` added to each. `sums` gets those of
/// the lines, where it is not NULL.
static void pack(
    const ck_matrix_kernel *kernel, ck_matrix_packing packing, char *memory, uint64_t key, uint64_t first, size_t lines,
    size_t depth, int32_t offset, int32_t *sums) {
    const size_t full = matrix_filled(depth, kernel->depth_unit), group = packing.group;
    for (size_t line = 0; line < matrix_filled(lines, packing.lines); line++) {
        const size_t panel = line / packing.lines * packing.lines * full;
        int32_t sum = 0, values[AT_ONCE] = { 0 };
        for (size_t i = 0; i < full; i++) {
            const bool inside = line < lines && i < depth;
            if (inside && i % AT_ONCE == 0) seeded(kernel->number, key, first + line, depth, i / AT_ONCE, values);
            const int32_t value = inside ? values[i % AT_ONCE] : 0;
            const size_t place = panel + (i / group * packing.lines + line % packing.lines) * group + i % group;
            put(kernel->number, packing.bytes, memory + place * packing.bytes, value + offset);
            sum += value;
        }
        if (sums != NULL) sums[line] = sum * CK_MATRIX_OFFSET;
    }
}

static size_t packed_bytes(const ck_matrix_kernel *kernel, ck_matrix_packing packing, size_t lines, size_t depth) {
    return matrix_filled(lines, packing.lines) * matrix_filled(depth, kernel->depth_unit) * packing.bytes;
}

size_t ck_matrix_weight_bytes(const ck_matrix_kernel *kernel, size_t rows, size_t depth) {
    return packed_bytes(kernel, kernel->weights, rows, depth);
}

size_t ck_matrix_activation_bytes(const ck_matrix_kernel *kernel, size_t depth, size_t batch) {
    const size_t sums = kernel->unsigned_weights ? matrix_filled(batch, kernel->activations.lines) : 0;
    return packed_bytes(kernel, kernel->activations, batch, depth) + sums * sizeof(int32_t);
}

void ck_matrix_fill(
    const ck_matrix_kernel *kernel, void *weights, uint64_t seed, uint64_t first_row, size_t rows, size_t depth) {
    const int32_t offset = kernel->unsigned_weights ? CK_MATRIX_OFFSET : 0;
    pack(kernel, kernel->weights, weights, dot_mix(seed), first_row, rows, depth, offset, NULL);
}

void ck_matrix_fill_activations(
    const ck_matrix_kernel *kernel, void *activations, uint64_t seed, size_t depth, size_t batch) {
    char *sums = (char *)activations + packed_bytes(kernel, kernel->activations, batch, depth);
    pack(kernel, kernel->activations, activations, dot_mix(~seed), 0, batch, depth, 0,
        kernel->unsigned_weights ? (int32_t *)sums : NULL);
}

void ck_matrix_poison(const ck_matrix_kernel *kernel, void *results, size_t rows, size_t batch) {
    const float nothing = __builtin_nanf("");
    const int32_t least = INT32_MIN;
    for (size_t i = 0; i < rows * batch; i++) {
        memcpy((char *)results + 4 * i, kernel->number == CK_INT8 ? (const void *)&least : &nothing, 4);
    }
}

static int64_t exact(ck_number number, uint64_t seed, uint64_t row, size_t column, size_t depth) {
    const uint64_t key = dot_mix(seed), other_key = dot_mix(~seed);
    int64_t sum = 0;
    for (size_t i = 0; i < depth; i += AT_ONCE) {
        int32_t values[AT_ONCE], others[AT_ONCE];
        seeded(number, key, row, depth, i / AT_ONCE, values);
        seeded(number, other_key, column, depth, i / AT_ONCE, others);
        for (size_t k = 0; k < AT_ONCE && i + k < depth; k++) sum += values[k] * others[k];
    }
    return sum;
}

size_t ck_matrix_mismatch(
    const ck_matrix_kernel *kernel, const void *results, uint64_t seed, uint64_t first_row, size_t rows, size_t depth,
    ck_matrix_part part) {
    for (size_t row = part.first_row; row < part.first_row + part.rows; row++) {
        for (size_t column = part.first_column; column < part.first_column + part.columns; column++) {
            const size_t place = column * rows + row;
            const double result = kernel->number == CK_INT8
                ? (double)((const int32_t *)results)[place] : (double)((const float *)results)[place];
            if (depth > CK_MATRIX_DEEPEST) return row;
            if (result != (double)exact(kernel->number, seed, first_row + row, column, depth)) return row;
        }
    }
    return rows;
}
