#!/usr/bin/env python3
"""Soaks the evidence store: whatever happens to a scan, the store never loses or doubles anything.

Every kind of mishap is played many times, each round from a seed that is printed where it fails. The measure is the store
that one clean scan makes: every export, report and view of the other store must be byte for byte the same.
"""
import argparse
import os
import sys
import tempfile
import time

import corpus
from full_disk import soak_full_disk
from interrupts import soak_interrupts
from kills import soak_kills
from partitions import soak_partitions
from program import Headcount
from read_errors import soak_read_errors
from rounds import Soak
from stores import Broken, everything
from two_scans import soak_two_scans

# How many rounds of each, for every one of --rounds.
KINDS = {
    "kills": (soak_kills, 1), "partitions": (soak_partitions, 1), "full-disk": (soak_full_disk, 0.3),
    "read-errors": (soak_read_errors, 0.2), "two-scans": (soak_two_scans, 0.2), "interrupts": (soak_interrupts, 0.2),
}


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headcount", help="the program")
    parser.add_argument("--rounds", type=int, default=200, help="kills and partitions; of the rest a part of it (200)")
    parser.add_argument("--seed", type=int, default=1, help="what everything random is drawn from (1)")
    parser.add_argument("--short", action="store_true", help="fewer and smaller logs, for a debug build")
    parser.add_argument("--only", choices=KINDS, action="append", help="this kind alone; may be given several times")
    parser.add_argument("--round", type=int, help="this round alone")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="rounds at a time (one per core)")
    parser.add_argument("--keep", action="store_true", help="keep the folders of failed rounds")
    return parser.parse_args()


def clean_scan(headcount, scratch, name, paths):
    store = os.path.join(scratch, name + ".headcount")
    start = time.monotonic()
    run = headcount.scan(store, paths=paths)
    if not run.went_through:
        raise Broken(f"the clean scan ended with {run}\n{run.out.decode('utf-8', 'replace')[-2000:]}")
    return store, everything(headcount, store), time.monotonic() - start


def prepared(arguments, scratch):
    logs = os.path.join(scratch, "logs")
    binary = os.path.abspath(arguments.headcount)
    size = corpus.SHORT if arguments.short else corpus.FULL
    headcount = Headcount(binary, logs, corpus.make(binary, logs, size, arguments.seed))
    names = corpus.files(logs)
    length = sum(os.path.getsize(os.path.join(logs, name)) for name in names)
    store, clean, seconds = clean_scan(headcount, scratch, "clean", ["."])
    _, empty, _ = clean_scan(headcount, scratch, "empty", ["./other/notes.txt"])
    print(f"seed {arguments.seed}, {len(names)} files, {length:,} bytes, a clean scan with all it shows: {seconds:.1f} s", flush=True)
    return Soak(headcount, scratch, arguments.seed, store, clean, empty, arguments.workers, arguments.round, arguments.keep)


def main():
    arguments = parsed()
    scratch = tempfile.mkdtemp(prefix="headcount-soak-")
    soak = None
    try:
        soak = prepared(arguments, scratch)
        for name, (kind, share) in KINDS.items():
            if name in (arguments.only or KINDS):
                kind(soak, max(1, round(arguments.rounds * share)))
    except Broken as failure:
        sys.exit(f"The soak could not go on: {failure}")
    finally:
        if not (arguments.keep and soak and soak.failures):
            corpus.remove(scratch)
    if soak.failures:
        sys.exit(f"{soak.failures} rounds failed.")
    print("Every store showed what the store of one clean scan shows.")


if __name__ == "__main__":
    main()
