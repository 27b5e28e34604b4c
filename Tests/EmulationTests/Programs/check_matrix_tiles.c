// check_matrix_tiles: runs the AMX matrix products on emulated tiles, compares them with the scalar oracle, and prints
// a line for each as check.c does. Ends with 2 where an instruction would fault.
#include <stdio.h>
#include <stdlib.h>

#include "tiles.h"

#include "matrix_amx.c"

#include "check_matrix.h"

int main(int count, char **arguments) {
    const bool spoil = count > 1 && strcmp(arguments[1], "spoil") == 0;
    bool all = true;
    for (const ck_matrix_kernel *kernel = ck_matrix_amx; kernel->run != NULL; kernel++) {
        const bool right = matrix_is_right_at_awkward_sizes(kernel, spoil) && tiles_configured == 0;
        printf("%s matrix amx %s\n", right ? "right" : "wrong", kernel->number == CK_BF16 ? "bf16" : "int8");
        all = all && right;
    }
    return !all;
}
