// Loops that compute as fast as a core can, all operands in registers, and the chain that tells its clock.
#ifndef CK_PEAK_H
#define CK_PEAK_H

#include "ck_isa.h"

/// What the numbers are that a peak loop multiplies.
typedef enum { CK_FP64, CK_FP32, CK_FP16, CK_BF16, CK_INT8 } ck_number;

/// What each turn of a peak loop does with its accumulators x; operands are o[0] … o[3].
typedef enum {
    // x = x * o[0] + o[1] in even accumulators, x = x * o[2] + o[3] in odd ones, rounded once.
    CK_PEAK_FMA,
    // Multiplying accumulators: x = x * o[0] + o[1]. Adding ones: x += o[1], x -= o[0]. Some cores add beside FMA.
    CK_PEAK_FMA_ADD,
    // Multiplying accumulators: x *= o[0], x *= o[2]. Adding ones: x += o[1], x -= o[0]. For sets without FMA.
    CK_PEAK_MUL_ADD,
    // x += o[0] · o[1], x += o[0] · o[2]: products of neighbours are summed; of INT8 in 32 bits that wrap.
    CK_PEAK_DOT,
    // The same, where x, o[0] and the others are matrices: 16 x 16 in a tile of AMX, 2 x 2 in a vector of i8mm.
    CK_PEAK_TILE,
    CK_PEAK_MATRIX,
} ck_recipe;

/// Operands and accumulators of one thread: CK_PEAK_STATE_BYTES on a 64-byte boundary, the accumulators from
/// CK_PEAK_FIRST_ACCUMULATOR on.
typedef struct ck_peak_state ck_peak_state;

enum { CK_PEAK_STATE_BYTES = 28 * 1024, CK_PEAK_FIRST_ACCUMULATOR = 4 * 1024 };

/// One peak loop and what it costs.
typedef struct {
    const char *instruction;
    ck_number number;
    ck_isa isa;
    ck_recipe recipe;
    uint32_t vector_bytes;   // of an accumulator; 0: as many as the CPU's vectors have (ck_peak_vector_bytes)
    uint32_t multiplying, adding;  // accumulators
    uint32_t rounds, add_rounds;   // how often a turn does with them what the recipe says
    void (*run)(ck_peak_state *state, size_t turns);
} ck_peak_kernel;

/// The peak kernels compiled for this architecture, whether or not this CPU can run them; NULL past the last.
const ck_peak_kernel *ck_peak_kernel_at(size_t index);

/// Bytes of one of the kernel's accumulators on this CPU, which must support its set.
size_t ck_peak_vector_bytes(const ck_peak_kernel *kernel);

/// Operations of one turn on this CPU: a fused multiply-add is two.
uint64_t ck_peak_operations(const ck_peak_kernel *kernel);

/// What the operands are for.
typedef enum {
    CK_PEAK_FOR_CHECKING,  // every operation leaves its trace in the result; for at most CK_PEAK_CHECKED_TURNS
    CK_PEAK_FOR_TIMING,    // values stay normal, bounded and different from zero for ever
} ck_peak_purpose;

enum { CK_PEAK_CHECKED_TURNS = 3 };

/// Writes seeded operands and accumulators.
void ck_peak_prepare(const ck_peak_kernel *kernel, ck_peak_state *state, ck_peak_purpose purpose, uint64_t seed);

/// Whether the state is bit for bit what a scalar computation leaves after so many turns from `ck_peak_prepare`.
bool ck_peak_is_right(
    const ck_peak_kernel *kernel, const ck_peak_state *state, ck_peak_purpose purpose, uint64_t seed, uint64_t turns);

/// Adds `step` to `start` in `steps` rounds of CK_CLOCK_CHAIN dependent additions: a cycle each on every core known.
uint64_t ck_clock_chain(uint64_t start, uint64_t step, uint64_t steps);

enum { CK_CLOCK_CHAIN = 64 };

#endif
