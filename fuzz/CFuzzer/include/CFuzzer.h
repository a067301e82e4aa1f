// What the fuzzers need of C: files that exist in memory only.
#ifndef CFUZZER_H
#define CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// A file in memory that holds `bytes`; -1 where the system gives none. The caller closes it.
int cfuzzer_memory_file(const char *name, const uint8_t *bytes, size_t count);

#endif
