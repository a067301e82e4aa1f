#!/usr/bin/env python3
"""The benchmark of event logs: scans against named peers, one table. benchmarks/README.md says what each row means.

usage: events.py HEADCOUNT [--size 700MB] [--runs 7] [--work DIR] [--results FILE] [--skip-large]

Makes the logs, compiles and installs the peers, runs each pair alternately, compares the answers (any difference ends
it with an error), and writes the table. A size other than 700 MB is a rehearsal and goes to DIR/RESULTS.md.
"""
import os
import sqlite3
import subprocess

import measuring
import results
from measuring import alternating, own_clock, peak, run, wall
from subject import Benchmark, require, same, same_digest

HERE = os.path.dirname(os.path.abspath(__file__))
FULL_SIZE = 700_000_000
PEAK_LIMIT_MIB = 200
# A day: 28,000 records a server, as a file server of a firm of this size writes them.
DAYS = 1
LARGER = 10
PACKAGES = ["gcc", "isal", "libisal-dev", "libxml2-dev", "libsqlite3-dev", "zlib1g-dev", "openssl", "python3-venv"]
PEERS = {"inflate": ["-lz"], "floor": ["-lisal", "-lsqlite3"], "sax": ["-I/usr/include/libxml2", "-lxml2"]}


def prepare(bench):
    """Compiles the C peers and installs the Python ones."""
    require(["gcc", "igzip", "openssl"],
            ["isa-l/igzip_lib.h", "libxml2/libxml/parser.h", "sqlite3.h", "zlib.h"], PACKAGES)
    for name, libraries in PEERS.items():
        source = os.path.join(HERE, "peers", name + ".c")
        run(["gcc", "-O2", "-o", os.path.join(bench.peers, name), source] + libraries)
    bench.install("chdb", "duckdb")


def generated(bench, name, size, days):
    return bench.generated(name, "--fleet", "--bytes", str(size), "--days", str(days))[0]


def stored_answers(store):
    """The questions of `peers/questions.py`, asked of a store."""
    database = sqlite3.connect(store)
    counts = """sum(count), count(DISTINCT CASE WHEN account_name <> '' THEN account_name END),
        count(DISTINCT CASE WHEN client_address <> '' THEN client_address END)"""
    evidence = "FROM access_evidence WHERE source = 'event'"
    logons = database.execute(f"SELECT server, {counts} {evidence} AND event_id = 4624 GROUP BY 1 ORDER BY 1")
    every = database.execute(
        f"SELECT CAST(event_id AS TEXT), {counts} {evidence} GROUP BY 1 ORDER BY 1")
    answers = {"logons": [list(row) for row in logons], "all": [list(row) for row in every]}
    database.close()
    return answers


