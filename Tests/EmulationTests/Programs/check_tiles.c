// check_tiles: runs the AMX peak loops on emulated tiles, compares them with the scalar oracle, and prints a line for
// each as check.c does. Ends with 2 where an instruction would fault.
#include <stdio.h>
#include <stdlib.h>

#include "tiles.h"

#include "peak_amx.c"

static bool is_right(const ck_peak_kernel *kernel, uint64_t seed, size_t turns, ck_peak_purpose purpose) {
    ck_peak_state *state = aligned_alloc(64, CK_PEAK_STATE_BYTES);
    const size_t before = tile_products;
    ck_peak_prepare(kernel, state, purpose, seed);
    kernel->run(state, turns);
    const bool right = ck_peak_is_right(kernel, state, purpose, seed, turns);
    free(state);
    // 16 x 16 numbers from 16 groups of two or four products, each with its addition.
    const uint64_t operations = (tile_products - before) * 2 * 16 * 16 * 16 * (kernel->number == CK_BF16 ? 2 : 4);
    return right && tiles_configured == 0 && operations == turns * ck_peak_operations(kernel);
}

int main(void) {
    bool all = true;
    for (const ck_peak_kernel *kernel = ck_peak_amx; kernel->instruction != NULL; kernel++) {
        bool right = true;
        for (uint64_t seed = 1; seed <= 20; seed++) {
            for (size_t turns = 0; turns <= CK_PEAK_CHECKED_TURNS; turns++) {
                right = right && is_right(kernel, seed, turns, CK_PEAK_FOR_CHECKING);
            }
        }
        right = right && is_right(kernel, 7, 300, CK_PEAK_FOR_TIMING);
        printf("%s peak amx %s %s\n", right ? "right" : "wrong", kernel->number == CK_BF16 ? "bf16" : "int8",
            kernel->instruction);
        all = all && right;
    }
    return !all;
}
