#define _GNU_SOURCE
#include "cp_process.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct { pid_t ancestor, parent; int exit_code; } bond;

static bool has_ended(pid_t process) { return kill(process, 0) != 0 && errno == ESRCH; }

static void *watch(void *argument) {
    bond self = *(bond *)argument;
    free(argument);
#ifdef SYS_pidfd_open
    int ancestor = (int)syscall(SYS_pidfd_open, self.ancestor, 0);
#else
    int ancestor = -1;
#endif
    struct pollfd end = {.fd = ancestor, .events = POLLIN};
    while (getppid() == self.parent && !has_ended(self.ancestor)) {
        // A kernel before 5.3, or a filter, has no such file: then half a second is soon enough.
        if (ancestor < 0) usleep(500000);
        else if (poll(&end, 1, 10000) > 0) break;
    }
    _exit(self.exit_code);
}

void cp_end_with(int32_t ancestor, int exit_code) {
    bond *argument = malloc(sizeof *argument);
    if (argument == NULL) return;
    *argument = (bond){.ancestor = ancestor, .parent = getppid(), .exit_code = exit_code};
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    if (pthread_create(&thread, NULL, watch, argument) == 0) pthread_detach(thread);
    else free(argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void *pass_gate(void *gate) {
    pthread_mutex_lock(gate);
    pthread_mutex_unlock(gate);
    return NULL;
}

int cp_try_threads(int count) {
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    pthread_t *threads = calloc((size_t)count, sizeof *threads);
    if (threads == NULL) return ENOMEM;
    int started = 0, error = 0;
    pthread_mutex_lock(&gate);
    while (started < count && error == 0) {
        error = pthread_create(&threads[started], NULL, pass_gate, &gate);
        if (error == 0) started++;
    }
    pthread_mutex_unlock(&gate);
    for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);
    free(threads);
    return error;
}

int cp_try_reserving(uint64_t bytes) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *place = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (place == MAP_FAILED) return errno;
    munmap(place, bytes);
    return 0;
}

void cp_share_heap(void) {
#if defined(M_ARENA_MAX)
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) mallopt(M_ARENA_MAX, 1);
#endif
}
