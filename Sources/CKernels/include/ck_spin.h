// Threads that wait for each other in a spin loop. No wait lasts longer than the caller allows: it can be taken up
// again, or given up, so that a missing thread hangs nobody.
#ifndef CK_SPIN_H
#define CK_SPIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bytes that keep two words from sharing a line, or the pair of lines that some prefetchers fetch together.
#define CK_APART 128

/// How a call ended: all rounds done, the polls of one wait used up, or another thread seen in an impossible round.
typedef enum { CK_SPIN_DONE, CK_SPIN_WAITING, CK_SPIN_WRONG } ck_spin_result;

/// How far one thread has come; zero before the first call. After CK_SPIN_WAITING the same call goes on from here.
typedef struct {
    uint64_t round;   // rounds done
    uint32_t passed;  // the barrier's counter when this thread arrived
    bool arrived;     // at the barrier, without having passed it
} ck_spin_progress;

/// One word that two threads hand to each other. It lies alone in CK_APART bytes, which start at a multiple of it.
typedef struct ck_handover ck_handover;

/// Sets the word to 0: it is side 0's turn. No thread may be in ck_handover_pass.
void ck_handover_reset(ck_handover *handover);

/// The word: how often it has been handed over since the last reset.
uint64_t ck_handover_count(const ck_handover *handover);

/// Until `rounds` rounds are done: waits, for at most `polls` loads, for the other side's store, and stores the next
/// number. Side 0 takes even numbers and begins; side 1 takes odd ones. A wait takes no pause between its first
/// `plain_polls` loads.
ck_spin_result ck_handover_pass(
    ck_handover *handover, uint64_t side, uint64_t rounds, uint64_t plain_polls, uint64_t polls,
    ck_spin_progress *progress);

/// A barrier of the kind that ggml has between the operations of a graph, with one slot a thread to verify it.
typedef struct ck_barrier ck_barrier;

/// Bytes of a barrier with slots for `threads` threads; its memory starts at a multiple of CK_APART.
size_t ck_barrier_bytes(uint32_t threads);

/// Makes the memory a barrier that nobody has reached. No thread may be in it.
void ck_barrier_reset(ck_barrier *barrier, uint32_t threads);

/// Until `rounds` rounds are done: arrives and waits, for at most `polls` loads, until `threads` threads have.
ck_spin_result ck_barrier_rounds(
    ck_barrier *barrier, uint32_t threads, uint64_t rounds, uint64_t polls, ck_spin_progress *progress);

/// The same, and each thread writes the round to its slot before it arrives and looks into all slots after it passed:
/// CK_SPIN_WRONG where a thread has not reached the round, or is past the next, which it can only enter.
ck_spin_result ck_barrier_verified_rounds(
    ck_barrier *barrier, uint32_t threads, uint32_t thread, uint64_t rounds, uint64_t polls,
    ck_spin_progress *progress);

#endif
