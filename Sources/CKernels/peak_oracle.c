// The scalar oracle of the peak kernels: the same operands, the same order, one number at a time.
//
// Every value but FP64's is computed in a double, where a product of two numbers and the sum with a third are exact,
// and rounded once. Values are between 2^-3 and 2^10, so that none is subnormal, infinite or zero.
#include <math.h>
#include <string.h>

#include "peak_numbers.h"
#include "peak_tables.h"

/// The types of an accumulator's numbers and of the operands', their sizes, and how many operands go into one product.
static size_t wide_bytes(ck_number number) { return number == CK_FP64 ? 8 : number == CK_FP16 ? 2 : 4; }
static size_t narrow_bytes(ck_number number) {
    return number == CK_INT8 ? 1 : number == CK_BF16 ? 2 : wide_bytes(number);
}
static size_t neighbours(ck_number number) { return wide_bytes(number) / narrow_bytes(number); }

static double read_wide(ck_number number, const uint8_t *vector, size_t index) {
    switch (number) {
    case CK_FP64: return read_double(vector, index);
    case CK_FP16: return read_half(vector, index);
    default: return read_single(vector, index);
    }
}

static void write_wide(ck_number number, uint8_t *vector, size_t index, double value) {
    switch (number) {
    case CK_FP64: write_double(vector, index, value); break;
    case CK_FP16: write_half(vector, index, value); break;
    default: write_single(vector, index, value);
    }
}

static double read_narrow(ck_number number, const uint8_t *vector, size_t index) {
    return number == CK_BF16 ? read_bf16(vector, index) : read_wide(number, vector, index);
}

static void write_narrow(ck_number number, uint8_t *vector, size_t index, double value) {
    if (number == CK_BF16) write_bf16(vector, index, value);
    else write_wide(number, vector, index, value);
}

static double rounded(ck_number number, double value) {
    return number == CK_FP64 ? value : with_bits(value, number == CK_FP16 ? 11 : 24);
}

