// Memory that a loop under test must not touch. Only AddressSanitizer sees that it does; elsewhere this is nothing.
#ifndef REDZONE_H
#define REDZONE_H

#include <stddef.h>

#if defined(__has_include)
#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#endif
#endif

#ifndef ASAN_POISON_MEMORY_REGION
#define ASAN_POISON_MEMORY_REGION(start, bytes) ((void)(start), (void)(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(start, bytes) ((void)(start), (void)(bytes))
#endif

/// Until `permit`, an access to these bytes ends the program.
static inline void forbid(const void *start, size_t bytes) { ASAN_POISON_MEMORY_REGION(start, bytes); }

/// Before the memory is looked at or freed.
static inline void permit(const void *start, size_t bytes) { ASAN_UNPOISON_MEMORY_REGION(start, bytes); }

#endif
