// Byte kernels that Swift cannot express as well: needle search and shape matching. Portable C, little- and big-endian.
#ifndef HEADCOUNT_CBYTESCAN_H
#define HEADCOUNT_CBYTESCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "CLineScan.h"
#include "CShapeMatch.h"

// MARK: Search

// Offset of the first occurrence of `needle` in `bytes`, -1 where there is none.
ptrdiff_t cbs_find(const void *bytes, size_t count, const void *needle, size_t needle_count);

#endif
