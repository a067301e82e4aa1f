#!/usr/bin/env python3
"""The benchmark of event logs: scans against named peers, one table. benchmarks/README.md says what each row means.

usage: events.py HEADCOUNT [--size 700MB] [--runs 7] [--work DIR] [--results FILE] [--skip-large]

Makes the logs, compiles and installs the peers, runs each pair alternately, compares the answers (any difference ends
it with an error), and writes the table. A size other than 700 MB is a rehearsal and goes to DIR/RESULTS.md.
"""
import argparse
import datetime
import os
import shutil
import sqlite3
import subprocess
import sys

import measuring
from measuring import alternating, own_clock, peak, run, wall

HERE = os.path.dirname(os.path.abspath(__file__))
FULL_SIZE = 700_000_000
PEAK_LIMIT_MIB = 200
# A day: 28,000 records a server, as a file server of a firm of this size writes them.
DAYS = 1
LARGER = 10
PACKAGES = ["gcc", "isal", "libisal-dev", "libxml2-dev", "libsqlite3-dev", "zlib1g-dev", "openssl", "python3-venv"]
PEERS = {"inflate": ["-lz"], "floor": ["-lisal", "-lsqlite3"], "sax": ["-I/usr/include/libxml2", "-lxml2"]}


class Table:
    """The rows of the result, and whether all targets were met."""

    def __init__(self):
        self.rows = []

    def compare(self, what, ours, peer, peer_name, target=None, faster=False):
        """One comparison. `faster`: the ratio is the peer's time by ours and at least `target`; else ours by the peer's,
        at most `target`. Without a target it is there for scale."""
        ratio = peer.median / ours.median if faster else ours.median / peer.median
        verdict, wanted = "", "for scale"
        if target:
            verdict = "PASS" if (ratio >= target if faster else ratio <= target) else "MISS"
            wanted = f"{'>=' if faster else '<='} {target:g}"
        self.rows.append(f"| {what} | {ours.text} | {peer_name} | {peer.text} | {ratio:.2f} | {wanted} | {verdict} |")
        print(self.rows[-1], flush=True)

    def bound(self, what, value, limit, unit):
        verdict = "PASS" if value <= limit else "MISS"
        self.rows.append(f"| {what} | {value:.2f} {unit} | | | | <= {limit:g} {unit} | {verdict} |")
        print(self.rows[-1], flush=True)


def prepare(work):
    """Compiles the C peers and installs the Python ones into an environment of their own; returns the peers' folder."""
    missing = [name for name in ("gcc", "igzip", "openssl") if not shutil.which(name)]
    missing += [name for name in ("isa-l/igzip_lib.h", "libxml2/libxml/parser.h", "sqlite3.h", "zlib.h")
                if not os.path.exists("/usr/include/" + name)]
    if missing:
        sys.exit(f"missing: {' '.join(missing)}. Run: apt-get install -y {' '.join(PACKAGES)}")
    folder = os.path.join(work, "peers")
    os.makedirs(folder, exist_ok=True)
    for name, libraries in PEERS.items():
        source = os.path.join(HERE, "peers", name + ".c")
        run(["gcc", "-O2", "-o", os.path.join(folder, name), source] + libraries)
    python = os.path.join(folder, "venv", "bin", "python")
    if not os.path.exists(python):
        run([sys.executable, "-m", "venv", os.path.join(folder, "venv")])
    run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "chdb", "duckdb"])
    return folder


def generated(headcount, path, size, days):
    """The log at `path`, made where it is not there yet."""
    made = f"{path}.made"
    mark = f"{size} bytes, {days} days, {os.path.getsize(headcount)} {os.path.getmtime(headcount)}"
    if not (os.path.exists(made) and os.path.exists(path) and open(made).read() == mark):
        run([headcount, "generate-log", path, "--fleet", "--bytes", str(size), "--days", str(days)])
        with open(made, "w") as file:
            file.write(mark)
    # Into the page cache: what is measured is not the disk.
    with open(path, "rb") as file:
        while file.read(1 << 22):
            pass
    return path


