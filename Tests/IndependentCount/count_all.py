#!/usr/bin/env python3
"""Counts everything there is independently and compares it with Headcount: count_all.py HEADCOUNT [--big].

The samples, the demo's estate with its settings, edge cases drawn with fixed seeds, a synthetic event log and web log, and
the collection of real logs in $HEADCOUNT_SHARED_DATA (else ../shared/data beside the clone) where that is there.
`--big` takes the synthetic logs with a million events and a million lines, and nothing else. Ends with 1 where
anything differs.
"""
import argparse
import contextlib
import io
import os
import subprocess
import sys
import tempfile

import count_rows
import explain_rows
from inputs import files_under

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLES = os.path.join(ROOT, "samples")
# What samples/estate/estate.yaml says: the folder that names a server, and the trusted proxy.
ESTATE = {"web_folders": [("extranet-export", "extra01")], "trusted_proxies": ["10.20.0.4"]}
EDGES = {"web_folders": [("W3SVC1", "mapped01"), ("small*", "grown01")], "trusted_proxies": ["10.0.0.0/24", "2001:db8::/32"]}
EDGE_SEEDS = (1, 2, 3)
SMALL = {"bytes": 40_000_000, "lines": 50_000}
# 1,290,000,000 bytes of this log are a little more than a million events.
BIG = {"bytes": 1_290_000_000, "lines": 1_000_000}


class Runs:
    def __init__(self, headcount):
        self.headcount, self.differences = headcount, 0

    def over(self, title, paths, **settings):
        print(title, flush=True)
        self.differences += count_rows.compared(self.headcount, paths, **settings)

    def generate(self, path, *options):
        subprocess.run([self.headcount, "generate-log", path, *map(str, options)], check=True, stdout=subprocess.DEVNULL)
        return path


def every_sample(runs):
    """Each sample by itself: in one store those with the same record id are copies of one another."""
    files = list(files_under(os.path.join(SAMPLES, "events"))) + list(files_under(os.path.join(SAMPLES, "web")))
    print(f"each of {len(files)} samples in a store of its own", flush=True)
    found = 0
    for file in files:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            differences = count_rows.compared(runs.headcount, [file], may_be_empty=True)
        if differences:
            print(file, said.getvalue(), sep="\n", end="")
        found += differences
    print(f"  {found} differences" if found else "  no difference", flush=True)
    runs.differences += found


def walks(runs, paths):
    runs.differences += explain_rows.walked(runs.headcount, paths)


def samples(runs):
    for name in ("events", "web", "containers"):
        runs.over(f"samples/{name}", [os.path.join(SAMPLES, name)])
    runs.over("samples/estate, the demo's logs", [os.path.join(SAMPLES, "estate", "logs")])
    runs.over("the same with its settings", [os.path.join(SAMPLES, "estate", "logs")], **ESTATE)
    print("from the census of the demo's logs to the bytes", flush=True)
    walks(runs, [os.path.join(SAMPLES, "estate", "logs")])


def edges(runs, folder):
    for seed in EDGE_SEEDS:
        place = os.path.join(folder, f"edges{seed}")
        writer = os.path.join(os.path.dirname(os.path.abspath(__file__)), "edge_logs.py")
        subprocess.run([sys.executable, writer, place, "--seed", str(seed)], check=True)
        runs.over(f"edge cases, seed {seed}", [place], **EDGES)


def synthetic(runs, folder, size):
    events = runs.generate(os.path.join(folder, "fleet.xml.gz"), "--fleet", "--bytes", size["bytes"])
    web = runs.generate(os.path.join(folder, "web.log.gz"), "--web", "--lines", size["lines"])
    runs.over(f"a synthetic fleet of {size['bytes']:,} bytes and {size['lines']:,} lines of web logs", [events, web])


def real(runs):
    shared = os.environ.get("HEADCOUNT_SHARED_DATA") or os.path.join(os.path.dirname(ROOT), "shared", "data")
    events, web = os.path.join(shared, "events"), os.path.join(shared, "iis")
    if not os.path.isdir(events) or not os.path.isdir(web):
        print("the collection of real logs is not there: set HEADCOUNT_SHARED_DATA to its folder to count it too")
        return
    runs.over("real event logs", [events])
    runs.over("real web logs", [web])
    runs.over("both in one store", [events, web])
    print("from its census to the bytes", flush=True)
    walks(runs, [events, web])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headcount")
    parser.add_argument("--big", action="store_true")
    arguments = parser.parse_args()
    runs = Runs(os.path.abspath(arguments.headcount))
    with tempfile.TemporaryDirectory() as folder:
        if arguments.big:
            synthetic(runs, folder, BIG)
        else:
            samples(runs)
            every_sample(runs)
            edges(runs, folder)
            synthetic(runs, folder, SMALL)
            real(runs)
    print(f"{runs.differences} differences" if runs.differences else "The independent count and Headcount agree in every row.")
    sys.exit(1 if runs.differences else 0)


if __name__ == "__main__":
    main()
