#define _GNU_SOURCE
#include "cp_process.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct { pid_t parent; int exit_code; } bond;

static void *watch(void *argument) {
    bond self = *(bond *)argument;
    free(argument);
#ifdef SYS_pidfd_open
    int parent = (int)syscall(SYS_pidfd_open, self.parent, 0);
#else
    int parent = -1;
#endif
    while (getppid() == self.parent) {
        // A kernel before 5.3, or a filter, has no such file: then half a second is soon enough.
        struct pollfd end = {.fd = parent, .events = POLLIN};
        if (parent < 0 || poll(&end, 1, 10000) != 0) usleep(parent < 0 ? 500000 : 10000);
    }
    _exit(self.exit_code);
}

void cp_end_with(int32_t parent, int exit_code) {
    bond *argument = malloc(sizeof *argument);
    if (argument == NULL) return;
    *argument = (bond){.parent = parent, .exit_code = exit_code};
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
