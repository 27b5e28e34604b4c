#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

static int argument_count;
static char **argument_list;

#if defined(__GLIBC__)
// Before main; this C library hands what starts the program to whoever is called then.
__attribute__((constructor)) static void keep_arguments(int count, char **list) {
    argument_count = count;
    argument_list = list;
}
#endif

int cp_argument_count(void) { return argument_count; }

const char *cp_argument(int index) {
    return index >= 0 && index < argument_count ? argument_list[index] : NULL;
}

uint64_t cp_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

bool cp_is_optimized(void) {
#if defined(__OPTIMIZE__)
    return true;
#else
    return false;
#endif
}

const char *cp_executed_path(void) { return (const char *)getauxval(AT_EXECFN); }

void cp_touch(const void *address) { (void)*(const volatile char *)address; }

int cp_affinity(int *cpus, int capacity) {
    // The kernel refuses a mask shorter than its own and does not say how long that is: double until it fits.
    for (int bits = 1024; bits <= 1 << 20; bits *= 2) {
        size_t size = CPU_ALLOC_SIZE(bits);
        cpu_set_t *set = CPU_ALLOC(bits);
        if (set == NULL) return -1;
        if (sched_getaffinity(0, size, set) == 0) {
            int found = 0;
            for (int cpu = 0; cpu < bits; cpu++) {
                if (!CPU_ISSET_S(cpu, size, set)) continue;
                if (found < capacity) cpus[found] = cpu;
                found++;
            }
            CPU_FREE(set);
            return found;
        }
        int error = errno;
        CPU_FREE(set);
        errno = error;
        if (error != EINVAL) return -1;
    }
    return -1;
}

bool cp_hypervisor(char *signature) {
#if defined(__x86_64__)
    unsigned int a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & (1u << 31))) return false;
    __cpuid(0x40000000, a, b, c, d);
    memcpy(signature, &b, 4);
    memcpy(signature + 4, &c, 4);
    memcpy(signature + 8, &d, 4);
    signature[12] = 0;
    return true;
#else
    (void)signature;
    return false;
#endif
}

int cp_permit_amx(void) {
#if defined(__x86_64__)
    enum { REQUEST_STATE = 0x1023, TILE_DATA = 18 };  // ARCH_REQ_XCOMP_PERM of <asm/prctl.h>, XCR0's bit
    return syscall(SYS_arch_prctl, REQUEST_STATE, TILE_DATA) == 0 ? 0 : errno;
#else
    return ENOSYS;
#endif
}
