// The order of a cycle: a seeded permutation of the numbers below 2^k, the least such power that counts all lines.
// Position j of the cycle is line permuted(j); positions whose line does not exist are skipped. Since the permutation
// can be inverted, each line finds its successor alone: lines are written in ascending order, by any number of
// threads, where a shuffle would take one thread and a random write a line.
#ifndef CYCLE_ORDER_H
#define CYCLE_ORDER_H

#include <stddef.h>
#include <stdint.h>

// A round adds, multiplies by an odd number and folds the upper half onto the lower one: high bits depend on all after
// the multiplication, low ones after the fold. With four rounds some seeds still repeat a stride five times as often as
// a shuffle does; with five none was found that did.
enum { ORDER_ROUNDS = 5 };

typedef struct {
    uint64_t lines, mask;
    unsigned half;  // at least half of the bits, so that folding twice is folding not at all
    uint64_t addend[ORDER_ROUNDS], factor[ORDER_ROUNDS], inverse[ORDER_ROUNDS];
} cycle_order;

/// The order that `seed` gives to `lines` lines, of which there is at least one.
cycle_order cycle_order_make(size_t lines, uint64_t seed);

static inline uint64_t permuted(const cycle_order *order, uint64_t x) {
    for (int i = 0; i < ORDER_ROUNDS; i++) {
        x = ((x + order->addend[i]) * order->factor[i]) & order->mask;
        x ^= x >> order->half;
    }
    return x;
}

static inline uint64_t unpermuted(const cycle_order *order, uint64_t x) {
    for (int i = ORDER_ROUNDS - 1; i >= 0; i--) {
        x ^= x >> order->half;
        x = (x * order->inverse[i] - order->addend[i]) & order->mask;
    }
    return x;
}

// The first position after `position` that has a line. On average fewer than two are tried: more than half have one.
static inline uint64_t position_after(const cycle_order *order, uint64_t position, uint64_t *line) {
    do {
        position = (position + 1) & order->mask;
        *line = permuted(order, position);
    } while (*line >= order->lines);
    return position;
}

#endif
