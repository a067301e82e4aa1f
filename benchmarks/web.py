#!/usr/bin/env python3
"""The benchmark of web logs: scans against named peers, one table. benchmarks/README.md says what each row means.

usage: web.py HEADCOUNT [--size 486MB] [--runs 7] [--work DIR] [--results FILE] [--skip-large]

Makes the logs, installs the peers, runs each comparison alternately, compares the answers with each other and with what
the generator wrote (any difference ends it with an error), and writes the table. A size other than 486 MB is a rehearsal
and goes to DIR/RESULTS.md.
"""
import csv
import json
import os
import re
import shutil
import sqlite3

import measuring
import results
from measuring import alternating, own_clock, peak, run, wall
from subject import Benchmark, require, same, same_digest

HERE = os.path.dirname(os.path.abspath(__file__))
FULL_SIZE = 486_000_000
VISITORS = 200_000
PEAK_LIMIT_MIB = 200
# The memory curve: visitors, and how many times the log they take.
CURVE = [(100_000, 1), (1_000_000, 1), (10_000_000, 10)]
CURVE_LIMIT_MIB = 400
DAYS = 1
# GoAccess takes too long for more.
GOACCESS_RUNS = 3
ENGINES = [("chdb", "chdb", 2), ("duckdb", "DuckDB", 2), ("polars", "Polars streaming", 1.5)]
PACKAGES = ["isal", "openssl", "python3-venv", "goaccess"]
# The columns of the log, as GoAccess names them; %^ is passed over.
GOACCESS_FORMAT = "%d %t %^ %v %^ %m %U %q %^ %e %h %u %R %s %^ %^ %L"


def generated(bench, name, size, visitors):
    """Path of a log, and what the generator wrote into it; `servers`: name, lines, visitors, accounts, edges."""
    # A rehearsal has as many lines of each visitor.
    visitors = visitors * bench.size // FULL_SIZE
    path, said = bench.generated(
        name, "--web", "--bytes", str(size), "--days", str(DAYS), "--visitors", str(visitors))
    truth = json.loads(said)
    truth["servers"].sort()
    return path, truth


def stored_answers(bench, store):
    """The question of `peers/web_questions.py`, asked of a store."""
    database = sqlite3.connect(store)
    servers, addresses = {}, {}

    def add(query):
        for name, *numbers in database.execute(query):
            sums = servers.setdefault(name, [0, 0, 0, 0])
            servers[name] = [mine + other for mine, other in zip(sums, numbers)]

    add("""SELECT server, sum(count), 0, count(DISTINCT account_domain || '\\' || account_name),
               count(DISTINCT account_domain || '\\' || account_name || ' ' || client_address)
           FROM access_evidence WHERE source = 'web' GROUP BY 1""")
    database.close()
    # Visitors are kept in packed sets; in the order of server, site and client address.
    exported = os.path.splitext(store)[0] + ".visits.csv"
    run([bench.headcount, "export", "anonymous", "--store", store, "-o", exported, "--force"])
    with open(exported, newline="") as file:
        for row in csv.DictReader(file):
            sums = servers.setdefault(row["server"], [0, 0, 0, 0])
            sums[0] += int(row["count"])
            addresses.setdefault(row["server"], set()).add(row["client_address"])
    os.remove(exported)
    for name, found in addresses.items():
        servers[name][1] += len(found)
    return [[name, *numbers] for name, numbers in sorted(servers.items())]


def measure_packed(table, bench, packed, truth):
    store = bench.path("packed.headcount")
    ours, igzip = alternating(
        [lambda: bench.scan(packed, store), lambda: run(["igzip", "-dc", packed], discard=True)], bench.runs)
    table.compare(".gz: `scan` with the store", wall(ours), wall(igzip), "`igzip -dc`", 1.5)
    same(".gz, and what was written into the log", stored_answers(bench, store), truth["servers"])
    return ours


def measure_plain(table, bench, plain, truth):
    store = bench.path("plain.headcount")
    ours, openssl = alternating(
        [lambda: bench.scan(plain, store), lambda: run(["openssl", "dgst", "-sha256", plain])], bench.runs)
    table.compare("plain: `scan`, digest included", wall(ours), wall(openssl), "`openssl dgst -sha256`", 1.25)
    same("plain, and what was written into the log", stored_answers(bench, store), truth["servers"])
    same_digest(store, openssl[0])

    questions = os.path.join(HERE, "peers", "web_questions.py")
    jobs = [lambda: bench.scan(plain, store, "--digest", "none")]
    for engine, _, _ in ENGINES:
        jobs.append(lambda engine=engine: run([bench.python, questions, engine, plain]))
    bare, *peers = alternating(jobs, bench.runs)
    answers = stored_answers(bench, store)
    same("--digest none, and what was written into the log", answers, truth["servers"])
    for (_, name, target), answered in zip(ENGINES, peers):
        same(name, answers, answered[0].json()["rows"])
        table.compare(
            "plain, `--digest none`: visitors, accounts, edges by server", wall(bare), own_clock(answered),
            f"{name} (peak {peak(answered):.0f} MiB)", target, faster=True)
    return ours


