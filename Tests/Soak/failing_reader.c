/* Loaded before libc: reading a file whose path $SOAK_FAILS lists fails with EIO from a given byte on.
   The list is PATH\tBYTE\n..., paths as the program opened them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>

/* The first byte of the open file that cannot be read; -1 where all of it can. */
static long long first_bad(int file) {
    const char *list = getenv("SOAK_FAILS");
    char link[64], path[4096];
    if (!list) return -1;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return -1;
    path[length] = 0;
    for (const char *line = list; *line;) {
        const char *tab = strchr(line, '\t'), *end = strchr(line, '\n');
        if (!tab || !end) return -1;
        if (tab - line == length && !memcmp(line, path, length)) return atoll(tab + 1);
        line = end + 1;
    }
    return -1;
}

ssize_t read(int file, void *buffer, size_t count) {
    static ssize_t (*next)(int, void *, size_t);
    if (!next) next = (ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
    long long bad = first_bad(file);
    if (bad >= 0) {
        long long at = lseek(file, 0, SEEK_CUR);
        if (at >= bad) {
            errno = EIO;
            return -1;
        }
        if ((unsigned long long)(bad - at) < count) count = bad - at;
    }
    return next(file, buffer, count);
}
