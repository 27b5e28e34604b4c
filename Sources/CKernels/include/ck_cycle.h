// Dependent loads: memory whose cache lines form one cycle in pseudo-random order, and the loop that follows it.
#ifndef CK_CYCLE_H
#define CK_CYCLE_H

#include <stddef.h>
#include <stdint.h>

/// Bytes from one pointer of a cycle to the next.
#define CK_CYCLE_LINE 64

/// Writes to lines first ..< first + count of the `lines` lines at `base` the address of the line that follows each.
/// The parts that several threads write join into the one cycle that `seed` names.
void ck_cycle_fill(void *base, size_t first, size_t count, size_t lines, uint64_t seed);

/// The first of lines first ..< first + count that does not hold the address of the next, or `first + count`.
size_t ck_cycle_mismatch(const void *base, size_t first, size_t count, size_t lines, uint64_t seed);

/// Loads an address from `line`, then from that address, `steps` times; returns the last address.
const void *ck_cycle_chase(const void *line, size_t steps);

/// The scalar oracle: the index of the line that is reached from line `line` after `steps` steps, without memory.
size_t ck_cycle_expected(size_t line, size_t steps, size_t lines, uint64_t seed);

#endif
