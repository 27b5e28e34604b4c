#define _GNU_SOURCE
#include "cp_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

/// Where a name is needed, it lives for two system calls.
static int open_and_unlink(const char *folder) {
    char *path;
    if (asprintf(&path, "%s/.probe-XXXXXX", folder) < 0) return -1;
    int file = mkostemp(path, O_CLOEXEC);
    int error = errno;
    if (file >= 0) unlink(path);
    free(path);
    errno = error;
    return file;
}

int cp_open_unnamed(const char *folder, bool *had_name) {
    *had_name = false;
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    // A kernel that does not know the flag opens the folder itself, and cannot for writing.
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
    *had_name = true;
    return open_and_unlink(folder);
}

int cp_set_direct(int file, bool direct) {
    int flags = fcntl(file, F_GETFL);
    if (flags < 0) return errno;
    flags = direct ? flags | O_DIRECT : flags & ~O_DIRECT;
    return fcntl(file, F_SETFL, flags) == 0 ? 0 : errno;
}

int64_t cp_resident_bytes(int file, size_t length) {
    enum { WINDOW_PAGES = 65536 };
    static const size_t most = WINDOW_PAGES;
    size_t page = (size_t)sysconf(_SC_PAGESIZE), resident = 0;
    unsigned char *present = malloc(most);
    if (present == NULL) return -1;
    for (size_t from = 0; from < length; from += most * page) {
        size_t size = length - from < most * page ? length - from : most * page;
        void *window = mmap(NULL, size, PROT_READ, MAP_SHARED, file, (off_t)from);
        int result = window == MAP_FAILED ? -1 : mincore(window, size, present);
        int error = errno;
        if (window != MAP_FAILED) munmap(window, size);
        if (result != 0) {
            free(present);
            errno = error;
            return -1;
        }
        for (size_t i = 0; i < (size + page - 1) / page; i++) resident += present[i] & 1 ? page : 0;
    }
    free(present);
    return (int64_t)(resident < length ? resident : length);
}

int cp_file_system_of(const char *folder, cp_file_system *found) {
    struct statfs type;
    struct statvfs space;
    if (statfs(folder, &type) != 0 || statvfs(folder, &space) != 0) return -1;
    found->type = (uint64_t)type.f_type & 0xffffffffu;
    found->available = (uint64_t)space.f_bavail * (uint64_t)space.f_frsize;
    return 0;
}

int cp_device_of(int file, unsigned *major_number, unsigned *minor_number) {
    struct stat status;
    if (fstat(file, &status) != 0) return -1;
    *major_number = major(status.st_dev);
    *minor_number = minor(status.st_dev);
    return 0;
}
