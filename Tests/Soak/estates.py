#!/usr/bin/env python3
"""Estates of 500 to 50,000 people whose truth is known: the whole chain on each, compared with the truth.

usage: estates.py HEADCOUNT [--seed 1] [--only N]

Every figure the evidence determines must be the truth's: users, devices and edges of each server, the class of every
account, every step of the bridge. Where it does not, the truth must lie inside the band, and a question must ask.
Exits 1 where one differs; names the command that shows it again.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

SIZES = [500] * 6 + [1_000] * 4 + [2_000] * 4 + [5_000] * 3 + [10_000, 20_000, 50_000]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("headcount")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="number of one estate, from 0")
    arguments = parser.parse_args()
    failed = 0
    for number, people in enumerate(SIZES):
        if arguments.only in (None, number):
            failed += not holds(arguments.headcount, arguments.seed * 1000 + number, people)
    print(f"{failed} estates differ from their truth." if failed else "Every estate came out as its truth says.")
    sys.exit(1 if failed else 0)


def holds(headcount, seed, people):
    folder = tempfile.mkdtemp(prefix="headcount-estate-")
    command = [headcount, "demo", "--seed", str(seed), "--people", str(people), "--no-progress", "-o",
               os.path.join(folder, "demo")]
    start = time.monotonic()
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        shutil.rmtree(folder)
    lines = run.stdout.splitlines()
    compared = next((line for line in lines if line.startswith("Compared with the truth")), "no comparison")
    figures = re.search(r"(\d+) figures, 0 differ", compared)
    print(f"seed {seed}, {people:,} people: {compared} {time.monotonic() - start:.0f} s", flush=True)
    if run.returncode == 0 and figures:
        return True
    print("FAILED " + " ".join(command[:6]))
    for line in lines[lines.index(compared) + 1:][:20] if compared in lines else []:
        print("  " + line)
    print(run.stderr[-2000:])
    return False


if __name__ == "__main__":
    main()
