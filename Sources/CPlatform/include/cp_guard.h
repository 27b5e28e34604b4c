// A program of others, run so that nothing of it outlives this one.
#ifndef CP_GUARD_H
#define CP_GUARD_H

#include <stdint.h>

/// A program that was started, and the process that watches over it.
typedef struct {
    /// The watching process; waited for with cp_release_guarded.
    int32_t guard;
    /// While this end of a pipe is open, the program may run; closing it ends the program and all that it started.
    int leash;
    /// Reads the program's wait status, an int, when it has ended; minus an errno where it could not be started.
    int status;
    /// Read its standard output and error, and are left to the caller to close.
    int output, error;
} cp_guarded;

/// Starts a program in a process group of its own. It, and what it started, ends when it exits itself, when the leash is
/// closed, or when this process ends in any way.
/// - returns: 0, or an errno.
int cp_start_guarded(const char *path, char *const arguments[], char *const environment[], cp_guarded *started);

/// What became of a program whose guard was killed: it was ended too, and nobody knows how.
#define CP_LOST (-65536)

/// Closes the leash, waits until nothing of the program runs, and returns its wait status; minus an errno where it could
/// not be started, or CP_LOST.
int cp_release_guarded(cp_guarded *started);

/// Calls functions of a shared library, each without arguments, in a process of its own, and keeps what they return.
/// - names: of functions that return int, so many; values: -1 of those that it does not have.
/// - returns: 0, or -1 where the library cannot be loaded, crashes, or is not done in so many milliseconds.
int cp_library_flags(const char *library, const char *const names[], int count, int values[], int milliseconds);

#endif
