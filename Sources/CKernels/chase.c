// Following pointers: each load needs the address that the last one brought, so a step takes one load's latency.
#include "ck_cycle.h"

// Volatile, so that no compiler leaves out a load whose result it can do without, or joins two.
#define STEP line = *(const void *const volatile *)line;
#define FOUR_STEPS STEP STEP STEP STEP

// Sixteen a turn: the loop's own instructions do not depend on the loads and run beside them.
const void *ck_cycle_chase(const void *line, size_t steps) {
    for (; steps >= 16; steps -= 16) {
        FOUR_STEPS FOUR_STEPS FOUR_STEPS FOUR_STEPS
    }
    for (; steps > 0; steps--) {
        STEP
    }
    return line;
}
