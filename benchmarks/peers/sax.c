// Reads event XML with libxml2's SAX interface and keeps the columns of the row contract of each event.
// usage: sax FILE [--answers]
//
// The file is in memory before the clock starts. Events have no common root as wevtutil writes them, so that one is put
// around them. Without --answers, rows are counted by event id and dropped, as `headcount bench-reader` does: prints
// {"seconds": s, "bytes": n, "records": n, "rows": {"4624": n, ...}}. With it, prints "server<TAB>account<TAB>address" of
// every 4624 in place of that, for the script to count; that is not timed.
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROOM = 4096 };
enum Field {
    EVENT_ID, RECORD_ID, CHANNEL, COMPUTER, KEYWORDS, TARGET_SID, TARGET_NAME, TARGET_DOMAIN, TARGET_USER_SID,
    SUBJECT_SID, SUBJECT_NAME, SUBJECT_DOMAIN, LOGON_TYPE, ADDRESS, WORKSTATION_NAME, WORKSTATION, SERVICE, STATUS,
    ACCOUNT_NAME, ACCOUNT_DOMAIN, CLIENT_NAME, CLIENT_ADDRESS, PROVIDER, TIME, FIELDS, NONE = -1
};
static const char *systemNames[] = {"EventID", "EventRecordID", "Channel", "Computer", "Keywords"};
static const char *dataNames[] = {
    "TargetSid", "TargetUserName", "TargetDomainName", "TargetUserSid", "SubjectUserSid", "SubjectUserName",
    "SubjectDomainName", "LogonType", "IpAddress", "WorkstationName", "Workstation", "ServiceName", "Status",
    "AccountName", "AccountDomain", "ClientName", "ClientAddress"};

typedef struct { int length; char text[ROOM]; } Text;
typedef struct {
    Text fields[FIELDS];
    int current, isInSystem, prints;
    unsigned long long records, rows[65536];
} Reading;

static int isName(const xmlChar *name, const char *other) { return strcmp((const char *)name, other) == 0; }

static void setText(Text *field, const xmlChar *text, int length) {
    int room = ROOM - 1 - field->length;
    if (length > room) length = room;
    memcpy(field->text + field->length, text, length);
    field->length += length;
}

static void start(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
    const xmlChar **declared, int attributes, int defaulted, const xmlChar **values) {
    (void)prefix, (void)uri, (void)namespaces, (void)declared, (void)defaulted;
    Reading *reading = context;
    reading->current = NONE;
    if (isName(name, "Event")) {
        for (int i = 0; i < FIELDS; i++) reading->fields[i].length = 0;
    } else if (isName(name, "System")) {
        reading->isInSystem = 1;
    } else if (reading->isInSystem) {
        for (int i = 0; i < attributes; i++) {
            const xmlChar **value = values + i * 5;
            int field = isName(value[0], "SystemTime") ? TIME
                : isName(name, "Provider") && isName(value[0], "Name") ? PROVIDER : NONE;
            if (field != NONE) setText(&reading->fields[field], value[3], (int)(value[4] - value[3]));
        }
        for (int i = 0; i < 5; i++)
            if (isName(name, systemNames[i])) reading->current = EVENT_ID + i;
    } else if (isName(name, "Data")) {
        for (int i = 0; i < attributes; i++) {
            const xmlChar **value = values + i * 5;
            if (!isName(value[0], "Name")) continue;
            size_t length = value[4] - value[3];
            for (int n = 0; n < (int)(sizeof dataNames / sizeof *dataNames); n++)
                if (strlen(dataNames[n]) == length && memcmp(dataNames[n], value[3], length) == 0)
                    reading->current = TARGET_SID + n;
        }
    }
}

static void characters(void *context, const xmlChar *text, int length) {
    Reading *reading = context;
    if (reading->current != NONE) setText(&reading->fields[reading->current], text, length);
}

static void finishEvent(Reading *reading) {
    Text *fields = reading->fields;
    reading->records++;
    fields[EVENT_ID].text[fields[EVENT_ID].length] = 0;
    int id = atoi(fields[EVENT_ID].text) & 0xFFFF;
    switch (id) {
    case 4769:
        if (fields[SERVICE].length >= 6 && memcmp(fields[SERVICE].text, "krbtgt", 6) == 0) return;
        break;
    case 4624: case 4625: case 4768: case 4771: case 4776: case 4778: case 5140: case 5145: break;
    default: return;
    }
    reading->rows[id]++;
    if (reading->prints && id == 4624)
        printf("%.*s\t%.*s\t%.*s\n", fields[COMPUTER].length, fields[COMPUTER].text, fields[TARGET_NAME].length,
               fields[TARGET_NAME].text, fields[ADDRESS].length, fields[ADDRESS].text);
}

static void end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)prefix, (void)uri;
    Reading *reading = context;
    reading->current = NONE;
    if (isName(name, "System")) reading->isInSystem = 0;
    else if (isName(name, "Event")) finishEvent(reading);
}

typedef struct { const char *parts[3]; size_t lengths[3]; int part; size_t at; } Source;

static int readSome(void *context, char *buffer, int room) {
    Source *source = context;
    while (source->part < 3 && source->at == source->lengths[source->part]) source->part++, source->at = 0;
    if (source->part == 3) return 0;
    size_t left = source->lengths[source->part] - source->at;
    size_t length = left < (size_t)room ? left : (size_t)room;
    memcpy(buffer, source->parts[source->part] + source->at, length);
    source->at += length;
    return (int)length;
}

int main(int argc, char **argv) {
    FILE *file = argc >= 2 ? fopen(argv[1], "rb") : NULL;
    if (!file) return 1;
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(size);
    if (!bytes || fread(bytes, 1, size, file) != size) return 1;
    static Reading reading;
    reading.current = NONE;
    reading.prints = argc == 3 && strcmp(argv[2], "--answers") == 0;
    Source source = {{"<Events>", bytes, "</Events>"}, {8, size, 9}, 0, 0};
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = start;
    handler.endElementNs = end;
    handler.characters = characters;
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    xmlParserCtxtPtr parser =
        xmlCreateIOParserCtxt(&handler, &reading, readSome, NULL, &source, XML_CHAR_ENCODING_UTF8);
    if (!parser) return 1;
    xmlCtxtUseOptions(parser, XML_PARSE_HUGE | XML_PARSE_NONET);
    if (xmlParseDocument(parser) || !parser->wellFormed) return 1;
    clock_gettime(CLOCK_MONOTONIC, &after);
    xmlFreeParserCtxt(parser);
    if (reading.prints) return 0;
    double seconds = (double)(after.tv_sec - before.tv_sec) + (after.tv_nsec - before.tv_nsec) / 1e9;
    printf("{\"seconds\": %.6f, \"bytes\": %zu, \"records\": %llu, \"rows\": {", seconds, size, reading.records);
    const char *comma = "";
    for (int id = 0; id < 65536; id++)
        if (reading.rows[id]) printf("%s\"%d\": %llu", comma, id, reading.rows[id]), comma = ", ";
    printf("}}\n");
    return 0;
}
