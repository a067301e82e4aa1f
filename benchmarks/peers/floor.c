// The least a scan of a .gz file must do: inflate it (ISA-L), and insert the rows it gives (SQLite).
// usage: floor FILE.gz STORE NEW-STORE
//
// The rows are those of STORE, all of its tables, read into memory before the clock starts. They are inserted into
// tables of the same definition, in the order of their keys, in one transaction, with prepared statements, without a
// journal and without waiting for the disk. Prints {"inflate": s, "insert": s, "bytes": n, "rows": n}.
#include <isa-l/igzip_lib.h>

#include "tables.h"

static unsigned long long inflate_all(const char *path) {
    enum { ROOM = 256 * 1024 };
    static unsigned char in[ROOM], out[ROOM];
    FILE *file = fopen(path, "rb");
    if (!file) fail("cannot open the .gz");
    static struct inflate_state state;
    isal_inflate_init(&state);
    state.crc_flag = ISAL_GZIP;
    unsigned long long bytes = 0;
    size_t got;
    while ((got = fread(in, 1, ROOM, file)) > 0) {
        state.next_in = in;
        state.avail_in = (unsigned)got;
        do {
            if (state.block_state == ISAL_BLOCK_FINISH && state.avail_in > 0) {
                isal_inflate_reset(&state);
                state.crc_flag = ISAL_GZIP;
            }
            state.next_out = out;
            state.avail_out = ROOM;
            if (isal_inflate(&state) != ISAL_DECOMP_OK) fail("damaged gzip");
            bytes += ROOM - state.avail_out;
        } while (state.avail_in > 0 || state.avail_out == 0);
    }
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    sqlite3 *to;
    if (argc != 4) fail("usage: floor FILE.gz STORE NEW-STORE");
    readTables(argv[2]);

    double start = now();
    unsigned long long bytes = inflate_all(argv[1]);
    double inflated = now();
    if (sqlite3_open(argv[3], &to)) fail("cannot make the new store");
    sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN", 0, 0, 0);
    unsigned long long rows = insertTables(to);
    if (sqlite3_exec(to, "COMMIT", 0, 0, 0)) fail(sqlite3_errmsg(to));
    sqlite3_close(to);
    printf("{\"inflate\": %.6f, \"insert\": %.6f, \"bytes\": %llu, \"rows\": %llu}\n", inflated - start,
           now() - inflated, bytes, rows);
    return 0;
}
