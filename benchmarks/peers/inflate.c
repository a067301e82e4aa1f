// Inflates a gzip file with zlib and drops the text. usage: inflate FILE.gz
// Prints {"seconds": ..., "bytes": ...}.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    enum { ROOM = 256 * 1024 };
    static unsigned char in[ROOM], out[ROOM];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (!file || inflateInit2(&stream, 31) != Z_OK) return 1;
    double start = now();
    unsigned long long bytes = 0;
    while ((stream.avail_in = (unsigned)fread(in, 1, ROOM, file)) > 0) {
        stream.next_in = in;
        do {
            stream.next_out = out;
            stream.avail_out = ROOM;
            int code = inflate(&stream, Z_NO_FLUSH);
            if (code == Z_STREAM_END) inflateReset(&stream);
            else if (code != Z_OK && code != Z_BUF_ERROR) return 1;
            bytes += ROOM - stream.avail_out;
        } while (stream.avail_in > 0 || stream.avail_out == 0);
    }
    printf("{\"seconds\": %.6f, \"bytes\": %llu}\n", now() - start, bytes);
    return 0;
}
