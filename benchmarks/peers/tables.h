// The tables of a store, read into memory, and a bare loop that inserts them into another database.
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
    fprintf(stderr, "%s\n", what);
    exit(1);
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

#define MOST_TABLES 128
static Table tables[MOST_TABLES];
static int tableCount = 0;

// Reads all tables of a store, and the definitions of its indices.
static void readTables(const char *path) {
    sqlite3 *from;
    sqlite3_stmt *list;
    if (sqlite3_open_v2(path, &from, SQLITE_OPEN_READONLY, NULL)) fail("cannot open the store");
    if (sqlite3_prepare_v2(
            from, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') "
                  "AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name",
            -1, &list, NULL))
        fail(sqlite3_errmsg(from));
    while (sqlite3_step(list) == SQLITE_ROW && tableCount < MOST_TABLES) {
        Table *table = &tables[tableCount++];
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
}

// Makes the tables and fills them, in the order of their keys; gives the number of rows.
static unsigned long long insertTables(sqlite3 *to) {
    unsigned long long rows = 0;
    for (int i = 0; i < tableCount; i++)
        if (sqlite3_exec(to, tables[i].definition, 0, 0, 0)) fail(sqlite3_errmsg(to));
    for (int i = 0; i < tableCount; i++)
        if (tables[i].columns) {
            insert(to, &tables[i]);
            rows += tables[i].count / tables[i].columns;
        }
    return rows;
}
