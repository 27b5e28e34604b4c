// Peak loops in AMX: five tiles accumulate, one holds the rows of the first matrix, two the columns of the others. A
// product takes sixteen cycles and is 52 deep, so four would do.
#if defined(__x86_64__)
#include "peak_tables.h"

/// What LDTILECFG reads: all eight tiles of 16 rows of 64 bytes.
typedef struct {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} tile_configuration;

#define TILE(instruction, tile, address)                                                                   \
    __asm__ volatile(instruction(tile) : : "r"(address), "r"((size_t)64) : "memory");
#define TILE_LOAD(tile) "tileloadd (%0,%1,1), %%tmm" #tile
#define TILE_STORE(tile) "tilestored %%tmm" #tile ", (%0,%1,1)"
#define EACH_ACCUMULATOR(DO, ...) \
    DO(0, __VA_ARGS__) DO(1, __VA_ARGS__) DO(2, __VA_ARGS__) DO(3, __VA_ARGS__) DO(4, __VA_ARGS__)
#define TAKE_TILE(k, unused) TILE(TILE_LOAD, k, state->accumulators[k])
#define GIVE_TILE(k, unused) TILE(TILE_STORE, k, state->accumulators[k])
#define PRODUCT(k, op, by) __asm__ volatile(op " %%tmm" #by ", %%tmm5, %%tmm" #k ::: "memory");

#define TILE_LOOP(name, op)                                                                      \
    static void name(ck_peak_state *state, size_t turns) {                                       \
        tile_configuration configuration = { .palette = 1 };                                     \
        for (int tile = 0; tile < 8; tile++) {                                                   \
            configuration.row_bytes[tile] = 64;                                                  \
            configuration.rows[tile] = 16;                                                       \
        }                                                                                        \
        __asm__ volatile("ldtilecfg %0" : : "m"(configuration));                                 \
        EACH_ACCUMULATOR(TAKE_TILE, 0)                                                           \
        TILE(TILE_LOAD, 5, state->operands[0])                                                   \
        TILE(TILE_LOAD, 6, state->operands[1])                                                   \
        TILE(TILE_LOAD, 7, state->operands[2])                                                   \
        for (size_t turn = 0; turn < turns; turn++) {                                            \
            EACH_ACCUMULATOR(PRODUCT, op, 6)                                                     \
            EACH_ACCUMULATOR(PRODUCT, op, 7)                                                     \
        }                                                                                        \
        EACH_ACCUMULATOR(GIVE_TILE, 0)                                                           \
        __asm__ volatile("tilerelease" ::: "memory");                                            \
    }

TILE_LOOP(peak_bf16_amx, "tdpbf16ps")
TILE_LOOP(peak_int8_amx, "tdpbusd")

#define ROW(text, kind, function)                                                                               \
    { .instruction = text, .number = kind, .isa = CK_ISA_AMX, .recipe = CK_PEAK_TILE, .vector_bytes = 1024,     \
      .multiplying = 5, .rounds = 1, .run = function }

const ck_peak_kernel ck_peak_amx[] = {
    ROW("tdpbf16ps", CK_BF16, peak_bf16_amx),
    ROW("tdpbusd", CK_INT8, peak_int8_amx),
    { .instruction = NULL },
};
#endif
