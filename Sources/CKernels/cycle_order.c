// The keys of a cycle's order.
#include "cycle_order.h"

// SplitMix64: neighbouring seeds give unrelated keys.
static uint64_t next_key(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

// Newton's iteration: an odd number is its own inverse to 3 bits, and each step doubles them, to 96 after five.
static uint64_t inverse_of(uint64_t odd) {
    uint64_t inverse = odd;
    for (int i = 0; i < 5; i++) inverse *= 2 - odd * inverse;
    return inverse;
}

cycle_order cycle_order_make(size_t lines, uint64_t seed) {
    unsigned bits = 0;
    while (bits < 63 && (1ull << bits) < lines) bits++;
    // One line has no bits; a shift by 1 then folds nothing, where one by 0 would fold each bit onto itself.
    cycle_order order = {.lines = lines, .mask = (1ull << bits) - 1, .half = bits < 2 ? 1 : (bits + 1) / 2};
    for (int i = 0; i < ORDER_ROUNDS; i++) {
        order.addend[i] = next_key(&seed);
        order.factor[i] = next_key(&seed) | 1;
        order.inverse[i] = inverse_of(order.factor[i]);
    }
    return order;
}
