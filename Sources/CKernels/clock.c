// A core's clock without privileges: register additions that wait for one another take a cycle each.
#include "ck_peak.h"

_Static_assert(CK_CLOCK_CHAIN == 64, "as many additions as the assembly repeats");

uint64_t ck_clock_chain(uint64_t start, uint64_t step, uint64_t steps) {
    // Unrolled: with a taken branch each step the loop takes two cycles on some cores. Both operands are registers:
    // additions of small constants are done at renaming, in no cycle, by others.
    for (uint64_t i = 0; i < steps; i++) {
#if defined(__x86_64__)
        __asm__ volatile(".rept 64\n\taddq %1, %0\n\t.endr" : "+r"(start) : "r"(step) : "cc");
#elif defined(__aarch64__)
        __asm__ volatile(".rept 64\n\tadd %0, %0, %1\n\t.endr" : "+r"(start) : "r"(step));
#else
        for (int k = 0; k < CK_CLOCK_CHAIN; k++) {
            start += step;
            __asm__ volatile("" : "+r"(start));
        }
#endif
    }
    return start;
}
