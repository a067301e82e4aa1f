// xxHash for Swift: XXH3, 128 bits for content ids, 64 for user agents. The shared library, not the inlined header:
// fed by 256 KiB a call costs nothing, and the header takes the compiler seconds.
#ifndef HEADCOUNT_CXXHASH_SHIM_H
#define HEADCOUNT_CXXHASH_SHIM_H

#include <xxhash.h>

#endif
