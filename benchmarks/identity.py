#!/usr/bin/env python3
"""The benchmark of identities and bridge: a large directory, many accounts seen. benchmarks/README.md says what each row means.

usage: identity.py HEADCOUNT [--size 1] [--runs 3] [--work DIR] [--results FILE]

Makes directory exports, estate and store by arithmetic (`headcount-bench-identity`), once for a folder; runs `identities` and
`reconcile` on them; compares what they say with what was made (any difference ends it with an error), and writes the table.
With --size N everything is an N-th of the size: a rehearsal, which goes to DIR/RESULTS.md.
"""
import csv
import os
import re
import shutil
import subprocess

import measuring
import results
from measuring import alternating, peak, run
from subject import Benchmark, same

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
FULL_SIZE = 1
SECONDS, MIB = 30, 2048
# Folder of the inputs, and how the table calls them.
EXPORTS = [("csv", "CSV"), ("ldif", "LDIF")]


def prepare(bench):
    """Builds the program that makes the inputs, makes them, and gives what is in them."""
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", ROOT, "--product", "headcount-bench-identity"],
        env={**os.environ, "HEADCOUNT_BENCH": "1"}, check=True)
    return made(bench, os.path.join(ROOT, ".build", "release", "headcount-bench-identity"))


def made(bench, program):
    part = str(bench.size)
    mark, made_with = f"{part} {os.path.getsize(program)}\n", bench.path("made")
    if not os.path.exists(made_with) or open(made_with).read() != mark:
        for kind, _ in EXPORTS:
            folder = bench.path(kind)
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(os.path.join(folder, "directory"))
            run([program, kind, os.path.join(folder, "directory"), part])
            run([program, "estate", folder, part])
        for suffix in ("", "-wal", "-shm", ".lock"):
            if os.path.exists(bench.path("seen.headcount") + suffix):
                os.remove(bench.path("seen.headcount") + suffix)
        run([program, "store", bench.path("seen.headcount"), part])
        with open(made_with, "w") as file:
            file.write(mark)
    return run([program, "truth", part]).json()


def identities(bench, kind):
    return run([bench.headcount, "identities", "--store", bench.path("seen.headcount"), "--estate", bench.path(kind)])


def reconcile(bench, kind):
    output = bench.path("position-" + kind)
    shutil.rmtree(output, ignore_errors=True)
    return run([bench.headcount, "reconcile", "--store", bench.path("seen.headcount"), "--estate", bench.path(kind),
                "--output", output])


def figures(text):
    """Rows of the terminal's tables: what stands before the numbers, and the numbers."""
    found = {}
    for line in text.splitlines():
        match = re.match(r"\s*(\S.*?)\s{2,}([\d,\s]+)$", line)
        if match:
            found[match[1]] = [int(each.replace(",", "")) for each in match[2].split()]
    return found


def check_identities(output, truth):
    """Every account, spelling and machine where it belongs."""
    same("devices known by name", figures(output)["devices known by name"], [truth["computers"]] * 2)
    classes = figures(output.split("join rule")[0])
    everybody = [sum(counts[place] for counts in classes.values()) for place in (0, 1)]
    # The directory's own spelling is in no log.
    same("accounts, and those in the directory", everybody,
         [truth["seen"] + truth["accounts"], 5 * truth["accounts"]])


def check_position(folder, truth):
    """The bridge of the servers, from the directory to the people counted."""
    product = "windows-server"
    found = {}
    with open(os.path.join(folder, "position.csv"), newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["section"] == "bridge" and row["product"] == product and row["metric"] == "users":
                found[row["item"]] = int(row["value"])
            if row["section"] == "products" and row["flavour"] == "user" and row["product"] == product \
                    and row["metric"] == "defended":
                found["defended"] = int(row["value"])
    steps = {
        "directory": truth["accounts"], "service": -truth["services"], "duplicate": -truth["seconds"],
        "not-in-directory": truth["strangers"], "defended": truth["people"] + truth["strangers"],
    }
    same("the bridge", {step: found[step] for step in steps}, steps)


def main():
    bench = Benchmark(__doc__, "bench-identity", FULL_SIZE)
    truth = prepare(bench)
    table = results.Table()
    what = f"{truth['objects']:,} objects of a directory as {{}}, {truth['seen']:,} accounts seen, {truth['rows']:,} rows"
    for kind, name in EXPORTS:
        for command, job in (("identities", identities), ("reconcile", reconcile)):
            measured, = alternating([lambda: job(bench, kind)], bench.runs)
            if job is identities:
                check_identities(measured[-1].output, truth)
            else:
                check_position(bench.path("position-" + kind), truth)
            times = measuring.wall(measured)
            label = f"`{command}`, {what.format(name)}"
            table.bound(f"{label}: time", times.median, SECONDS, "s")
            table.bound(f"{label}: peak memory", peak(measured), MIB, "MiB")
            table.add(f"| {label}: processor time | {min(each.cpu for each in measured):.2f} s | | | | for scale | |")
    results.write_part(
        bench.results, "Identity and bridge",
        [*results.circumstances([measuring.first_line(["swift", "--version"])], bench.runs), "", *table.lines()])
    print(f"written: {bench.results}")


if __name__ == "__main__":
    main()
