#!/usr/bin/env python3
"""The benchmark of the licence engine's two exact choices. benchmarks/README.md says what each row means.

usage: licensing.py [--size 1000000] [--runs 3] [--work DIR] [--results FILE]

Builds what it measures with (`headcount-bench-licensing`, the peer), makes the graphs, solves each with both programs in
turn, compares the costs (any difference ends it with an error), and writes the table. Another size than 1,000,000 is a
rehearsal, which goes to DIR/RESULTS.md.
"""
import argparse
import os
import subprocess

import measuring
import results
from measuring import alternating, own_clock, peak, run

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
FULL_SIZE = 1_000_000
EDGES_OF_USER = 10
GRAPHS = ["uniform", "local", "power-law"]
MIX_SECONDS, MIX_MIB = 60, 1024
SERVERS = 5_000
# Price of an External Connector in hundredths, and those held and assigned to nobody. The high price makes the two ways
# compete: at the example price nearly every host of such an estate takes a connector.
ESTATES = [(250_000, 0), (250_000, 500), (5_000_000, 0), (5_000_000, 2_000)]
CONNECTOR_SECONDS, CONNECTOR_MIB = 30, 1024


def arguments():
    parser = argparse.ArgumentParser(description="The benchmark of the licence engine.")
    parser.add_argument("--size", type=int, default=FULL_SIZE, help="users, devices and outsiders")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", default=os.path.join(ROOT, ".build", "bench-licensing"))
    parser.add_argument("--results", default=os.path.join(HERE, "RESULTS.md"))
    given = parser.parse_args()
    os.makedirs(given.work, exist_ok=True)
    if given.size != FULL_SIZE:
        given.results = os.path.join(given.work, "RESULTS.md")
    return given


def prepare(work):
    """Compiles both programs; gives their paths."""
    peer = os.path.join(work, "dinic")
    run(["c++", "-O3", "-std=c++17", "-o", peer, os.path.join(HERE, "peers", "dinic.cpp")])
    scratch = os.path.join(ROOT, ".build", "bench")
    # Headcount's parts are internal: the program that measures them sees them as tests do.
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", ROOT, "--scratch-path", scratch, "--product",
         "headcount-bench-licensing", "-Xswiftc", "-enable-testing"],
        env={**os.environ, "HEADCOUNT_BENCH": "1"}, check=True)
    return os.path.join(scratch, "release", "headcount-bench-licensing"), peer


def measure_mix(table, given, program, peer):
    size, path = given.size, os.path.join(given.work, "graph")
    for kind in GRAPHS:
        run([program, "graph", kind, str(size), str(size), str(EDGES_OF_USER * size), path])
        ours, theirs = alternating([lambda: run([program, "mix", path]), lambda: run([peer, path])], given.runs, warm=False)
        found = ours[0].json()
        if found["cost"] != theirs[0].json()["cost"] or found["cost"] != found["lower_bound"]:
            raise SystemExit(f"{kind}: {found}, the peer {theirs[0].json()}")
        what = f"mix, {kind}: {size:,} users, {size:,} devices, {EDGES_OF_USER * size:,} pairs"
        table.compare(what, own_clock(ours), own_clock(theirs), "Dinic in C++", faster=True)
        table.bound(f"{what}: time", measuring.wall(ours).median, MIX_SECONDS, "s")
        table.bound(f"{what}: peak memory", peak(ours), MIX_MIB, "MiB")
        print(f"  {found['users']:,} users, {found['devices']:,} devices, peer's peak {peak(theirs):.0f} MiB", flush=True)
    os.remove(path)


def measure_connectors(table, given, program):
    for price, held in ESTATES:
        measured, = alternating(
            [lambda: run([program, "connectors", str(SERVERS), str(given.size), str(held), str(price)])], given.runs,
            warm=False)
        found = measured[0].json()
        if found["lower_bound"] != found["cost"]:
            raise SystemExit(f"not proven: {found}")
        what = (f"External Connectors at {price // 100:,}, {held:,} of them held: {SERVERS:,} servers, "
                f"{given.size:,} outsiders, {found['reaches']:,} reaches; {found['connectors']:,} connectors and "
                f"{found['cals']:,} CALs proven cheapest")
        table.bound(f"{what}: time", measuring.wall(measured).median, CONNECTOR_SECONDS, "s")
        table.bound(f"{what}: peak memory", peak(measured), CONNECTOR_MIB, "MiB")


def main():
    given = arguments()
    program, peer = prepare(given.work)
    table = results.Table()
    measure_mix(table, given, program, peer)
    measure_connectors(table, given, program)
    versions = [measuring.first_line(["c++", "--version"]), measuring.first_line(["swift", "--version"])]
    results.write_part(given.results, "Licensing", [*results.circumstances(versions, given.runs), "", *table.lines()])
    print(f"written: {given.results}")


if __name__ == "__main__":
    main()
