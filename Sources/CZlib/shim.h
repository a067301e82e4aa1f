// zlib for Swift. `inflateInit2` and `deflateInit2` are macros, which Swift does not import.
#ifndef HEADCOUNT_CZLIB_SHIM_H
#define HEADCOUNT_CZLIB_SHIM_H

#include <string.h>
#include <zlib.h>

// Window bits 31: a gzip member with its header and trailer checked.
static inline int czlib_inflate_init_gzip(z_stream *stream) {
    return inflateInit2(stream, 31);
}

// Window bits -15: raw deflate; header and trailer of gzip are read by the caller.
static inline int czlib_inflate_init_raw(z_stream *stream) {
    return inflateInit2(stream, -15);
}

static inline int czlib_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

#endif
