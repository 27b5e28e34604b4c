// ggml's barrier between operations, so that its cost is what llama.cpp pays: one counter of arrivals, one of passages,
// a full fence on the way in and out, and a pause between polls. The last to arrive lets the others pass.
#include <stdatomic.h>

#include "ck_spin.h"
#include "relax.h"

// ggml's distance between its counters. It may be less than CK_APART, as it is there.
#define GGML_CACHE_LINE 64

typedef struct {
    _Alignas(CK_APART) _Atomic uint64_t round;
} slot;

struct ck_barrier {
    _Alignas(CK_APART) _Atomic uint32_t arrived;
    _Alignas(GGML_CACHE_LINE) _Atomic uint32_t passed;
    slot slots[];
};

size_t ck_barrier_bytes(uint32_t threads) { return sizeof(ck_barrier) + threads * sizeof(slot); }

void ck_barrier_reset(ck_barrier *barrier, uint32_t threads) {
    atomic_store(&barrier->arrived, 0);
    atomic_store(&barrier->passed, 0);
    for (uint32_t i = 0; i < threads; i++) atomic_store(&barrier->slots[i].round, 0);
}

// Whether this thread is the last to arrive, and so has let the others pass.
static inline bool arrive(ck_barrier *barrier, uint32_t threads, ck_spin_progress *progress) {
    progress->passed = atomic_load_explicit(&barrier->passed, memory_order_relaxed);
    if (atomic_fetch_add_explicit(&barrier->arrived, 1, memory_order_seq_cst) != threads - 1) return false;
    atomic_store_explicit(&barrier->arrived, 0, memory_order_relaxed);
    atomic_fetch_add_explicit(&barrier->passed, 1, memory_order_seq_cst);
    return true;
}

// ThreadSanitizer knows no fences. To it, an addition of nothing stands for one, as in ggml.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define LEAVE(barrier) atomic_fetch_add_explicit(&(barrier)->passed, 0, memory_order_seq_cst)
#endif
#endif
#ifndef LEAVE
#define LEAVE(barrier) atomic_thread_fence(memory_order_seq_cst)
#endif

// One round; false where the polls were used up.
static inline bool meet(ck_barrier *barrier, uint32_t threads, uint64_t polls, ck_spin_progress *progress) {
    if (!progress->arrived) {
        if (arrive(barrier, threads, progress)) return true;
        progress->arrived = true;
    }
    for (; atomic_load_explicit(&barrier->passed, memory_order_relaxed) == progress->passed; polls--) {
        if (polls == 0) return false;
        GGML_RELAX();
    }
    LEAVE(barrier);
    progress->arrived = false;
    return true;
}

ck_spin_result ck_barrier_rounds(
    ck_barrier *barrier, uint32_t threads, uint64_t rounds, uint64_t polls, ck_spin_progress *progress) {
    for (; progress->round < rounds; progress->round++) {
        if (!meet(barrier, threads, polls, progress)) return CK_SPIN_WAITING;
    }
    return CK_SPIN_DONE;
}

// Relaxed loads, as the stores are: it is the barrier that must make the stores visible.
static bool all_reached(const ck_barrier *barrier, uint32_t threads, uint64_t round) {
    for (uint32_t i = 0; i < threads; i++) {
        uint64_t seen = atomic_load_explicit(&barrier->slots[i].round, memory_order_relaxed);
        if (seen != round && seen != round + 1) return false;
    }
    return true;
}

ck_spin_result ck_barrier_verified_rounds(
    ck_barrier *barrier, uint32_t threads, uint32_t thread, uint64_t rounds, uint64_t polls,
    ck_spin_progress *progress) {
    // Slots count on from call to call: a thread may begin the next call while another still looks at its slot.
    _Atomic uint64_t *own = &barrier->slots[thread].round;
    for (; progress->round < rounds; progress->round++) {
        const uint64_t begun = atomic_load_explicit(own, memory_order_relaxed);
        const uint64_t round = progress->arrived ? begun : begun + 1;
        atomic_store_explicit(own, round, memory_order_relaxed);
        if (!meet(barrier, threads, polls, progress)) return CK_SPIN_WAITING;
        if (!all_reached(barrier, threads, round)) return CK_SPIN_WRONG;
    }
    return CK_SPIN_DONE;
}
