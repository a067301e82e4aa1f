#!/usr/bin/env python3
"""Workbooks of an estate full of hostile strings: what they are made of, and what LibreOffice makes of them.

usage: attacks.py RESULTS_DIR [--any-estate] [--self-test]

RESULTS_DIR has position.xlsx and position.json. Nothing of a string may be a formula, a link, a name or a part of the
workbook; every text must stand in its cell as docs/method.md says; LibreOffice must start nothing, ask nobody and show the same
texts. Exits 1 where one got through. With --self-test the workbook is copied with one fault at a time, and each must be
noticed.
"""
import argparse
import json
import os
import sys
import tempfile
import time
import warnings

import faults
import inert
import office
import texts
from xlsx import Workbook


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results")
    parser.add_argument("--any-estate", action="store_true", help="the strings of the corpus need not be in it")
    parser.add_argument("--self-test", action="store_true", help="plant faults: each must be noticed")
    parser.add_argument("--most", type=int, default=50, help="problems that are printed (default: 50)")
    arguments = parser.parse_args()
    path = os.path.join(arguments.results, "position.xlsx")
    with open(os.path.join(arguments.results, "position.json"), encoding="utf-8") as file:
        position = json.load(file)
    if arguments.self_test:
        found = self_test(path, position)
    else:
        found = problems(path, position, any_estate=arguments.any_estate)
    found = list(dict.fromkeys(found))
    for problem in found[:arguments.most]:
        print("FAILED", problem[:400].encode("unicode_escape").decode())
    print(f"{len(found)} problems" if found else "nothing got through")
    sys.exit(1 if found else 0)


def problems(path, position, any_estate):
    start = time.monotonic()
    found, counts, compared = still(path, position)
    print("position.xlsx: " + ", ".join(f"{number:,} {what}" for what, number in counts.items())
          + f"; {compared:,} texts of position.json in their places, {time.monotonic() - start:.0f} s", flush=True)
    if found:
        return found  # nobody opens it
    workbook = Workbook(path)
    if not any_estate:
        strings, reached = texts.corpus(), set(texts.reached(workbook))
        found += [f"a string of the corpus reaches no cell: {text[:80]!r}" for text in strings if text not in reached]
        print(f"{len(reached)} of {len(strings)} strings that are not blank stand in a cell")
    return found + opened(path, workbook)


def still(path, position):
    """What is wrong with a workbook as it lies there."""
    found, counts = inert.problems(path)
    if not counts:
        return found, {}, 0
    try:
        count, wrong = texts.differences(position, Workbook(path))
    except (KeyError, ValueError, IndexError, StopIteration) as error:
        return found + [f"not to be read: {error!r}"], counts, 0
    return found + wrong, counts, count


def opened(path, workbook):
    program = office.find()
    if program is None:
        print("SKIPPED opening it: LibreOffice is not installed (Debian: apt-get install libreoffice-calc-nogui).")
        return []
    start = time.monotonic()
    with office.Office(program) as calc:
        found, sheets = calc.open(path)
    wrong, count = office.compared(workbook, sheets)
    how = "traced" if office.is_traced() else "not traced, because strace is not installed: programs are watched by name alone"
    print(f"LibreOffice ({how}): {count:,} texts compared, {time.monotonic() - start:.0f} s")
    return found + wrong


# The checks themselves

def self_test(path, position):
    """Faults that nobody noticed."""
    missed = []
    found = still(path, position)[0]
    if found:
        return ["without a fault: " + problem for problem in found]
    with tempfile.TemporaryDirectory(prefix="headcount-faults-") as folder:
        faulty = os.path.join(folder, "position.xlsx")
        for name, change, complaint in faults.FAULTS:
            faults.plant(path, faulty, change)
            missed += unnoticed(name, still(faulty, position)[0], complaint)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # zipfile says it too
            faults.plant_twice(path, faulty)
        missed += unnoticed("a part twice", still(faulty, position)[0], "twice")
        missed += watching(folder)
        count = len(faults.FAULTS) + 1
        if office.find():
            missed += seen_by_office(path, folder)
    print(f"{count} faults planted in {os.path.basename(path)}, {len(missed)} not noticed")
    return missed


def unnoticed(name, found, complaint):
    return [] if any(complaint in problem for problem in found) else \
        [f"not noticed: {name}; only {[problem[:100] for problem in found[:3]]}"]


def watching(folder):
    """A program that starts another, asks somebody and leaves a file."""
    does = "import socket, subprocess; subprocess.run(['calc', '1']); open('left', 'w').close(); " \
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    did = office.watched([sys.executable, "-c", does], os.path.join(folder, "watched"))
    missed = unnoticed("a program that was started", did.marks, "calc 1") + unnoticed("a file that was left", did.marks, "left")
    if office.is_traced():
        missed += unnoticed("a program, by its trace", sorted(did.programs), "/calc")
        missed += unnoticed("an address that was asked", sorted(did.addresses), "192.0.2.1")
    return missed


def seen_by_office(path, folder):
    """Cells that are not what the workbook they are compared with has."""
    missed = []
    plain, faulty = Workbook(path), os.path.join(folder, "opened.xlsx")
    with office.Office(office.find()) as calc:
        for name, change, complaint in (
                ("a formula, to LibreOffice", faults.formula(b"1+1"), "a formula of:=1+1"),
                ("another text, to LibreOffice", faults.text(b"something else"), "instead of")):
            faults.plant(path, faulty, change)
            found, sheets = calc.open(faulty)
            missed += unnoticed(name, found + office.compared(plain, sheets)[0], complaint)
    return missed


if __name__ == "__main__":
    main()
