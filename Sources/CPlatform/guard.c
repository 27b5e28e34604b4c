#define _GNU_SOURCE
#include "cp_guard.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/// The guard's first two descriptors after the standard ones.
enum { GUARD_LEASH = 3, GUARD_STATUS = 4, GUARD_FIRST_FREE = 5 };

/// Ends the children that have moved to groups of their own: being the subreaper, the guard is their parent now.
static void kill_children(void) {
    char text[4096];
    int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return;
    text[count] = 0;
    for (char *at = text; *at;) {
        char *end;
        long process = strtol(at, &end, 10);
        if (end == at) break;
        if (process > 1) kill((pid_t)process, SIGKILL);
        at = end;
    }
}

/// A kernel before 5.9 closes no ranges.
static void close_others(void) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, GUARD_FIRST_FREE, ~0u, 0) == 0) return;
#endif
    for (int file = GUARD_FIRST_FREE; file < 4096; file++) close(file);
}

static void run_program(const char *path, char *const arguments[], char *const environment[], pid_t guard) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != guard) _exit(127);
    sigset_t none;
    sigemptyset(&none);
    // What this process ignores its programs would ignore too.
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(path, arguments, environment);
    // Any exit code may be a program's own: a loader that misses a library ends with 127 too.
    int cause = -errno;
    if (write(GUARD_STATUS, &cause, sizeof cause) < 0) _exit(126);
    _exit(127);
}

/// Only what may be called between fork and exec in a program with threads.
static void stand_guard(const char *path, char *const arguments[], char *const environment[]) {
    for (int number = 1; number < NSIG; number++) signal(number, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    // Whoever kills this process with its whole group leaves the guard, which then sees the leash closed.
    setpgid(0, 0);
    // And whoever kills it by its name does not mean the guard.
    prctl(PR_SET_NAME, "engine-guard");
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_SETMASK, &children, NULL);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int ended = signalfd(-1, &children, SFD_CLOEXEC);
    pid_t guard = getpid(), program = fork();
    if (program == 0) run_program(path, arguments, environment, guard);
    if (program < 0) _exit(1);
    setpgid(program, program);
    // Whoever reads the output must see its end when the program has ended, not when the guard has.
    close(STDOUT_FILENO);
    close(STDERR_FILENO);
    int status = 0;
    bool has_status = false;
    while (!has_status) {
        struct pollfd events[] = {{.fd = GUARD_LEASH, .events = POLLIN}, {.fd = ended, .events = POLLIN}};
        if (poll(events, 2, ended < 0 ? 20 : -1) < 0 && errno != EINTR) break;
        if (events[0].revents) break;
        struct signalfd_siginfo info;
        if (events[1].revents && read(ended, &info, sizeof info) < 0) break;
        for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;)
            if (child == program) { has_status = true; break; }
    }
    kill(-program, SIGKILL);
    if (!has_status && waitpid(program, &status, 0) == program) has_status = true;
    for (int tries = 0; tries < 100; tries++) {
        kill_children();
        pid_t child;
        while ((child = waitpid(-1, NULL, WNOHANG)) > 0) {}
        if (child < 0) break;
        usleep(10000);
    }
    if (has_status && write(GUARD_STATUS, &status, sizeof status) < 0) _exit(1);
    _exit(0);
}

/// Pipes for the leash, the status, standard output and standard error.
enum { LEASH, STATUS, OUTPUT, ERRORS, PIPES };

static void close_all(int pipes[PIPES][2]) {
    for (int i = 0; i < PIPES; i++)
        for (int end = 0; end < 2; end++)
            if (pipes[i][end] >= 0) close(pipes[i][end]);
}

int cp_start_guarded(const char *path, char *const arguments[], char *const environment[], cp_guarded *started) {
    int pipes[PIPES][2] = {{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC), cause = nothing < 0 ? errno : 0;
    for (int i = 0; i < PIPES && cause == 0; i++)
        if (pipe2(pipes[i], O_CLOEXEC) != 0) cause = errno;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t guard = cause == 0 ? fork() : -1;
    if (cause == 0 && guard < 0) cause = errno;
    if (guard == 0) {
        // Beyond all that are named below, so that none is overwritten before it is copied.
        int from[] = {nothing, pipes[OUTPUT][1], pipes[ERRORS][1], pipes[LEASH][0], pipes[STATUS][1]};
        for (int i = 0; i < GUARD_FIRST_FREE; i++) {
            from[i] = fcntl(from[i], F_DUPFD, GUARD_FIRST_FREE);
            if (from[i] >= 0) continue;
            // A limit on open files leaves no room for them.
            int failed = -errno;
            _exit(write(pipes[STATUS][1], &failed, sizeof failed) < 0);
        }
        for (int i = 0; i < GUARD_FIRST_FREE; i++) dup2(from[i], i);
        close_others();
        // The program gets neither.
        fcntl(GUARD_LEASH, F_SETFD, FD_CLOEXEC);
        fcntl(GUARD_STATUS, F_SETFD, FD_CLOEXEC);
        stand_guard(path, arguments, environment);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (nothing >= 0) close(nothing);
    if (cause != 0) {
        close_all(pipes);
        return cause;
    }
    close(pipes[LEASH][0]);
    for (int i = STATUS; i < PIPES; i++) close(pipes[i][1]);
    *started = (cp_guarded){
        .guard = guard, .leash = pipes[LEASH][1], .status = pipes[STATUS][0], .output = pipes[OUTPUT][0],
        .error = pipes[ERRORS][0]};
    return 0;
}

int cp_release_guarded(cp_guarded *started) {
    if (started->leash >= 0) close(started->leash);
    started->leash = -1;
    int status = CP_LOST;
    ssize_t count;
    do count = read(started->status, &status, sizeof status);
    while (count < 0 && errno == EINTR);
    if (count != sizeof status) status = CP_LOST;
    close(started->status);
    while (waitpid(started->guard, NULL, 0) < 0 && errno == EINTR) {}
    return status;
}

int cp_library_flags(const char *library, const char *const names[], int count, int values[], int milliseconds) {
    int results[2];
    if (pipe2(results, O_CLOEXEC) != 0) return -1;
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        // One that hangs in the library's own code must not outlive this program.
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(1);
        // Whatever the library does when it is loaded, it does it to this process alone, and silently.
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        for (int i = 0; i < 3 && nothing >= 0; i++) dup2(nothing, i);
        void *loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
        if (loaded == NULL) _exit(1);
        for (int i = 0; i < count; i++) {
            int (*function)(void) = (int (*)(void))(intptr_t)dlsym(loaded, names[i]);
            int value = function == NULL ? -1 : function() != 0;
            if (write(results[1], &value, sizeof value) != sizeof value) _exit(1);
        }
        _exit(0);
    }
    close(results[1]);
    struct pollfd event = {.fd = results[0], .events = POLLIN};
    int read_so_far = 0;
    while (child > 0 && read_so_far < count && poll(&event, 1, milliseconds) > 0
           && read(results[0], &values[read_so_far], sizeof(int)) == sizeof(int))
        read_so_far++;
    close(results[0]);
    if (child > 0) {
        kill(child, SIGKILL);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    }
    return child > 0 && read_so_far == count ? 0 : -1;
}
