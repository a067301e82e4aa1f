#!/usr/bin/env python3
"""The benchmark of the core: sets, the store, merging, against named peers. benchmarks/README.md says what each row means.

usage: core.py HEADCOUNT [--size 16GB] [--runs 5] [--work DIR] [--results FILE] [--skip-large]

Builds what it measures with (`headcount-bench`, the peers), makes the keys, stores and logs, runs each comparison
alternately, compares the answers (any difference ends it with an error), and writes the table. With --skip-large, or
another size of the log of events, it is a rehearsal, which goes to DIR/RESULTS.md.
"""
import os
import shutil
import sqlite3
import subprocess

import measuring
import results
from measuring import alternating, own_clock, peak, run, wall
from subject import Benchmark, require, same

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
# Ten million accepted records and more.
FULL_SIZE = 16_500_000_000
BYTES_OF_DAY = 700_000_000
ACCEPTED_AT_LEAST = 10_000_000
SETS = [(2_000, 4_000_000), (200_000, 4_000_000), (10_000_000, 15_000_000)]
# Swift's tables take half a minute of ten million texts.
LARGE, LARGE_RUNS = 10_000_000, 2
STORE_ROWS = 2_000_000
STORES, ROWS_OF_STORE = 64, 1_000_000
MERGE_SECONDS, MERGE_MIB = 240, 1024
RECORD_BYTES = 6
PACKAGES = ["g++", "gcc", "libabsl-dev", "libsqlite3-dev"]
ABSEIL = ["-labsl_hash", "-labsl_raw_hash_set", "-labsl_city", "-labsl_low_level_hash"]


def prepare(bench):
    """Compiles the peers and the program that has Headcount's parts; gives its path."""
    require(["c++", "gcc", "swift"], ["absl/container/flat_hash_map.h", "sqlite3.h"], PACKAGES)
    peers = os.path.join(HERE, "peers")
    run(["c++", "-O3", "-std=c++17", "-o", os.path.join(bench.peers, "sets"), os.path.join(peers, "sets.cpp")] + ABSEIL)
    run(["gcc", "-O2", "-o", os.path.join(bench.peers, "insert"), os.path.join(peers, "insert.c"), "-lsqlite3"])
    scratch = os.path.join(ROOT, ".build", "bench")
    # Headcount's parts are internal: the program that measures them sees them as tests do.
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", ROOT, "--scratch-path", scratch, "--product",
         "headcount-bench", "-Xswiftc", "-enable-testing"],
        env={**os.environ, "HEADCOUNT_BENCH": "1"}, check=True)
    return os.path.join(scratch, "release", "headcount-bench")


def removed(store):
    for suffix in ("", "-wal", "-shm", "-journal", ".lock"):
        if os.path.exists(store + suffix):
            os.remove(store + suffix)
    return store


# Sets


def compare_sets(table, bench, what, runs, jobs):
    """Ours first, then the peers: (name, command, target)."""
    measured = alternating([lambda command=command: run(command) for _, command, _ in jobs], runs, warm=False)
    answers = [[runs[0].json()[key] for key in ("distinct", "checksum")] for runs in measured]
    for (name, _, target), theirs, answer in zip(jobs[1:], measured[1:], answers[1:]):
        same(f"{what}, {name}", answers[0], answer)
        table.compare(what, own_clock(measured[0]), own_clock(theirs), name, target, faster=True)


def measure_sets(table, bench, program):
    absl = os.path.join(bench.peers, "sets")
    keys = bench.path("keys")
    for distinct, draws in SETS:
        if bench.skip_large and distinct == LARGE:
            continue
        runs = min(bench.runs, LARGE_RUNS) if distinct == LARGE else bench.runs
        for law in ("uniform", "zipf"):
            for width in (8, 25):
                run([program, "keys", keys, str(width), str(distinct), str(draws), law])
                of = f"{distinct:,} distinct of {draws:,}, {law}"
                compare_sets(table, bench, f"ids of texts of {width} bytes: {of}", runs, [
                    ("", [program, "interner", keys, str(width)], None),
                    ("`absl::flat_hash_map`", [absl, keys, str(width), "texts"], 1),
                    ("Swift's `Dictionary`", [program, "dictionary", keys, str(width)], 3)])
                if width == 8:
                    compare_sets(table, bench, f"words of 8 bytes: {of}", runs, [
                        ("", [program, "visitors", keys], None),
                        ("`absl::flat_hash_set`", [absl, keys, "8", "words"], 1),
                        ("`absl::flat_hash_map` that counts them too", [absl, keys, "8", "visits"], 1),
                        ("Swift's `Set`", [program, "set", keys], 3)])
    os.remove(keys)


# The store


