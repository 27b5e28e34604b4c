// check [spoil|force]: runs every kernel that this CPU supports, compares it with its scalar oracle, and prints a line for
// each: "right", "wrong", or "absent" where the CPU lacks its instructions. Ends with 0 where none is wrong.
// With `spoil`, one bit or address is changed after each run, so that every kernel must be found wrong. With `force`,
// peak loops run whatever the CPU says, so that one which lacks an instruction must stop the program.
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"
#include "check_attention.h"
#include "check_dot.h"
#include "check_matrix.h"
#include "check_path.h"
#include "redzone.h"

static const char *const isa_names[] = {
    [CK_ISA_SCALAR] = "scalar", [CK_ISA_SSE2] = "sse2", [CK_ISA_SSE42] = "sse42",
    [CK_ISA_AVX] = "avx", [CK_ISA_AVX2] = "avx2", [CK_ISA_AVX_VNNI] = "avx_vnni",
    [CK_ISA_AVX512] = "avx512", [CK_ISA_AVX512_BF16] = "avx512_bf16", [CK_ISA_AVX512_FP16] = "avx512_fp16",
    [CK_ISA_AVX512_VNNI] = "avx512_vnni", [CK_ISA_AMX] = "amx", [CK_ISA_NEON] = "neon",
    [CK_ISA_NEON_FP16] = "neon_fp16", [CK_ISA_NEON_BF16] = "neon_bf16", [CK_ISA_DOTPROD] = "dotprod",
    [CK_ISA_I8MM] = "i8mm", [CK_ISA_SVE] = "sve",
};
static const char *const number_names[] = {
    [CK_FP64] = "fp64", [CK_FP32] = "fp32", [CK_FP16] = "fp16", [CK_BF16] = "bf16", [CK_INT8] = "int8",
};

// A process must ask the system before it may use AMX, so it is left out here.
static bool can_run(ck_isa isa) { return isa != CK_ISA_AMX && ck_isa_supported(isa); }

static bool peak_is_right(const ck_peak_kernel *kernel, bool spoil) {
    uint8_t *bytes = aligned_alloc(64, CK_PEAK_STATE_BYTES);
    ck_peak_state *state = (ck_peak_state *)bytes;
    bool right = true;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        for (size_t turns = 0; turns <= CK_PEAK_CHECKED_TURNS; turns++) {
            for (int purpose = CK_PEAK_FOR_CHECKING; purpose <= CK_PEAK_FOR_TIMING; purpose++) {
                const size_t times = purpose == CK_PEAK_FOR_TIMING ? 100 * turns : turns;
                ck_peak_prepare(kernel, state, purpose, seed);
                kernel->run(state, times);
                if (spoil) bytes[CK_PEAK_FIRST_ACCUMULATOR] ^= 1;
                right = right && ck_peak_is_right(kernel, state, purpose, seed, times);
            }
        }
    }
    free(bytes);
    return right;
}

// Two passes over arrays that lie one behind the other, each followed by elements that must stay as they are.
static bool stream_is_right(const ck_stream_kernel *kernel, size_t count, bool spoil) {
    enum { FIRST = 12345, SEED = 3, GUARD = 64, PASSES = 2 };
    const size_t stride = (count + GUARD + 7) / 8 * 8;
    double *a = aligned_alloc(64, 3 * stride * sizeof *a), *b = a + stride, *c = b + stride;
    ck_stream_poison(a, count);
    ck_stream_fill(b, FIRST, count, SEED);
    ck_stream_fill(c, FIRST, count, SEED + 1);
    for (size_t i = count; i < stride; i++) a[i] = -2;
    double *const arrays[] = { a, b, c };
    for (int i = 0; i < 3; i++) forbid(arrays[i] + count, (stride - count) * sizeof *a);
    double sum = kernel->run(a, b, c, CK_SCALAR_FACTOR, count, PASSES);
    permit(a, 3 * stride * sizeof *a);
    if (spoil) a[count - 1] = 0, sum = 1;
    bool right = kernel->operation == CK_READ
        ? sum == PASSES * ck_stream_sum(FIRST, count, SEED)
        : sum == 0 && ck_stream_mismatch(kernel->operation, a, FIRST, count, SEED) == count;
    for (size_t i = count; i < stride; i++) right = right && a[i] == -2;
    free(a);
    return right;
}

static bool stream_is_right_at_awkward_counts(const ck_stream_kernel *kernel, bool spoil) {
    static const size_t counts[] = { 1, 7, 8, 63, 64, 65, 127, 128, 1000, 4099 };
    bool right = true;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        right = right && stream_is_right(kernel, counts[i], spoil);
    }
    return right;
}

