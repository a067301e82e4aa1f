// A bare loop that writes a store: the rows of all its tables, read into memory before the clock starts, are inserted into
// tables of the same definition in the order of their keys, with one prepared statement a table, in one transaction; with
// the pragmas of the store: a write-ahead log, moved into the file at the end. usage: insert STORE NEW-STORE
#include "tables.h"

static void execute(sqlite3 *database, const char *sql) {
    if (sqlite3_exec(database, sql, 0, 0, 0)) fail(sqlite3_errmsg(database));
}

int main(int argc, char **argv) {
    sqlite3 *to;
    if (argc != 3) fail("usage: insert STORE NEW-STORE");
    readTables(argv[1]);
    double start = now();
    if (sqlite3_open(argv[2], &to)) fail("cannot make the new store");
    execute(to, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; BEGIN");
    unsigned long long rows = insertTables(to);
    execute(to, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
    sqlite3_close(to);
    printf("{\"seconds\": %.6f, \"rows\": %llu}\n", now() - start, rows);
    return 0;
}
