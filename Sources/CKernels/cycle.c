// A cycle through cache lines: writing it, checking it, and where a walk along it must end.
#include "ck_cycle.h"
#include "cycle_order.h"

static inline uint64_t line_after(const cycle_order *order, uint64_t line) {
    uint64_t next;
    position_after(order, unpermuted(order, line), &next);
    return next;
}

void ck_cycle_fill(void *base, size_t first, size_t count, size_t lines, uint64_t seed) {
    const cycle_order order = cycle_order_make(lines, seed);
    char *bytes = base;
    for (size_t line = first; line < first + count; line++) {
        *(void **)(bytes + line * CK_CYCLE_LINE) = bytes + line_after(&order, line) * CK_CYCLE_LINE;
    }
}

size_t ck_cycle_mismatch(const void *base, size_t first, size_t count, size_t lines, uint64_t seed) {
    const cycle_order order = cycle_order_make(lines, seed);
    const char *bytes = base;
    for (size_t line = first; line < first + count; line++) {
        const char *next = *(const char *const *)(bytes + line * CK_CYCLE_LINE);
        if (next != bytes + line_after(&order, line) * CK_CYCLE_LINE) return line;
    }
    return first + count;
}

// Walks along the positions and not from line to line, so that it does not lean on what ck_cycle_fill leans on, and so
// that no step waits for the one before: a hundred million take well under a second.
size_t ck_cycle_expected(size_t line, size_t steps, size_t lines, uint64_t seed) {
    const cycle_order order = cycle_order_make(lines, seed);
    uint64_t position = unpermuted(&order, line), reached = line;
    for (steps %= lines; steps > 0; steps--) position = position_after(&order, position, &reached);
    return reached;
}