def measure_write(table, bench, program):
    store, bare = bench.path("written.headcount"), bench.path("bare.sqlite")
    ours, theirs = alternating(
        [
            lambda: run([program, "store", removed(store), str(STORE_ROWS), "0"]),
            lambda: run([os.path.join(bench.peers, "insert"), store, removed(bare)]),
        ], bench.runs)
    rows = []
    for path in (store, bare):
        with sqlite3.connect(path) as database:
            rows.append(database.execute(
                "SELECT count(*), sum(count), sum(account_name), sum(first_seen) FROM contribution_row").fetchone())
    same("the rows of the store and of the bare loop", rows[0], rows[1])
    table.compare(
        f"a snapshot of {STORE_ROWS:,} rows written into a new store", own_clock(ours), own_clock(theirs),
        "a bare loop in C", 0.8, faster=True)
    removed(store), removed(bare)


def measure_merge(table, bench, program):
    folder = bench.path("stores")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    stores = [os.path.join(folder, f"{number:02}.headcount") for number in range(STORES)]
    pending = list(enumerate(stores))
    while pending:
        # Two at a time.
        started = [subprocess.Popen([program, "store", path, str(ROWS_OF_STORE), str(number)], stdout=subprocess.DEVNULL)
                   for number, path in pending[:2]]
        pending = pending[2:]
        if any(child.wait() != 0 for child in started):
            raise SystemExit("a store could not be made")
    merged = bench.path("merged.headcount")
    done = run([bench.headcount, "merge", *stores, "-o", removed(merged)])
    with sqlite3.connect(merged) as database:
        found = database.execute("SELECT count(*), sum(count) FROM contribution_row").fetchone()
        inputs = database.execute("SELECT count(*) FROM input WHERE state = 2").fetchone()[0]
    same("rows, records and inputs of the merged store", [*found, inputs],
         [STORES * ROWS_OF_STORE, STORES * ROWS_OF_STORE, STORES])
    what = f"{STORES} stores of {ROWS_OF_STORE:,} rows merged into one of {os.path.getsize(merged):,} bytes"
    table.bound(f"{what}: time", done.seconds, MERGE_SECONDS, "s")
    table.bound(f"{what}: peak memory", done.peak_mib, MERGE_MIB, "MiB")
    removed(merged)
    shutil.rmtree(folder)


# What a store takes


def measure_size(table, bench):
    """Scans a log that is made meanwhile and never stored; gives lines for the result."""
    store, pipe = bench.path("fleet.headcount"), bench.path("fleet.xml")
    days = max(1, round(bench.size / BYTES_OF_DAY))
    if os.path.exists(pipe):
        os.remove(pipe)
    os.mkfifo(pipe)
    maker = subprocess.Popen(
        [bench.headcount, "generate-log", pipe, "--fleet", "--bytes", str(bench.size), "--days", str(days)])
    bench.scan(pipe, store)
    if maker.wait() != 0:
        raise SystemExit("the log could not be made")
    os.remove(pipe)
    database = sqlite3.connect(store)
    accepted, = database.execute("SELECT sum(accepted) FROM input").fetchone()
    held, = database.execute("SELECT sum(count) FROM event_run").fetchone()
    same("accepted records, and those that can be told from copies", accepted, held)
    edge_days, = database.execute(
        "SELECT count(*) FROM (SELECT DISTINCT server, account_domain, account_name, "
        "CASE WHEN address <> 0 THEN address ELSE client_name END, day FROM contribution_row "
        "WHERE account_name <> 0 AND (address <> 0 OR client_name <> 0))").fetchone()
    rows, = database.execute("SELECT count(*) FROM contribution_row").fetchone()
    pages = dict(database.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    database.close()
    of_records = sum(size for name, size in pages.items() if name.startswith(("event_", "sqlite_autoindex_event_")))
    per_record = of_records / accepted
    if accepted >= ACCEPTED_AT_LEAST:
        table.bound(f"store beyond its rows, for each of {accepted:,} accepted event records", per_record, RECORD_BYTES,
                    "bytes")
    size = os.path.getsize(store)
    span = "one day" if days == 1 else f"{days} days"
    removed(store)
    return [
        f"The store of {accepted:,} accepted records on {span} (`headcount generate-log FILE --fleet --bytes "
        f"{bench.size} --days {days}`, scanned from a pipe) takes {size:,} bytes: {rows:,} rows, {edge_days:,} days on "
        f"which an account reached a server from a device ({size / edge_days:.1f} bytes for each), {of_records:,} bytes by "
        f"which copies of records are told ({per_record:.2f} for each record)."
    ]


def main():
    bench = Benchmark(__doc__, "bench-core", FULL_SIZE)
    program = prepare(bench)
    table = results.Table()
    measure_sets(table, bench, program)
    measure_write(table, bench, program)
    if not bench.skip_large:
        measure_merge(table, bench, program)
    sizes = measure_size(table, bench)
    versions = [
        "Abseil " + measuring.first_line(["dpkg-query", "-W", "-f=${Version}", "libabsl-dev"]),
        measuring.first_line(["c++", "--version"]), measuring.first_line(["swift", "--version"]),
        "SQLite " + sqlite3.sqlite_version,
    ]
    results.write_part(
        bench.results, "Core", [*results.circumstances(versions, bench.runs), "", *table.lines(), "", *sizes])
    print(f"written: {bench.results}")


if __name__ == "__main__":
    main()
