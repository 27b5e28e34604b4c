// How a kernel goes through the rows. A file that includes this defines, for its instruction set:
//   ROWS     the rows that it takes at a time
//   TARGET   the target attribute
// The rows taken together lie a part of the matrix apart, so that memory is read in ROWS long streams, which the CPU's
// prefetchers follow; neighbouring rows would be streams of 2 or 4 KiB each, over before they are recognized: 17 to
// 29 GB/s where these give 27 to 38 (one Zen 5 core, 4096 columns).
// Where fewer than ROWS are left, the last stands in for those that lack.

#define DOT_RUN(name, block, some_rows)                                                                                \
    TARGET static void name(                                                                                           \
        const void *weights, const void *activations, float *result, size_t rows, size_t blocks_per_row) {             \
        const block *const first = weights;                                                                            \
        const size_t part = rows / ROWS, rest = rows % ROWS;                                                           \
        float sums[ROWS];                                                                                              \
        for (size_t i = 0; i < part + (rest > 0); i++) {                                                               \
            const block *row[ROWS];                                                                                    \
            for (size_t r = 0; r < ROWS; r++) {                                                                        \
                const size_t last = r < rest ? r : rest - 1;                                                           \
                row[r] = first + (i < part ? r * part + i : ROWS * part + last) * blocks_per_row;                      \
            }                                                                                                          \
            some_rows(row, activations, blocks_per_row, sums);                                                         \
            for (size_t r = 0; r < (i < part ? ROWS : rest); r++) {                                                    \
                result[i < part ? r * part + i : ROWS * part + r] = sums[r];                                           \
                __asm__("" ::: "memory");                                                                              \
            }                                                                                                          \
        }                                                                                                              \
    }
