// What Swift cannot say about processes: ending with the one that started this, and what limits leave of threads.
#ifndef CP_PROCESS_H
#define CP_PROCESS_H

#include <stdint.h>

/// Ends this program with an exit code as soon as the process that started it has ended, or an ancestor of this id.
/// Costs a thread that sleeps; without room for one, nothing happens.
void cp_end_with(int32_t ancestor, int exit_code);

/// Whether so many more threads can be alive at once (ulimit -u and -v, pids.max); 0, or the errno of the refusal.
int cp_try_threads(int count);

/// Whether so much more memory can be reserved (ulimit -v and -d); 0, or the errno of the refusal.
int cp_try_reserving(uint64_t bytes);

/// Lets all threads share one heap where the address space is limited (ulimit -v): each would reserve 64 MiB for its
/// own, which arrays then do not have. Threads that measure allocate nothing meanwhile. Before the first thread.
void cp_share_heap(void);

#endif