def scan(headcount, log, store, *options):
    """One scan into a new store."""
    for suffix in ("", "-wal", "-shm", ".lock"):
        if os.path.exists(store + suffix):
            os.remove(store + suffix)
    return run([headcount, "scan", log, "--store", store, "--quiet", "--no-progress", "--format", "json", *options])


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


def same(what, ours, theirs):
    if ours != theirs:
        sys.exit(f"the answers differ: {what}\n  headcount: {ours}\n  peer:      {theirs}")


def measure_packed(table, headcount, peers, packed, work, runs):
    store = os.path.join(work, "packed.headcount")
    floor_store = os.path.join(work, "floor.sqlite")

    def floor():
        if os.path.exists(floor_store):
            os.remove(floor_store)
        return run([os.path.join(peers, "floor"), packed, store, floor_store])

    ours, igzip, floors, zlib = alternating(
        [
            lambda: scan(headcount, packed, store),
            lambda: run(["igzip", "-dc", packed], discard=True),
            floor,
            lambda: run([os.path.join(peers, "inflate"), packed]),
        ], runs)
    peer = wall(igzip)
    table.compare(".gz: `scan` with the store", wall(ours), peer, "`igzip -dc`", 1.6)
    least = measuring.Times([each.json()["inflate"] + each.json()["insert"] for each in floors])
    rows = floors[0].json()["rows"]
    table.compare(f".gz: the floor: ISA-L inflate and a bare insert of the same {rows:,} rows", least, peer, "`igzip -dc`")
    table.compare(".gz: zlib's inflate alone", own_clock(zlib), peer, "`igzip -dc`")
    return ours, stored_answers(store)


def measure_plain(table, headcount, peers, plain, work, runs, answers):
    store = os.path.join(work, "plain.headcount")
    ours, openssl = alternating(
        [lambda: scan(headcount, plain, store), lambda: run(["openssl", "dgst", "-sha256", plain])], runs)
    table.compare("plain: `scan`, digest included", wall(ours), wall(openssl), "`openssl dgst -sha256`", 1.25)
    same("plain and .gz", answers, stored_answers(store))
    digest = openssl[0].output.split()[-1]
    with sqlite3.connect(store) as database:
        same("the custody hash", [row[0] for row in database.execute("SELECT sha256 FROM input_place")], [digest])

    python = os.path.join(peers, "venv", "bin", "python")
    questions = os.path.join(HERE, "peers", "questions.py")
    for question in ("logons", "all"):
        jobs = [lambda: scan(headcount, plain, store, "--digest", "none")]
        for engine in ("chdb", "duckdb"):
            jobs.append(lambda engine=engine: run([python, questions, engine, plain, question]))
        ours_bare, chdb, duckdb = alternating(jobs, runs)
        same("--digest none", answers, stored_answers(store))
        for engine, results, target in (("chdb", chdb, 1.8), ("DuckDB", duckdb, 2.2)):
            same(f"{engine}, {question}", answers[question], results[0].json()["rows"])
            asked = "4624 by server" if question == "logons" else "every kind of access"
            table.compare(
                f"plain, `--digest none`: {asked}", wall(ours_bare), own_clock(results),
                f"{engine} (peak {peak(results):.0f} MiB)", target, faster=True)
    return ours


def measure_reader(table, headcount, peers, plain, runs, answers):
    sax = os.path.join(peers, "sax")
    ours, theirs = alternating([lambda: run([headcount, "bench-reader", plain]), lambda: run([sax, plain])], runs)
    mine, other = ours[0].json(), theirs[0].json()
    same("records and rows of both readers", [mine["records"], mine["rows"]], [other["records"], other["rows"]])
    same("libxml2, logons", answers["logons"], sax_answers(sax, plain))
    table.compare("the reader alone, in memory", own_clock(ours), own_clock(theirs), "libxml2 SAX", 8, faster=True)


def measure_larger(table, headcount, work, size, usual):
    packed = generated(headcount, os.path.join(work, "larger.xml.gz"), size * LARGER, DAYS * LARGER)
    store = os.path.join(work, "larger.headcount")
    larger = scan(headcount, packed, store)
    table.bound(f".gz, {LARGER} times the log: time", larger.seconds / wall(usual).median, 10.5, "times")
    table.bound(f".gz, {LARGER} times the log: peak memory", larger.peak_mib, PEAK_LIMIT_MIB, "MiB")
    print(f"larger: {larger.seconds:.2f} s, store {os.path.getsize(store)} bytes")
    os.remove(store)


