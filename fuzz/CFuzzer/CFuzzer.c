// memfd_create is declared for GNU sources only.
#define _GNU_SOURCE
#include "CFuzzer.h"

#include <sys/mman.h>
#include <unistd.h>

int cfuzzer_memory_file(const char *name, const uint8_t *bytes, size_t count) {
    int descriptor = memfd_create(name, MFD_CLOEXEC);
    if (descriptor < 0) return -1;
    size_t written = 0;
    while (written < count) {
        ssize_t step = write(descriptor, bytes + written, count - written);
        if (step <= 0) {
            close(descriptor);
            return -1;
        }
        written += (size_t)step;
    }
    lseek(descriptor, 0, SEEK_SET);
    return descriptor;
}
