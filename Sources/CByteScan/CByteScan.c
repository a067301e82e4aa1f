#define _GNU_SOURCE   // memmem
#include "CByteScan.h"

ptrdiff_t cbs_find(const void *bytes, size_t count, const void *needle, size_t needle_count) {
    if (needle_count > count) return -1;
    const char *found = (const char *)memmem(bytes, count, needle, needle_count);
    return found ? found - (const char *)bytes : -1;
}
