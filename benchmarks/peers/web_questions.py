#!/usr/bin/env python3
"""Asks ClickHouse (chdb), DuckDB or Polars the benchmark's question about a plain web log.

usage: web_questions.py chdb|duckdb|polars FILE

Of each server: lines, distinct visitors (addresses of lines without an account), distinct accounts, and distinct pairs of
account and address. Prints {"seconds": s, "rows": [...]} with the time of the query by the engine's own clock where it
has one; the query has run once before. All engines first group by server, account and address, which is faster for each
than to count distinct values of all lines. The log has one field list throughout, and no quotes.
"""
import json
import os
import sys
import time

THREADS = 2
COLUMNS = ["date", "time", "site", "server", "own_address", "method", "path", "query", "port", "account", "address",
           "agent", "referer", "status", "substatus", "win32", "taken"]


def clickhouse(path):
    from chdb import session

    # ClickHouse takes no blank as the delimiter of a CSV, and CustomSeparated finds no directives between the lines; a
    # split of the line is twice as fast as its Regexp format.
    query = f"""
        SELECT server, sum(lines), countIf(account = '-'), uniqExactIf(account, account != '-'), countIf(account != '-')
        FROM (SELECT lower(values[4]) AS server, lower(values[10]) AS account, values[11] AS address, count() AS lines
              FROM (SELECT splitByChar(' ', line, 12) AS values
                    FROM file('{path}', 'LineAsString', 'line String') WHERE NOT startsWith(line, '#'))
              GROUP BY server, account, address)
        GROUP BY server ORDER BY server SETTINGS max_threads = {THREADS}"""
    engine = session.Session()

    def ask():
        answer = engine.query(query, "JSONCompactEachRow")
        rows = [json.loads(line) for line in str(answer).splitlines() if line.strip()]
        return answer.elapsed(), [[str(row[0])] + [int(value) for value in row[1:]] for row in rows]

    return ask


def duckdb(path):
    import duckdb as engine

    database = engine.connect()
    database.execute(f"SET threads = {THREADS}")
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS)
    query = f"""
        SELECT server, CAST(sum(lines) AS BIGINT), count(*) FILTER (account = '-'),
            count(DISTINCT account) FILTER (account <> '-'), count(*) FILTER (account <> '-')
        FROM (SELECT lower(server) AS server, lower(account) AS account, address, count(*) AS lines
              FROM read_csv('{path}', columns = {{{columns}}}, header = false, auto_detect = false, delim = ' ',
                  quote = '', escape = '', comment = '#')
              GROUP BY ALL)
        GROUP BY server ORDER BY server"""

    def ask():
        start = time.perf_counter()
        rows = database.execute(query).fetchall()
        return time.perf_counter() - start, rows

    return ask


def polars(path):
    os.environ["POLARS_MAX_THREADS"] = str(THREADS)
    import polars as engine

    lines = engine.scan_csv(
        path, separator=" ", has_header=False, comment_prefix="#", quote_char=None,
        schema={name: engine.String for name in COLUMNS})
    account = engine.col("account")
    is_anonymous = account == "-"
    groups = lines.select(
        engine.col("server").str.to_lowercase(), account.str.to_lowercase(), "address"
    ).group_by("server", "account", "address").agg(engine.len().alias("lines"))
    query = groups.group_by("server").agg(
        engine.col("lines").sum(), is_anonymous.sum().alias("visitors"),
        account.filter(~is_anonymous).n_unique().alias("accounts"), (~is_anonymous).sum().alias("edges")).sort("server")

    def ask():
        start = time.perf_counter()
        rows = query.collect(engine="streaming").rows()
        return time.perf_counter() - start, rows

    return ask


def main():
    engine, path = sys.argv[1:3]
    ask = {"chdb": clickhouse, "duckdb": duckdb, "polars": polars}[engine](path)
    ask()
    seconds, rows = ask()
    print(json.dumps({"seconds": seconds, "rows": [list(row) for row in rows]}))


if __name__ == "__main__":
    main()
