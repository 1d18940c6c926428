/* What reaches the disk goes through here: counted, killed, failed or written down. Loaded before libc (LD_PRELOAD).

   Only files under one folder are looked at. `fault_arm` says what is to happen at which call, `fault_trace` where every
   call is written down. A call of a kind that would change the disk is one step. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING, KILL, FAIL_ONCE, FAIL_FROM };
#define FDS 4096
static char folder[PATH_MAX];
static char *names[FDS];
static long steps, at;
static int kind, error_number, trace = -1;

#define REAL(result, name, ...) static result (*real_##name)(__VA_ARGS__); \
    if (!real_##name) real_##name = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

void fault_arm(const char *under, int what, long when, int number) {
    strncpy(folder, under, sizeof folder - 1);
    steps = 0; kind = what; at = when; error_number = number;
}
long fault_steps(void) { return steps; }
void fault_trace(const char *path) {
    trace = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
}

static const char *whole(const char *path, char *into) {
    if (path[0] == '/') return path;
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) return path;
    snprintf(into, PATH_MAX, "%s/%s", here, path);
    return into;
}
static int ours(const char *path) { return folder[0] && !strncmp(path, folder, strlen(folder)); }

static void note(const char *what, const char *one, const char *two, long offset, const void *data, long length) {
    if (trace < 0) return;
    REAL(ssize_t, write, int, const void *, size_t);
    char line[2 * PATH_MAX + 100];
    int size = snprintf(line, sizeof line, "%s\t%s\t%s\t%ld\t%ld\n", what, one, two ? two : "", offset, length);
    real_write(trace, line, size);
    if (length && data) real_write(trace, data, length);
}

/* Whether this step fails; at a kill it does not come back. `half` is what a torn write leaves. */
static int step(int fd, const void *data, size_t length, off_t offset, int positioned) {
    steps++;
    if (kind == KILL && steps == at) {
        if (data && length > 1 && (steps & 1)) {
            REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
            REAL(ssize_t, write, int, const void *, size_t);
            if (positioned) real_pwrite(fd, data, length / 2, offset); else real_write(fd, data, length / 2);
        }
        raise(SIGKILL);
    }
    if ((kind == FAIL_ONCE && steps == at) || (kind == FAIL_FROM && steps >= at)) { errno = error_number; return 1; }
    return 0;
}
static int known(int fd) { return fd >= 0 && fd < FDS && names[fd]; }

static int opened(int fd, const char *path, int flags) {
    if (fd >= 0 && fd < FDS) {
        free(names[fd]);
        names[fd] = ours(path) ? strdup(path) : NULL;
        if (names[fd] && (flags & O_CREAT)) note("create", path, NULL, 0, NULL, 0);
        if (names[fd] && (flags & O_TRUNC)) note("truncate", path, NULL, 0, NULL, 0);
    }
    return fd;
}
#define OPEN(name) \
int name(const char *path, int flags, ...) { \
    REAL(int, name, const char *, int, ...); \
    va_list list; va_start(list, flags); mode_t mode = (flags & O_CREAT) ? va_arg(list, mode_t) : 0; va_end(list); \
    char room[PATH_MAX]; const char *full = whole(path, room); struct stat seen; \
    int makes = ours(full) && (flags & O_CREAT) && stat(full, &seen) != 0; \
    if ((makes || (ours(full) && (flags & O_TRUNC))) && step(-1, NULL, 0, 0, 0)) return -1; \
    return opened(real_##name(path, flags, mode), full, makes ? flags : flags & ~O_CREAT); }
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
int name(int where, const char *path, int flags, ...) { \
    REAL(int, name, int, const char *, int, ...); \
    va_list list; va_start(list, flags); mode_t mode = (flags & O_CREAT) ? va_arg(list, mode_t) : 0; va_end(list); \
    char room[PATH_MAX]; const char *full = whole(path, room); struct stat seen; \
    int makes = where == AT_FDCWD && ours(full) && (flags & O_CREAT) && stat(full, &seen) != 0; \
    if (makes && step(-1, NULL, 0, 0, 0)) return -1; \
    return opened(real_##name(where, path, flags, mode), full, makes ? flags : flags & ~O_CREAT); }
OPENAT(openat)
OPENAT(openat64)
int close(int fd) {
    REAL(int, close, int);
    if (known(fd)) { free(names[fd]); names[fd] = NULL; }
    return real_close(fd);
}
ssize_t write(int fd, const void *data, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    if (!known(fd)) return real_write(fd, data, length);
    if (step(fd, data, length, 0, 0)) return -1;
    note("write", names[fd], NULL, (long)lseek(fd, 0, SEEK_CUR), data, (long)length);
    return real_write(fd, data, length);
}
#define PWRITE(name, type) \
ssize_t name(int fd, const void *data, size_t length, type offset) { \
    REAL(ssize_t, name, int, const void *, size_t, type); \
    if (!known(fd)) return real_##name(fd, data, length, offset); \
    if (step(fd, data, length, offset, 1)) return -1; \
    note("write", names[fd], NULL, (long)offset, data, (long)length); \
    return real_##name(fd, data, length, offset); }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)
#define TRUNCATE(name, type) \
int name(int fd, type length) { \
    REAL(int, name, int, type); \
    if (!known(fd)) return real_##name(fd, length); \
    if (step(-1, NULL, 0, 0, 0)) return -1; \
    note("truncate", names[fd], NULL, (long)length, NULL, 0); \
    return real_##name(fd, length); }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
#define SYNC(name) \
int name(int fd) { \
    REAL(int, name, int); \
    if (!known(fd)) return real_##name(fd); \
    if (step(-1, NULL, 0, 0, 0)) return -1; \
    note("sync", names[fd], NULL, 0, NULL, 0); \
    return real_##name(fd); }
SYNC(fsync)
SYNC(fdatasync)
#define TWO(name) \
int name(const char *one, const char *two) { \
    REAL(int, name, const char *, const char *); \
    char first[PATH_MAX], second[PATH_MAX]; const char *from = whole(one, first), *to = whole(two, second); \
    if (!ours(to)) return real_##name(one, two); \
    if (step(-1, NULL, 0, 0, 0)) return -1; \
    int done = real_##name(one, two); \
    if (!done) note(#name, from, to, 0, NULL, 0); \
    return done; }
TWO(rename)
TWO(link)
#define ONE(name) \
int name(const char *path) { \
    REAL(int, name, const char *); \
    char room[PATH_MAX]; const char *full = whole(path, room); \
    if (!ours(full)) return real_##name(path); \
    if (step(-1, NULL, 0, 0, 0)) return -1; \
    int done = real_##name(path); \
    if (!done) note(#name, full, NULL, 0, NULL, 0); \
    return done; }
ONE(unlink)
ONE(rmdir)
int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    char room[PATH_MAX]; const char *full = whole(path, room);
    if (!ours(full)) return real_mkdir(path, mode);
    if (step(-1, NULL, 0, 0, 0)) return -1;
    int done = real_mkdir(path, mode);
    if (!done) note("mkdir", full, NULL, 0, NULL, 0);
    return done;
}