def result(table, headcount, peers, plain, packed, answers, size, runs):
    python = os.path.join(peers, "venv", "bin", "python")
    versions = [
        measuring.first_line(["igzip", "--version"]), measuring.first_line(["openssl", "version"]),
        "chdb " + measuring.first_line([python, "-c", "import chdb; print(chdb.__version__)"]),
        "DuckDB " + measuring.first_line([python, "-c", "import duckdb; print(duckdb.__version__)"]),
        "libxml2 " + measuring.first_line(["xml2-config", "--version"]), "SQLite " + sqlite3.sqlite_version,
    ]
    commit = measuring.first_line(["git", "-C", HERE, "rev-parse", "--short", "HEAD"])
    load = os.getloadavg()
    logons = answers["logons"]
    lines = [
        "# Results", "", "Written by `make bench-events`; `README.md` says what each row means.", "",
        "## Event logs", "",
        f"- {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, commit {commit}",
        f"- {measuring.machine()}; load average at the end {load[0]:.1f} (the benchmark itself makes 1 to 2)",
        f"- {', '.join(versions)}",
        f"- The log: {os.path.getsize(plain):,} bytes, as .gz {os.path.getsize(packed):,}; "
        f"`headcount generate-log FILE --fleet --bytes {size} --days {DAYS}`",
        f"- Medians of {runs} runs, alternating, with the fastest and the slowest; warm cache", "",
        "| what | Headcount | peer | peer's time | ratio | target | |", "|---|---|---|---|---|---|---|",
        *table.rows, "",
        "The answers were compared and are equal. Of the 4624 by server: records, distinct accounts, distinct addresses:",
        "", "| server | records | accounts | addresses |", "|---|---|---|---|",
        *(f"| {name} | {count} | {accounts} | {addresses} |" for name, count, accounts, addresses in logons), "",
        "Of each kind of access:", "", "| event | records | accounts | addresses |", "|---|---|---|---|",
        *(f"| {name} | {count} | {accounts} | {addresses} |" for name, count, accounts, addresses in answers["all"]),
    ]
    return "\n".join(lines) + "\n"


def bytes_of(text):
    for suffix, factor in (("GB", 10**9), ("MB", 10**6), ("", 1)):
        if text.upper().endswith(suffix):
            return int(float(text[:len(text) - len(suffix)]) * factor)
    raise ValueError(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headcount")
    parser.add_argument("--size", type=bytes_of, default=FULL_SIZE)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--work", default=os.path.join(HERE, "..", ".build", "bench-events"))
    parser.add_argument("--results", default=os.path.join(HERE, "RESULTS.md"))
    parser.add_argument("--skip-large", action="store_true")
    arguments = parser.parse_args()
    headcount = os.path.abspath(arguments.headcount)
    work = os.path.abspath(arguments.work)
    os.makedirs(work, exist_ok=True)
    peers = prepare(work)
    plain = generated(headcount, os.path.join(work, "events.xml"), arguments.size, DAYS)
    packed = generated(headcount, os.path.join(work, "events.xml.gz"), arguments.size, DAYS)
    table = Table()
    of_packed, answers = measure_packed(table, headcount, peers, packed, work, arguments.runs)
    of_plain = measure_plain(table, headcount, peers, plain, work, arguments.runs, answers)
    measure_reader(table, headcount, peers, plain, arguments.runs, answers)
    table.bound(".gz: peak memory of `scan`", peak(of_packed), PEAK_LIMIT_MIB, "MiB")
    table.bound("plain: peak memory of `scan`", peak(of_plain), PEAK_LIMIT_MIB, "MiB")
    if not arguments.skip_large:
        measure_larger(table, headcount, work, arguments.size, of_packed)
    is_full = arguments.size == FULL_SIZE and not arguments.skip_large
    path = arguments.results if is_full else os.path.join(work, "RESULTS.md")
    with open(path, "w") as file:
        file.write(result(table, headcount, peers, plain, packed, answers, arguments.size, arguments.runs))
    print(f"written: {path}")


if __name__ == "__main__":
    main()
