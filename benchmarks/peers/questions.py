#!/usr/bin/env python3
"""Asks ClickHouse (chdb) or DuckDB the benchmark's questions about a plain event log.

usage: questions.py chdb|duckdb FILE logons|all

`logons`: of the 4624 of each server: records, distinct accounts, distinct addresses.
`all`: the same of each kind of event that evidences access, over all servers.
A record's continuation lines (values with line ends) carry nothing that is asked for. Prints {"seconds": s, "rows": [...]}
with the time of the query by the engine's own clock where it has one.
"""
import json
import sys
import time

THREADS = 2
IDS = "4624|4625|4768|4769|4776|5140|5145"


def clickhouse(path, question):
    from chdb import session

    name = "multiIf(id IN ('5140', '5145'), extract(line, 'SubjectUserName.>([^<]*)'), extract(line, 'TargetUserName.>([^<]*)'))"
    if question == "logons":
        key = "lower(extract(line, '<Computer>([^<]*)'))"
        name = "extract(line, 'TargetUserName.>([^<]*)')"
        chosen = "position(line, '<EventID>4624<') > 0"
    else:
        key, chosen = "id", f"match(line, '<EventID>({IDS})<')"
    identified = "extract(line, '<EventID>([0-9]*)') AS id, " if question == "all" else ""
    address = "'IpAddress.>(?:::ffff:)?([^<]*)'"
    query = f"""
        SELECT key, count(), uniqExactIf(account, account NOT IN ('', '-')), uniqExactIf(address, address NOT IN ('', '-'))
        FROM (SELECT {identified}{key} AS key, lower({name}) AS account, extract(line, {address}) AS address
              FROM file('{path}', 'LineAsString', 'line String') WHERE {chosen})
        GROUP BY key ORDER BY key SETTINGS max_threads = {THREADS}"""
    engine = session.Session()
    engine.query("SELECT 1")
    answer = engine.query(query, "JSONCompactEachRow")
    rows = [json.loads(line) for line in str(answer).splitlines() if line.strip()]
    return answer.elapsed(), [[str(row[0])] + [int(value) for value in row[1:]] for row in rows]


def duckdb(path, question):
    import duckdb as engine

    database = engine.connect()
    database.execute(f"SET threads = {THREADS}")
    target = "regexp_extract(line, 'TargetUserName.>([^<]*)', 1)"
    if question == "logons":
        key = "lower(regexp_extract(line, '<Computer>([^<]*)', 1))"
        name, chosen = target, "contains(line, '<EventID>4624<')"
    else:
        key = "regexp_extract(line, '<EventID>([0-9]*)', 1)"
        name = f"CASE WHEN {key} IN ('5140', '5145') THEN regexp_extract(line, 'SubjectUserName.>([^<]*)', 1) ELSE {target} END"
        chosen = f"regexp_matches(line, '<EventID>({IDS})<')"
    query = f"""
        SELECT key, count(*), count(DISTINCT account) FILTER (account NOT IN ('', '-')),
            count(DISTINCT address) FILTER (address NOT IN ('', '-'))
        FROM (SELECT {key} AS key, lower({name}) AS account,
                  regexp_extract(line, 'IpAddress.>(?:::ffff:)?([^<]*)', 1) AS address
              FROM read_csv('{path}', columns = {{'line': 'VARCHAR'}}, header = false, auto_detect = false,
                  delim = '\x01', quote = '', escape = '', strict_mode = false, null_padding = false)
              WHERE {chosen})
        GROUP BY key ORDER BY key"""
    start = time.perf_counter()
    rows = database.execute(query).fetchall()
    return time.perf_counter() - start, [list(row) for row in rows]


def main():
    engine, path, question = sys.argv[1:4]
    seconds, rows = {"chdb": clickhouse, "duckdb": duckdb}[engine](path, question)
    print(json.dumps({"seconds": seconds, "rows": rows}))


if __name__ == "__main__":
    main()