def measure_goaccess(table, bench, plain, truth, ours):
    what, target = "plain: `scan`, digest included", 100
    if not shutil.which("goaccess"):
        table.absent(what, "GoAccess", "not installed", f">= {target}")
        return
    report = bench.path("goaccess.json")

    def goaccess():
        return run(["goaccess", plain, "--no-global-config", "--no-progress", f"--log-format={GOACCESS_FORMAT}",
                    "--date-format=%Y-%m-%d", "--time-format=%H:%M:%S", "-o", report], discard=True)

    theirs = [goaccess() for _ in range(min(GOACCESS_RUNS, bench.runs))]
    with open(report) as file:
        general = json.load(file)["general"]
    same("GoAccess, valid and failed lines", [truth["lines"], 0],
         [general["valid_requests"], general["failed_requests"]])
    table.compare(
        what, wall(ours), wall(theirs), f"GoAccess, {len(theirs)} runs (peak {peak(theirs):.0f} MiB)", target,
        faster=True)


def measure_curve(table, bench):
    """Peak memory and bytes of store by distinct visitors, one run each; rows of a table."""
    rows = []
    for visitors, factor in CURVE:
        packed, truth = generated(bench, f"visitors-{visitors}.log.gz", bench.size * factor, visitors)
        store = bench.path("visitors.headcount")
        scanned = bench.scan(packed, store)
        same(f"{visitors} visitors, and what was written into the log", stored_answers(bench, store), truth["servers"])
        size = os.path.getsize(store)
        days = sum(row[2] for row in truth["servers"]) * DAYS
        rows.append(f"| {truth['visitors']:,} | {truth['lines']:,} | {scanned.seconds:.2f} s | {scanned.peak_mib:.0f} MiB "
                    f"| {size:,} | {days:,} | {size / days:.1f} |")
        print(rows[-1], flush=True)
        if visitors == max(CURVE)[0]:
            table.bound(
                f".gz: peak memory of `scan`, {truth['visitors']:,} distinct visitors", scanned.peak_mib,
                CURVE_LIMIT_MIB, "MiB")
        os.remove(store)
    return rows


def result(table, bench, plain, packed, truth, curve):
    versions = [measuring.first_line(["igzip", "--version"]), measuring.first_line(["openssl", "version"])]
    versions += [
        f"{name} " + measuring.first_line([bench.python, "-c", f"import {module}; print({module}.__version__)"])
        for module, name in (("chdb", "chdb"), ("duckdb", "DuckDB"), ("polars", "Polars"))]
    if shutil.which("goaccess"):
        versions.append(re.sub(r"\.$", "", measuring.first_line(["goaccess", "--version"])))
    return [
        *results.circumstances(versions, bench.runs),
        f"- The log: {os.path.getsize(plain):,} bytes, as .gz {os.path.getsize(packed):,}; {truth['lines']:,} lines, "
        f"{truth['anonymous_lines']:,} of them without an account; {truth['visitors']:,} visitors from outside; "
        f"`headcount generate-log FILE --web --bytes {bench.size} --days {DAYS} --visitors {VISITORS * bench.size // FULL_SIZE}`", "",
        *table.lines(), "",
        *curve,
        "The answers were compared and are equal, also with what the generator wrote. Of each server: lines, distinct "
        "addresses without an account, distinct accounts, distinct pairs of account and address:", "",
        "| server | lines | visitors | accounts | edges |", "|---|---|---|---|---|",
        *(f"| {' | '.join(str(value) for value in row)} |" for row in truth["servers"]),
    ]


def main():
    bench = Benchmark(__doc__, "bench-web", FULL_SIZE)
    require(["igzip", "openssl"], [], PACKAGES)
    bench.install("chdb", "duckdb", "polars")
    plain, truth = generated(bench, "web.log", bench.size, VISITORS)
    packed, _ = generated(bench, "web.log.gz", bench.size, VISITORS)
    table = results.Table()
    of_packed = measure_packed(table, bench, packed, truth)
    of_plain = measure_plain(table, bench, plain, truth)
    measure_goaccess(table, bench, plain, truth, of_plain)
    table.bound(".gz: peak memory of `scan`", peak(of_packed), PEAK_LIMIT_MIB, "MiB")
    table.bound("plain: peak memory of `scan`", peak(of_plain), PEAK_LIMIT_MIB, "MiB")
    curve = []
    if not bench.skip_large:
        curve = ["Memory by distinct visitors from outside, one run each on a .gz:", "",
                 "| visitors | lines | time | peak memory | bytes of store | visitors of a server and day | bytes for each |",
                 "|---|---|---|---|---|---|---|", *measure_curve(table, bench), ""]
    results.write_part(bench.results, "Web logs", result(table, bench, plain, packed, truth, curve))
    print(f"written: {bench.results}")


if __name__ == "__main__":
    main()
