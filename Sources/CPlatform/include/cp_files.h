// What Swift cannot say about files: without a name, read past the page cache, and how much of one is in memory.
#ifndef CP_FILES_H
#define CP_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A file system: its magic number (linux/magic.h) and the bytes that this user may still write.
typedef struct { uint64_t type, available; } cp_file_system;

/// Opens a new file for reading and writing that has no name in its folder, so that nothing remains of it however the
/// program ends; `had_name`: the file system cannot do that, and the name was removed right after. -1: errno.
int cp_open_unnamed(const char *folder, bool *had_name);

/// Whether reads go past the page cache from now on; 0, or the errno of the file system's refusal.
int cp_set_direct(int file, bool direct);

/// Bytes of the first `length` of a file that are in the page cache; -1: errno.
int64_t cp_resident_bytes(int file, size_t length);

/// The file system that a folder is on; 0, or -1: errno.
int cp_file_system_of(const char *folder, cp_file_system *found);

/// The numbers of the device that a file lies on; 0, or -1: errno.
int cp_device_of(int file, unsigned *major_number, unsigned *minor_number);

#endif
