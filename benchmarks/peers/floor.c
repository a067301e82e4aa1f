// The least a scan of a .gz file must do: inflate it (ISA-L), and insert the rows it gives (SQLite).
// usage: floor FILE.gz STORE NEW-STORE
//
// The rows are those of STORE, all of its tables, read into memory before the clock starts. They are inserted into
// tables of the same definition, in the order of their keys, in one transaction, with prepared statements, without a
// journal and without waiting for the disk. Prints {"inflate": s, "insert": s, "bytes": n, "rows": n}.
#include <isa-l/igzip_lib.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void fail(const char *what) {
    fprintf(stderr, "floor: %s\n", what);
    exit(1);
}

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

typedef struct { int kind, length; union { long long number; double real; char *text; } as; } Value;
typedef struct { char *definition, *name; int columns; size_t count, room; Value *values; } Table;

static void keep(Table *table, sqlite3_stmt *rows) {
    for (int i = 0; i < table->columns; i++) {
        if (table->count == table->room) {
            table->room = table->room ? table->room * 2 : 4096;
            table->values = realloc(table->values, table->room * sizeof(Value));
            if (!table->values) fail("out of memory");
        }
        Value *value = &table->values[table->count++];
        value->kind = sqlite3_column_type(rows, i);
        value->length = 0;
        if (value->kind == SQLITE_INTEGER) value->as.number = sqlite3_column_int64(rows, i);
        else if (value->kind == SQLITE_FLOAT) value->as.real = sqlite3_column_double(rows, i);
        else if (value->kind != SQLITE_NULL) {
            const void *from = value->kind == SQLITE_TEXT ? (const void *)sqlite3_column_text(rows, i)
                                                          : sqlite3_column_blob(rows, i);
            value->length = sqlite3_column_bytes(rows, i);
            value->as.text = malloc(value->length + 1);
            if (!value->as.text) fail("out of memory");
            memcpy(value->as.text, from ? from : "", value->length);
        }
    }
}

static void insert(sqlite3 *store, const Table *table) {
    char sql[4096];
    int end = snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES(?", table->name);
    for (int i = 1; i < table->columns; i++) end += snprintf(sql + end, sizeof sql - end, ",?");
    snprintf(sql + end, sizeof sql - end, ")");
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(store, sql, -1, &statement, NULL)) fail(sqlite3_errmsg(store));
    for (size_t i = 0; i < table->count; i += table->columns) {
        for (int c = 0; c < table->columns; c++) {
            const Value *value = &table->values[i + c];
            switch (value->kind) {
            case SQLITE_INTEGER: sqlite3_bind_int64(statement, c + 1, value->as.number); break;
            case SQLITE_FLOAT: sqlite3_bind_double(statement, c + 1, value->as.real); break;
            case SQLITE_TEXT: sqlite3_bind_text(statement, c + 1, value->as.text, value->length, SQLITE_STATIC); break;
            case SQLITE_BLOB: sqlite3_bind_blob(statement, c + 1, value->as.text, value->length, SQLITE_STATIC); break;
            default: sqlite3_bind_null(statement, c + 1);
            }
        }
        if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_errmsg(store));
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
}

int main(int argc, char **argv) {
    if (argc != 4) fail("usage: floor FILE.gz STORE NEW-STORE");
    sqlite3 *from, *to;
    sqlite3_stmt *list;
    static Table tables[128];
    int count = 0;
    if (sqlite3_open_v2(argv[2], &from, SQLITE_OPEN_READONLY, NULL)) fail("cannot open the store");
    if (sqlite3_prepare_v2(
            from, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') "
                  "AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name",
            -1, &list, NULL))
        fail(sqlite3_errmsg(from));
    while (sqlite3_step(list) == SQLITE_ROW && count < 128) {
        Table *table = &tables[count++];
        table->name = strdup((const char *)sqlite3_column_text(list, 0));
        table->definition = strdup((const char *)sqlite3_column_text(list, 1));
        if (strncmp(table->definition, "CREATE TABLE", 12)) continue;
        char sql[512];
        sqlite3_stmt *rows;
        snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table->name);
        if (sqlite3_prepare_v2(from, sql, -1, &rows, NULL)) fail(sqlite3_errmsg(from));
        table->columns = sqlite3_column_count(rows);
        while (sqlite3_step(rows) == SQLITE_ROW) keep(table, rows);
        sqlite3_finalize(rows);
    }
    sqlite3_finalize(list);
    sqlite3_close(from);

    double start = now();
    unsigned long long bytes = inflate_all(argv[1]);
    double inflated = now();
    unsigned long long rows = 0;
    if (sqlite3_open(argv[3], &to)) fail("cannot make the new store");
    sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN", 0, 0, 0);
    for (int i = 0; i < count; i++)
        if (sqlite3_exec(to, tables[i].definition, 0, 0, 0)) fail(sqlite3_errmsg(to));
    for (int i = 0; i < count; i++)
        if (tables[i].columns) {
            insert(to, &tables[i]);
            rows += tables[i].count / tables[i].columns;
        }
    if (sqlite3_exec(to, "COMMIT", 0, 0, 0)) fail(sqlite3_errmsg(to));
    sqlite3_close(to);
    printf("{\"inflate\": %.6f, \"insert\": %.6f, \"bytes\": %llu, \"rows\": %llu}\n", inflated - start,
           now() - inflated, bytes, rows);
    return 0;
}
