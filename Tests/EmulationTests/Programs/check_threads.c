// check_threads [race|overrun|overflow]: has teams, barriers and hand-overs pass plain data between threads, which is
// right only where each orders what lies before it against what lies behind it; a sanitizer sees where one does not.
// Prints a line for each as check.c does, and ends with 0 where none is wrong. With an argument it makes a mistake, which
// the sanitizer that it was built with must notice.
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"
#include "CPlatform.h"

enum { MOST = 5, RUNS = 200, ROUNDS = 200, POLLS = 2000 };

// Plain data on purpose.
typedef struct {
    int threads, run;
    int seen[MOST];
    bool right[MOST];
} shared;

static int cpus[MOST];

// More threads than CPUs share them.
static void choose_cpus(void) {
    const int found = cp_affinity(cpus, MOST);
    for (int i = found < MOST ? found : MOST; i > 0 && i < MOST; i++) cpus[i] = cpus[i % found];
}

// Runs a body on a team of each size; whether every thread found what it should.
static bool on_teams(cp_body body, void *(*prepare)(shared *all), int fewest, int most) {
    bool right = true;
    for (int threads = fewest; threads <= most; threads++) {
        cp_team_failure failure;
        cp_interval intervals[MOST];
        shared all = { .threads = threads };
        cp_team *team = cp_team_create(cpus, threads, &failure);
        if (team == NULL) return false;
        void *context = prepare(&all);
        for (all.run = 1; all.run <= RUNS; all.run++) {
            cp_team_run(team, body, context, intervals);
            for (int i = 0; i < threads; i++) {
                right = right && all.right[i] && intervals[i].start <= intervals[i].end;
            }
        }
        cp_team_destroy(team);
        if (context != &all) free(context);
    }
    return right;
}

static void *itself(shared *all) { return all; }

// The neighbour's data of the run before, and the caller's of this one.
static void follow(void *context, int thread) {
    shared *all = context;
    const int run = all->run;
    all->right[thread] = all->seen[thread] == run - 1;
    all->seen[thread] = run;
}

// Two threads write one word: the race that a sanitizer must see.
static void clash(void *context, int thread) {
    shared *all = context;
    for (int i = 0; i < 1000; i++) all->seen[0] += thread;
    all->right[thread] = true;
}

typedef struct {
    shared *all;
    _Alignas(CK_APART) char barrier[2048];
    _Alignas(CK_APART) char handover[CK_APART];
    int sent[2][ROUNDS];
} meeting;

static void *arrange(shared *all) {
    meeting *place = aligned_alloc(CK_APART, (sizeof *place + CK_APART - 1) / CK_APART * CK_APART);
    if (place == NULL) abort();
    memset(place, 0, sizeof *place);
    place->all = all;
    ck_barrier_reset((ck_barrier *)place->barrier, (uint32_t)all->threads);
    return place;
}

static bool pass_barrier(meeting *place, ck_spin_progress *progress) {
    ck_spin_result result;
    const uint64_t next = progress->round + 1;
    do {
        result = ck_barrier_rounds(
            (ck_barrier *)place->barrier, (uint32_t)place->all->threads, next, POLLS, progress);
    } while (result == CK_SPIN_WAITING && sched_yield() == 0);
    return result == CK_SPIN_DONE;
}

// Each writes its word, all meet, each reads all words, and all meet again before the next are written.
static void gather(void *context, int thread) {
    meeting *place = context;
    shared *all = place->all;
    ck_spin_progress progress = { 0 };
    bool right = true;
    for (int round = 0; round < ROUNDS / 10; round++) {
        all->seen[thread] = all->run * 1000 + round;
        right = pass_barrier(place, &progress) && right;
        for (int i = 0; i < all->threads; i++) right = right && all->seen[i] == all->run * 1000 + round;
        right = pass_barrier(place, &progress) && right;
    }
    all->right[thread] = right;
}

// Each sends a word before it hands the line over, and reads the other's after it got the line back.
static void exchange(void *context, int thread) {
    meeting *place = context;
    shared *all = place->all;
    ck_handover *line = (ck_handover *)place->handover;
    ck_spin_progress progress = { 0 };
    bool right = true;
    const int first = thread == 0 ? 1 : 0;
    for (int round = 0; round < ROUNDS; round++) {
        place->sent[thread][round] = all->run;
        ck_spin_result result;
        do {
            result = ck_handover_pass(line, (uint64_t)thread, (uint64_t)round + 1, POLLS / 2, POLLS, &progress);
        } while (result == CK_SPIN_WAITING && sched_yield() == 0);
        right = right && result == CK_SPIN_DONE;
        // Side 0 has the line back when its next call has waited for it.
        if (round >= first) right = right && place->sent[1 - thread][round - first] == all->run;
    }
    all->right[thread] = right;
}

// A line begins anew with each team.
static bool handover_is_right(void) {
    bool right = true;
    for (int run = 0; run < RUNS / 4; run++) {
        cp_team_failure failure;
        cp_interval intervals[2];
        shared all = { .threads = 2, .run = run };
        cp_team *team = cp_team_create(cpus, 2, &failure);
        if (team == NULL) return false;
        meeting *place = arrange(&all);
        ck_handover_reset((ck_handover *)place->handover);
        cp_team_run(team, exchange, place, intervals);
        right = right && all.right[0] && all.right[1];
        cp_team_destroy(team);
        free(place);
    }
    return right;
}

static void nothing(void *context, int thread) { (void)context, (void)thread; }

// A CPU that no machine has: its thread works elsewhere, and tells so each time.
static bool absence_is_told(void) {
    const int absent[] = { cpus[0], 1 << 20, cpus[0] };
    cp_team_failure failure;
    cp_interval intervals[3];
    cp_team *team = cp_team_create(absent, 3, &failure);
    if (team == NULL) return false;
    bool right = true;
    for (int run = 0; run < 2; run++) {
        cp_team_run(team, nothing, NULL, intervals);
        right = right && !intervals[0].strayed && intervals[1].strayed && !intervals[2].strayed;
    }
    cp_team_destroy(team);
    return right;
}

static int wrong = 0;

static void report(bool right, const char *what) {
    if (!right) wrong++;
    printf("%s threads %s\n", right ? "right" : "wrong", what);
    fflush(stdout);
}

static void make_mistake(const char *which) {
    volatile int number = 0x7fffffff;
    if (strcmp(which, "race") == 0) on_teams(clash, itself, 2, 2);
    if (strcmp(which, "overflow") == 0) number = number + 1;
    if (strcmp(which, "overrun") == 0) {
        volatile char *bytes = malloc(16);
        if (bytes != NULL) number = bytes[16 + (number == 0)];
        free((void *)bytes);
    }
}

int main(int count, char **arguments) {
    choose_cpus();
    if (count > 1) make_mistake(arguments[1]);
    report(on_teams(follow, itself, 1, MOST), "team");
    report(absence_is_told(), "absent CPU");
    report(on_teams(gather, arrange, 2, 3), "barrier");
    report(handover_is_right(), "handover");
    return wrong != 0;
}
