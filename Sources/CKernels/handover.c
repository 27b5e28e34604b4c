// One cache line handed back and forth between two threads by loads and stores. A hand-over is the other thread's
// load of the line, which takes it from this core's cache, and its store, which takes the right to write.
#include <stdatomic.h>

#include "ck_spin.h"
#include "relax.h"

struct ck_handover {
    _Alignas(CK_APART) _Atomic uint64_t count;
};

_Static_assert(sizeof(ck_handover) == CK_APART, "nothing else may share the line");

void ck_handover_reset(ck_handover *handover) { atomic_store(&handover->count, 0); }

uint64_t ck_handover_count(const ck_handover *handover) { return atomic_load(&handover->count); }

ck_spin_result ck_handover_pass(
    ck_handover *handover, uint64_t side, uint64_t rounds, uint64_t plain_polls, uint64_t polls,
    ck_spin_progress *progress) {
    uint64_t round = progress->round;
    ck_spin_result result = CK_SPIN_DONE;
    for (; round < rounds; round++) {
        const uint64_t turn = 2 * round + side;
        uint64_t seen = atomic_load_explicit(&handover->count, memory_order_acquire);
        // The word keeps this side's own last number until the other side stores.
        for (uint64_t poll = 0; seen + 1 == turn && poll < polls; poll++) {
            if (poll >= plain_polls) RELAX();
            seen = atomic_load_explicit(&handover->count, memory_order_acquire);
        }
        if (seen != turn) {
            result = seen + 1 == turn ? CK_SPIN_WAITING : CK_SPIN_WRONG;
            break;
        }
        atomic_store_explicit(&handover->count, turn + 1, memory_order_release);
    }
    progress->round = round;
    return result;
}
