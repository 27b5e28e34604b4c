// Pinned pthreads that start a piece of work within nanoseconds of each other. Between runs they sleep, so that the
// thread that prepares the next run has the machine to itself.
#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#if defined(__x86_64__)
#define RELAX() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define RELAX() __asm__ volatile("isb")
#else
#define RELAX() ((void)0)
#endif

// About 0.1 ms of spinning: longer than any wake-up on an idle machine. After it a waiting thread gives its CPU away,
// so that two threads on one CPU get through the barrier in turns instead of in time slices.
enum { SPINS_BEFORE_YIELD = 2000 };

typedef struct {
    cp_team *team;
    int index, cpu, error;
    int schedstat;  // this thread's /proc file, or -1
    pthread_t thread;
    cp_interval interval;
} member;

struct cp_team {
    int count;
    member *members;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t generation;  // counts runs; a thread works when it sees a new one
    int busy;             // threads that have not finished (or, at first, not been pinned)
    bool ending;
    cp_body body;
    void *context;
    _Alignas(64) atomic_int arrived;
};

static int pin_self(int cpu) {
    size_t size = CPU_ALLOC_SIZE(cpu + 1);
    cpu_set_t *set = CPU_ALLOC(cpu + 1);
    if (set == NULL) return ENOMEM;
    CPU_ZERO_S(size, set);
    CPU_SET_S(cpu, size, set);
    int error = sched_setaffinity(0, size, set) == 0 ? 0 : errno;
    CPU_FREE(set);
    return error;
}

// Whether the calling thread is on another CPU, or no longer held to its own: a cpuset that shrank, another's taskset
// and a CPU that was switched off all move it without a word. What cannot be asked is taken to be as it was.
static bool has_strayed(int cpu) {
    int now = sched_getcpu();
    if (now >= 0 && now != cpu) return true;
    // The kernel refuses sets smaller than its own; 8192 CPUs are the most it can be built for.
    static const int most = 8192;
    union { cpu_set_t set; unsigned char bytes[8192 / 8]; } held = {.bytes = {0}};
    if (sched_getaffinity(0, sizeof held, &held.set) != 0) return false;
    return cpu < most && (!CPU_ISSET_S(cpu, sizeof held, &held.set) || CPU_COUNT_S(sizeof held, &held.set) != 1);
}

// All threads of a run pass together: each adds itself and waits until the last has.
static void meet(cp_team *team) {
    atomic_fetch_add_explicit(&team->arrived, 1, memory_order_acq_rel);
    for (int spins = 0; atomic_load_explicit(&team->arrived, memory_order_acquire) < team->count; spins++) {
        RELAX();
        if (spins > SPINS_BEFORE_YIELD) sched_yield();
    }
}

// Nanoseconds this thread has ever waited for a CPU: the second number of its schedstat.
static uint64_t waited(int schedstat) {
    char text[96];
    ssize_t length = pread(schedstat, text, sizeof text - 1, 0);
    if (length <= 0) return 0;
    text[length] = 0;
    char *rest = NULL;
    strtoull(text, &rest, 10);
    return strtoull(rest, NULL, 10);
}

static void *member_main(void *argument) {
    member *self = argument;
    cp_team *team = self->team;
    self->error = pin_self(self->cpu);
    // A CPU that may not be used any more is a place to go back to: until then the thread works where it may.
    if (self->error == EINVAL) self->error = 0, self->interval.strayed = true;
    self->schedstat = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    uint64_t seen = 0;
    pthread_mutex_lock(&team->lock);
    for (;;) {
        if (--team->busy == 0) pthread_cond_broadcast(&team->changed);
        while (team->generation == seen && !team->ending) pthread_cond_wait(&team->changed, &team->lock);
        if (team->ending) break;
        seen = team->generation;
        pthread_mutex_unlock(&team->lock);
        // Whoever was moved goes back to its place, if it may.
        if (self->interval.strayed) pin_self(self->cpu);
        uint64_t before = waited(self->schedstat);
        meet(team);
        self->interval.start = cp_now_ns();
        team->body(team->context, self->index);
        self->interval.end = cp_now_ns();
        uint64_t after = waited(self->schedstat);
        self->interval.waited = after > before ? after - before : 0;
        self->interval.strayed = has_strayed(self->cpu);
        pthread_mutex_lock(&team->lock);
    }
    pthread_mutex_unlock(&team->lock);
    if (self->schedstat >= 0) close(self->schedstat);
    return NULL;
}

static void wait_until_idle(cp_team *team) {
    pthread_mutex_lock(&team->lock);
    while (team->busy > 0) pthread_cond_wait(&team->changed, &team->lock);
    pthread_mutex_unlock(&team->lock);
}

cp_team *cp_team_create(const int *cpus, int count, cp_team_failure *failure) {
    *failure = (cp_team_failure){.step = CP_TEAM_START, .error = ENOMEM};
    cp_team *team = aligned_alloc(64, (sizeof(cp_team) + 63) / 64 * 64);
    member *members = calloc((size_t)count, sizeof(member));
    if (team == NULL || members == NULL) {
        free(team);
        free(members);
        return NULL;
    }
    *team = (cp_team){.count = 0, .members = members, .busy = count};
    pthread_mutex_init(&team->lock, NULL);
    pthread_cond_init(&team->changed, NULL);
    int problem = 0;
    for (int i = 0; i < count && problem == 0; i++) {
        members[i] = (member){.team = team, .index = i, .cpu = cpus[i]};
        problem = pthread_create(&members[i].thread, NULL, member_main, &members[i]);
        if (problem == 0) team->count++;
        else *failure = (cp_team_failure){.step = CP_TEAM_START, .error = problem, .thread = i};
    }
    pthread_mutex_lock(&team->lock);
    team->busy -= count - team->count;
    pthread_mutex_unlock(&team->lock);
    wait_until_idle(team);
    for (int i = 0; i < team->count && problem == 0; i++) {
        problem = members[i].error;
        if (problem != 0) *failure = (cp_team_failure){.step = CP_TEAM_PIN, .error = problem, .thread = i};
    }
    if (problem == 0) return team;
    cp_team_destroy(team);
    return NULL;
}

void cp_team_run(cp_team *team, cp_body body, void *context, cp_interval *intervals) {
    pthread_mutex_lock(&team->lock);
    team->body = body;
    team->context = context;
    team->busy = team->count;
    atomic_store_explicit(&team->arrived, 0, memory_order_relaxed);
    team->generation++;
    pthread_cond_broadcast(&team->changed);
    pthread_mutex_unlock(&team->lock);
    wait_until_idle(team);
    for (int i = 0; i < team->count; i++) intervals[i] = team->members[i].interval;
}

void cp_team_destroy(cp_team *team) {
    pthread_mutex_lock(&team->lock);
    team->ending = true;
    pthread_cond_broadcast(&team->changed);
    pthread_mutex_unlock(&team->lock);
    for (int i = 0; i < team->count; i++) pthread_join(team->members[i].thread, NULL);
    pthread_cond_destroy(&team->changed);
    pthread_mutex_destroy(&team->lock);
    free(team->members);
    free(team);
}
