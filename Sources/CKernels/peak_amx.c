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

// A test that has no such CPU defines these three before, and so reads the instructions that this file gives.
#ifndef TILE_INSTRUCTION
#define TILE_INSTRUCTION(text) __asm__ volatile(text : : : "memory")
#define TILE_CONFIGURE(text, configuration) __asm__ volatile(text : : "m"(configuration))
#define TILE_MOVE(text, address) __asm__ volatile(text : : "r"(address), "r"((size_t)64) : "memory")
#endif

#define EACH_ACCUMULATOR(DO, ...) \
    DO(0, __VA_ARGS__) DO(1, __VA_ARGS__) DO(2, __VA_ARGS__) DO(3, __VA_ARGS__) DO(4, __VA_ARGS__)
#define TILE_LOAD(k, address) TILE_MOVE("tileloadd (%0,%1,1), %%tmm" #k, address);
#define TAKE_TILE(k, unused) TILE_LOAD(k, state->accumulators[k])
#define GIVE_TILE(k, unused) TILE_MOVE("tilestored %%tmm" #k ", (%0,%1,1)", state->accumulators[k]);
#define PRODUCT(k, op, by) TILE_INSTRUCTION(op " %%tmm" #by ", %%tmm5, %%tmm" #k);

#define TILE_LOOP(name, op)                                                                      \
    static void name(ck_peak_state *state, size_t turns) {                                       \
        tile_configuration configuration = { .palette = 1 };                                     \
        for (int tile = 0; tile < 8; tile++) {                                                   \
            configuration.row_bytes[tile] = 64;                                                  \
            configuration.rows[tile] = 16;                                                       \
        }                                                                                        \
        TILE_CONFIGURE("ldtilecfg %0", configuration);                                           \
        EACH_ACCUMULATOR(TAKE_TILE, 0)                                                           \
        TILE_LOAD(5, state->operands[0])                                                         \
        TILE_LOAD(6, state->operands[1])                                                         \
        TILE_LOAD(7, state->operands[2])                                                         \
        for (size_t turn = 0; turn < turns; turn++) {                                            \
            EACH_ACCUMULATOR(PRODUCT, op, 6)                                                     \
            EACH_ACCUMULATOR(PRODUCT, op, 7)                                                     \
        }                                                                                        \
        EACH_ACCUMULATOR(GIVE_TILE, 0)                                                           \
        TILE_INSTRUCTION("tilerelease");                                                         \
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