/// A random number of its own for every number of every vector.
static uint64_t noise(uint64_t seed, size_t vector, size_t index) {
    uint64_t z = seed * 0x9E3779B97F4A7C15 + vector * 0xD1B54A32D192ED03 + index * 0x8CB92BA72F3D8DD7;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

/// From 1 to 2, with so many significant bits.
static double one_to_two(uint64_t noise, int bits) {
    return 1 + (double)(noise >> (65 - bits)) / (double)(1ULL << (bits - 1));
}

// Significant bits of operands whose products are added to an accumulator without rounding, and those of a type.
static int exact_bits(ck_number number) {
    return number == CK_FP64 ? 20 : number == CK_FP32 ? 10 : number == CK_FP16 ? 4 : 8;
}
static int all_bits(ck_number number) { return number == CK_FP64 ? 53 : number == CK_FP16 ? 11 : 24; }

static bool is_dot(ck_recipe recipe) {
    return recipe == CK_PEAK_DOT || recipe == CK_PEAK_TILE || recipe == CK_PEAK_MATRIX;
}

/// Number `index` of operand `which`, for the recipes that multiply an accumulator.
static double factor(const ck_peak_kernel *kernel, ck_peak_purpose purpose, uint64_t seed, int which, size_t index) {
    const int bits = all_bits(kernel->number);
    const double dense = one_to_two(noise(seed, which, index), bits);
    // Half the bits, so that adding it and taking it away again is exact.
    const int few = bits / 2 - 1;
    switch (kernel->recipe) {
    case CK_PEAK_FMA: return which % 2 ? dense : 0.25 + dense / 4;  // x goes to o1 / (1 - o0), between 2 and 8
    case CK_PEAK_FMA_ADD:
        if (purpose == CK_PEAK_FOR_TIMING) return one_to_two(noise(seed, 0, index), few) * 0.375;
        return which ? dense : dense / 2;
    default:
        if (purpose == CK_PEAK_FOR_CHECKING) return which % 2 ? dense : 0.25 + dense / 2;
        return which < 2 ? 1.5 : rounded(kernel->number, 2.0 / 3.0);  // two thirds of 3/2 x is x again
    }
}

static void fill_factors(const ck_peak_kernel *kernel, ck_peak_state *state, ck_peak_purpose purpose, uint64_t seed) {
    const size_t numbers = ck_peak_vector_bytes(kernel) / wide_bytes(kernel->number);
    for (int which = 0; which < CK_PEAK_OPERANDS; which++) {
        for (size_t index = 0; index < numbers; index++) {
            write_wide(kernel->number, state->operands[which], index, factor(kernel, purpose, seed, which, index));
        }
    }
}

/// The first operand is positive; the third takes away what the second adds: exactly when timing, else about.
static void fill_dots(const ck_peak_kernel *kernel, ck_peak_state *state, ck_peak_purpose purpose, uint64_t seed) {
    const ck_number number = kernel->number;
    const size_t numbers = ck_peak_vector_bytes(kernel) / narrow_bytes(number);
    for (int which = 0; which < 3; which++) {
        const int source = which == 2 && purpose == CK_PEAK_FOR_TIMING ? 1 : which;
        for (size_t index = 0; index < numbers; index++) {
            const uint64_t random = noise(seed, source, index);
            if (number == CK_INT8) {
                const int value = (int)(random >> 57);  // 0 … 127
                state->operands[which][index] = (uint8_t)(which == 2 ? -value : value);
            } else {
                const double value = one_to_two(random, exact_bits(number));
                write_narrow(number, state->operands[which], index, which == 2 ? -value : value);
            }
        }
    }
}

void ck_peak_prepare(const ck_peak_kernel *kernel, ck_peak_state *state, ck_peak_purpose purpose, uint64_t seed) {
    memset(state, 0, sizeof *state);
    if (is_dot(kernel->recipe)) fill_dots(kernel, state, purpose, seed);
    else fill_factors(kernel, state, purpose, seed);
    const size_t numbers = ck_peak_vector_bytes(kernel) / wide_bytes(kernel->number);
    for (uint32_t k = 0; k < kernel->multiplying + kernel->adding; k++) {
        for (size_t index = 0; index < numbers; index++) {
            const uint64_t random = noise(seed, 4 + k, index);
            if (kernel->number == CK_INT8) {
                const uint32_t value = (uint32_t)random;
                memcpy(state->accumulators[k] + 4 * index, &value, sizeof value);
            } else {
                // Few bits, and above 1: what is multiplied and divided, or added and taken away, comes back.
                const double value = one_to_two(random, exact_bits(kernel->number)) / 2 + 0.5;
                write_wide(kernel->number, state->accumulators[k], index, 0.25 + value);
            }
        }
    }
}

/// Where operand a's and operand b's numbers for one result begin, and how far the next of each is.
typedef struct {
    size_t a, b, a_step, b_step, groups;
} dot_place;

static dot_place place(const ck_peak_kernel *kernel, size_t index) {
    const size_t near = neighbours(kernel->number);
    switch (kernel->recipe) {
    case CK_PEAK_TILE:  // row i of a times column j of b, whose rows hold the neighbours side by side
        return (dot_place){ index / 16 * 16 * near, index % 16 * near, near, 16 * near, 16 };
    case CK_PEAK_MATRIX:  // row i of a times row j of b, of twice the neighbours each; results are 00 01 10 11
        return (dot_place){
            (index / 2) * 2 * near, (index % 2 + index / 4 * 2) * 2 * near, near, near, 2 };
    default: return (dot_place){ index * near, index * near, 0, 0, 1 };
    }
}

static double dot(const ck_peak_kernel *kernel, const ck_peak_state *state, int which, size_t index) {
    const dot_place at = place(kernel, index);
    const size_t near = neighbours(kernel->number);
    double sum = 0;
    for (size_t group = 0; group < at.groups; group++) {
        for (size_t i = 0; i < near; i++) {
            const size_t a = at.a + group * at.a_step + i, b = at.b + group * at.b_step + i;
            if (kernel->number == CK_INT8) {
                sum += (double)state->operands[0][a] * (double)(int8_t)state->operands[which][b];
            } else {
                sum += read_narrow(kernel->number, state->operands[0], a)
                    * read_narrow(kernel->number, state->operands[which], b);
            }
        }
    }
    return sum;
}

/// What one number of an accumulator is after some turns.
static double after(
    const ck_peak_kernel *kernel, const ck_peak_state *start, uint32_t k, size_t index, uint64_t turns) {
    const ck_number number = kernel->number;
    double x = read_wide(number, start->accumulators[k], index), o[CK_PEAK_OPERANDS] = { 0 };
    const bool dots = is_dot(kernel->recipe), adds = k >= kernel->multiplying;
    for (int which = 0; which < CK_PEAK_OPERANDS; which++) {
        if (!dots) o[which] = read_wide(number, start->operands[which], index);
        else if (which == 1 || which == 2) o[which] = dot(kernel, start, which, index);
    }
    const int pair = kernel->recipe == CK_PEAK_FMA && k % 2 ? 2 : 0;
    for (uint64_t round = 0; round < turns * (adds ? kernel->add_rounds : kernel->rounds); round++) {
        if (dots) {
            x = rounded(number, x + o[1]);
            x = rounded(number, x + o[2]);
        } else if (adds) {
            x = rounded(number, x + o[1]);
            x = rounded(number, x - o[0]);
        } else if (kernel->recipe == CK_PEAK_MUL_ADD) {
            x = rounded(number, x * o[0]);
            x = rounded(number, x * o[2]);
        } else {
            x = rounded(number, fma(x, o[pair], o[pair + 1]));
        }
    }
    return x;
}

static bool integers_are_right(
    const ck_peak_kernel *kernel, const ck_peak_state *start, const ck_peak_state *state, uint32_t k, size_t index,
    uint64_t turns) {
    uint32_t before, now;
    memcpy(&before, start->accumulators[k] + 4 * index, sizeof before);
    memcpy(&now, state->accumulators[k] + 4 * index, sizeof now);
    const int64_t each = (int64_t)dot(kernel, start, 1, index) + (int64_t)dot(kernel, start, 2, index);
    return now == (uint32_t)(before + (uint64_t)each * kernel->rounds * turns);
}

bool ck_peak_is_right(
    const ck_peak_kernel *kernel, const ck_peak_state *state, ck_peak_purpose purpose, uint64_t seed, uint64_t turns) {
    ck_peak_state start;
    ck_peak_prepare(kernel, &start, purpose, seed);
    // When timing, FMA approaches its fixed point by at least a quarter a round, and the other recipes come back.
    const uint64_t enough = kernel->recipe == CK_PEAK_FMA || kernel->recipe == CK_PEAK_FMA_ADD ? 200 : 1;
    const uint64_t simulated = purpose == CK_PEAK_FOR_TIMING && turns > enough ? enough : turns;
    const size_t numbers = ck_peak_vector_bytes(kernel) / wide_bytes(kernel->number);
    for (uint32_t k = 0; k < kernel->multiplying + kernel->adding; k++) {
        for (size_t index = 0; index < numbers; index++) {
            if (kernel->number == CK_INT8) {
                if (!integers_are_right(kernel, &start, state, k, index, turns)) return false;
            } else if (read_wide(kernel->number, state->accumulators[k], index)
                       != after(kernel, &start, k, index, simulated)) {
                return false;
            }
        }
    }
    // What lies behind the vectors is as it was.
    for (uint32_t k = 0; k < CK_PEAK_ACCUMULATORS; k++) {
        const size_t used = k < kernel->multiplying + kernel->adding ? numbers * wide_bytes(kernel->number) : 0;
        const uint8_t *before = start.accumulators[k] + used, *now = state->accumulators[k] + used;
        if (memcmp(before, now, CK_PEAK_VECTOR - used) != 0) return false;
    }
    return memcmp(start.operands, state->operands, sizeof start.operands) == 0;
}