static bool cycle_is_right(bool spoil) {
    bool right = true;
    for (size_t lines = 2; lines < 5000; lines += 1 + lines / 3) {
        char *base = aligned_alloc(CK_CYCLE_LINE, lines * CK_CYCLE_LINE);
        ck_cycle_fill(base, 0, lines, lines, 11);
        if (spoil) *(void **)base = base;
        right = right && ck_cycle_mismatch(base, 0, lines, lines, 11) == lines;
        for (size_t steps = 0; steps < 200; steps++) {
            const size_t line = steps % lines;
            const char *reached = ck_cycle_chase(base + line * CK_CYCLE_LINE, steps);
            right = right && reached == base + ck_cycle_expected(line, steps, lines, 11) * CK_CYCLE_LINE;
        }
        free(base);
    }
    return right;
}

enum { ROUNDS = 2000, POLLS = 1000, THREADS = 2 };
static _Alignas(CK_APART) char barrier_memory[4096], handover_memory[CK_APART];

static void *meet(void *thread) {
    ck_spin_progress progress = { 0 }, passed = { 0 };
    ck_spin_result met, handed;
    const uint32_t which = (uint32_t)(uintptr_t)thread;
    do {
        met = ck_barrier_verified_rounds(
            (ck_barrier *)barrier_memory, THREADS, which, ROUNDS, POLLS, &progress);
    } while (met == CK_SPIN_WAITING && sched_yield() == 0);
    do {
        handed = ck_handover_pass((ck_handover *)handover_memory, which, ROUNDS, POLLS / 2, POLLS, &passed);
    } while (handed == CK_SPIN_WAITING && sched_yield() == 0);
    return met == CK_SPIN_DONE && handed == CK_SPIN_DONE ? thread : NULL;
}

static bool threads_meet(bool spoil) {
    pthread_t other;
    void *result;
    ck_barrier_reset((ck_barrier *)barrier_memory, THREADS);
    ck_handover_reset((ck_handover *)handover_memory);
    if (pthread_create(&other, NULL, meet, (void *)1) != 0) return false;
    meet(NULL);
    pthread_join(other, &result);
    return result == (void *)1 && ck_handover_count((ck_handover *)handover_memory) + spoil == THREADS * ROUNDS;
}

static int wrong = 0;

static void report(bool right, const char *family, const char *isa, const char *name, const char *detail) {
    if (!right) wrong++;
    printf("%s %s %s %s %s\n", right ? "right" : "wrong", family, isa, name, detail);
    fflush(stdout);
}

static void check_peaks(bool spoil, bool force) {
    const ck_peak_kernel *kernel;
    for (size_t i = 0; (kernel = ck_peak_kernel_at(i)) != NULL; i++) {
        const char *isa = isa_names[kernel->isa], *number = number_names[kernel->number];
        char detail[64];
        if (!can_run(kernel->isa) && !force) {
            printf("absent peak %s %s %s\n", isa, number, kernel->instruction);
            continue;
        }
        snprintf(detail, sizeof detail, "%s %zu bytes", kernel->instruction, ck_peak_vector_bytes(kernel));
        report(peak_is_right(kernel, spoil), "peak", isa, number, detail);
    }
}

static void check_streams(bool spoil) {
    const ck_stream_kernel *kernel;
    for (size_t i = 0; (kernel = ck_stream_kernel_at(i)) != NULL; i++) {
        const char *isa = isa_names[kernel->isa];
        char detail[64];
        snprintf(detail, sizeof detail, "%s, %u streams%s",
            kernel->stores == CK_STORES_NONTEMPORAL ? "nontemporal" : "regular", kernel->streams,
            kernel->prefetch ? ", prefetch" : "");
        if (!can_run(kernel->isa)) printf("absent stream %s %s %s\n", isa, kernel->name, detail);
        else report(stream_is_right_at_awkward_counts(kernel, spoil), "stream", isa, kernel->name, detail);
    }
}

int main(int count, char **arguments) {
    const bool spoil = count > 1 && strcmp(arguments[1], "spoil") == 0;
    const bool force = count > 1 && strcmp(arguments[1], "force") == 0;
    check_peaks(spoil, force);
    check_streams(spoil);
    check_dots(can_run, isa_names, spoil, report);
    check_paths(can_run, isa_names, spoil, report);
    check_matrices(can_run, isa_names, number_names, spoil, report);
    check_attention(can_run, isa_names, spoil, report);
    report(cycle_is_right(spoil), "cycle", "scalar", "chase", "");
    report(ck_clock_chain(7, 3, 1000) + spoil == 7 + 3 * CK_CLOCK_CHAIN * 1000, "clock", "scalar", "chain", "");
    report(threads_meet(spoil), "spin", "scalar", "barrier and handover", "");
    return wrong != 0;
}