def sax_answers(sax, log):
    """The logons as libxml2's program prints them, counted here."""
    servers = {}
    with subprocess.Popen([sax, log, "--answers"], stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout:
            server, account, address = line.rstrip("\n").split("\t")
            entry = servers.setdefault(server.lower(), [0, set(), set()])
            entry[0] += 1
            if account not in ("", "-"):
                entry[1].add(account.lower())
            if address not in ("", "-"):
                entry[2].add(address)
    return [[name, count, len(accounts), len(addresses)]
            for name, (count, accounts, addresses) in sorted(servers.items())]


def measure_packed(table, bench, packed):
    store = bench.path("packed.headcount")
    floor_store = bench.path("floor.sqlite")

    def floor():
        if os.path.exists(floor_store):
            os.remove(floor_store)
        return run([os.path.join(bench.peers, "floor"), packed, store, floor_store])

    ours, igzip, floors, zlib = alternating(
        [
            lambda: bench.scan(packed, store),
            lambda: run(["igzip", "-dc", packed], discard=True),
            floor,
            lambda: run([os.path.join(bench.peers, "inflate"), packed]),
        ], bench.runs)
    peer = wall(igzip)
    table.compare(".gz: `scan` with the store", wall(ours), peer, "`igzip -dc`", 1.6)
    least = measuring.Times([each.json()["inflate"] + each.json()["insert"] for each in floors])
    rows = floors[0].json()["rows"]
    table.compare(f".gz: the floor: ISA-L inflate and a bare insert of the same {rows:,} rows", least, peer, "`igzip -dc`")
    table.compare(".gz: zlib's inflate alone", own_clock(zlib), peer, "`igzip -dc`")
    return ours, stored_answers(store)


def measure_plain(table, bench, plain, answers):
    store = bench.path("plain.headcount")
    ours, openssl = alternating(
        [lambda: bench.scan(plain, store), lambda: run(["openssl", "dgst", "-sha256", plain])], bench.runs)
    table.compare("plain: `scan`, digest included", wall(ours), wall(openssl), "`openssl dgst -sha256`", 1.25)
    same("plain and .gz", answers, stored_answers(store))
    same_digest(store, openssl[0])

    questions = os.path.join(HERE, "peers", "questions.py")
    for question in ("logons", "all"):
        jobs = [lambda: bench.scan(plain, store, "--digest", "none")]
        for engine in ("chdb", "duckdb"):
            jobs.append(lambda engine=engine: run([bench.python, questions, engine, plain, question]))
        ours_bare, chdb, duckdb = alternating(jobs, bench.runs)
        same("--digest none", answers, stored_answers(store))
        for engine, answered, target in (("chdb", chdb, 1.8), ("DuckDB", duckdb, 2.2)):
            same(f"{engine}, {question}", answers[question], answered[0].json()["rows"])
            asked = "4624 by server" if question == "logons" else "every kind of access"
            table.compare(
                f"plain, `--digest none`: {asked}", wall(ours_bare), own_clock(answered),
                f"{engine} (peak {peak(answered):.0f} MiB)", target, faster=True)
    return ours


def measure_reader(table, bench, plain, answers):
    sax = os.path.join(bench.peers, "sax")
    ours, theirs = alternating(
        [lambda: run([bench.headcount, "bench-reader", plain]), lambda: run([sax, plain])], bench.runs)
    mine, other = ours[0].json(), theirs[0].json()
    same("records and rows of both readers", [mine["records"], mine["rows"]], [other["records"], other["rows"]])
    same("libxml2, logons", answers["logons"], sax_answers(sax, plain))
    table.compare("the reader alone, in memory", own_clock(ours), own_clock(theirs), "libxml2 SAX", 8, faster=True)


def measure_larger(table, bench, usual):
    packed = generated(bench, "larger.xml.gz", bench.size * LARGER, DAYS * LARGER)
    store = bench.path("larger.headcount")
    larger = bench.scan(packed, store)
    table.bound(f".gz, {LARGER} times the log: time", larger.seconds / wall(usual).median, 10.5, "times")
    table.bound(f".gz, {LARGER} times the log: peak memory", larger.peak_mib, PEAK_LIMIT_MIB, "MiB")
    print(f"larger: {larger.seconds:.2f} s, store {os.path.getsize(store)} bytes")
    os.remove(store)


def result(table, bench, plain, packed, answers):
    python = bench.python
    versions = [
        measuring.first_line(["igzip", "--version"]), measuring.first_line(["openssl", "version"]),
        "chdb " + measuring.first_line([python, "-c", "import chdb; print(chdb.__version__)"]),
        "DuckDB " + measuring.first_line([python, "-c", "import duckdb; print(duckdb.__version__)"]),
        "libxml2 " + measuring.first_line(["xml2-config", "--version"]), "SQLite " + sqlite3.sqlite_version,
    ]
    return [
        *results.circumstances(versions, bench.runs),
        f"- The log: {os.path.getsize(plain):,} bytes, as .gz {os.path.getsize(packed):,}; "
        f"`headcount generate-log FILE --fleet --bytes {bench.size} --days {DAYS}`", "",
        *table.lines(), "",
        "The answers were compared and are equal. Of the 4624 by server: records, distinct accounts, distinct addresses:",
        "", "| server | records | accounts | addresses |", "|---|---|---|---|",
        *(f"| {name} | {count} | {accounts} | {addresses} |" for name, count, accounts, addresses in answers["logons"]),
        "",
        "Of each kind of access:", "", "| event | records | accounts | addresses |", "|---|---|---|---|",
        *(f"| {name} | {count} | {accounts} | {addresses} |" for name, count, accounts, addresses in answers["all"]),
    ]


def main():
    bench = Benchmark(__doc__, "bench-events", FULL_SIZE)
    prepare(bench)
    plain = generated(bench, "events.xml", bench.size, DAYS)
    packed = generated(bench, "events.xml.gz", bench.size, DAYS)
    table = results.Table()
    of_packed, answers = measure_packed(table, bench, packed)
    of_plain = measure_plain(table, bench, plain, answers)
    measure_reader(table, bench, plain, answers)
    table.bound(".gz: peak memory of `scan`", peak(of_packed), PEAK_LIMIT_MIB, "MiB")
    table.bound("plain: peak memory of `scan`", peak(of_plain), PEAK_LIMIT_MIB, "MiB")
    if not bench.skip_large:
        measure_larger(table, bench, of_packed)
    results.write_part(bench.results, "Event logs", result(table, bench, plain, packed, answers))
    print(f"written: {bench.results}")


if __name__ == "__main__":
    main()
