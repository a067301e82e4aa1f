// What the fuzzers need of C: libFuzzer's own entry, and files that exist in memory only.
#ifndef CFUZZER_H
#define CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// libFuzzer's driver (compiler-rt, "Using libFuzzer as a library"): runs `callback` on one input after another.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

/// A file in memory that holds `bytes`; -1 where the system gives none. The caller closes it.
int cfuzzer_memory_file(const char *name, const uint8_t *bytes, size_t count);

#endif
