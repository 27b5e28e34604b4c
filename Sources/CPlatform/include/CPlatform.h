// What Swift cannot say about the platform: affinity masks, a team of pinned threads and its spin barrier, the
// hypervisor's name, and how this file was compiled.
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cp_files.h"
#include "cp_guard.h"
#include "cp_hsmp.h"
#include "cp_process.h"

/// Nanoseconds of the monotonic clock.
uint64_t cp_now_ns(void);

/// How many arguments the program was started with, its name among them, and one of them; 0 and NULL where the C
/// library does not tell.
int cp_argument_count(void);
const char *cp_argument(int index);

/// Whether the C code was compiled with optimisation. A probe measures nothing when it was not.
bool cp_is_optimized(void);

/// Asks the kernel to let this process and its later threads use AMX's tiles; 0, or the errno of its refusal.
int cp_permit_amx(void);

/// Writes up to `capacity` ids of the CPUs this process may run on, ascending; returns how many there are; -1: errno.
int cp_affinity(int *cpus, int capacity);

/// Writes the hypervisor's CPUID signature ("KVMKVMKVM") into 13 bytes; false where there is no hypervisor or no CPUID.
bool cp_hypervisor(char *signature);

/// What the kernel was asked to run as this program; NULL where it does not tell.
const char *cp_executed_path(void);

/// Reads one byte, whatever the compiler thinks of it.
void cp_touch(const void *address);

/// Threads pinned one to a CPU, which run one function together and sleep between runs.
typedef struct cp_team cp_team;

/// What each thread of a team calls: `context` as given to the run, `thread` from 0.
typedef void (*cp_body)(void *context, int thread);

/// When one thread's part of a run began and ended, in nanoseconds of the monotonic clock, how many of them the thread
/// spent ready to run but without a CPU (0 where the kernel does not count that), and whether it was found on another
/// CPU at the end, or not held to its own.
typedef struct {
    uint64_t start, end, waited;
    bool strayed;
} cp_interval;

/// What creating a team can fail at.
typedef enum { CP_TEAM_START, CP_TEAM_PIN } cp_team_step;

/// Why a team could not be created: the step, its errno, and the index of the thread.
typedef struct {
    cp_team_step step;
    int error, thread;
} cp_team_failure;

/// Starts one thread for each CPU and pins it there; NULL where that fails, with the reason.
cp_team *cp_team_create(const int *cpus, int count, cp_team_failure *failure);

/// Has every thread pass one spin barrier and call `body`; returns when all have, with each thread's interval.
void cp_team_run(cp_team *team, cp_body body, void *context, cp_interval *intervals);

/// Ends the threads and frees the team.
void cp_team_destroy(cp_team *team);

#endif
