"""Headcount as the subject of a benchmark: its logs and its scans, the peers beside it, and the command line."""
import argparse
import os
import shutil
import sqlite3
import sys

from measuring import run

HERE = os.path.dirname(os.path.abspath(__file__))


def bytes_of(text):
    for suffix, factor in (("GB", 10**9), ("MB", 10**6), ("", 1)):
        if text.upper().endswith(suffix):
            return int(float(text[:len(text) - len(suffix)]) * factor)
    raise ValueError(text)


class Benchmark:
    """What a benchmark was asked for: `headcount`, `size`, `runs`, `skip_large`, and `work`, the folder of its logs."""

    def __init__(self, description, folder, full_size):
        parser = argparse.ArgumentParser(
            description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("headcount")
        parser.add_argument("--size", type=bytes_of, default=full_size)
        parser.add_argument("--runs", type=int, default=7)
        parser.add_argument("--work", default=os.path.join(HERE, "..", ".build", folder))
        parser.add_argument("--results", default=os.path.join(HERE, "RESULTS.md"))
        parser.add_argument("--skip-large", action="store_true")
        arguments = parser.parse_args()
        self.headcount = os.path.abspath(arguments.headcount)
        self.size = arguments.size
        self.runs = arguments.runs
        self.skip_large = arguments.skip_large
        self.work = os.path.abspath(arguments.work)
        # A rehearsal's result is not one to be kept.
        is_full = self.size == full_size and not self.skip_large
        self.results = arguments.results if is_full else os.path.join(self.work, "RESULTS.md")
        self.peers = os.path.join(self.work, "peers")
        os.makedirs(self.peers, exist_ok=True)

    def path(self, name):
        return os.path.join(self.work, name)

    @property
    def python(self):
        """The interpreter of the peers' own environment."""
        return os.path.join(self.peers, "venv", "bin", "python")

    def install(self, *packages):
        """Installs peers from PyPI."""
        if not os.path.exists(self.python):
            run([sys.executable, "-m", "venv", os.path.join(self.peers, "venv")])
        run([self.python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages])

    def generated(self, name, *options):
        """Path of a log, made where it is not there yet, and what `generate-log` said of it."""
        path, made = self.path(name), self.path(name + ".made")
        mark = f"{' '.join(options)} {os.path.getsize(self.headcount)} {os.path.getmtime(self.headcount)}\n"
        kept = ""
        if os.path.exists(made) and os.path.exists(path):
            with open(made) as file:
                kept = file.read()
        if not kept.startswith(mark):
            kept = mark + run([self.headcount, "generate-log", path, *options]).output
            with open(made, "w") as file:
                file.write(kept)
        # Into the page cache: what is measured is not the disk.
        with open(path, "rb") as file:
            while file.read(1 << 22):
                pass
        return path, kept[len(mark):]

    def scan(self, log, store, *options):
        """One scan into a new store."""
        for suffix in ("", "-wal", "-shm", ".lock"):
            if os.path.exists(store + suffix):
                os.remove(store + suffix)
        return run([self.headcount, "scan", log, "--store", store, "--quiet", "--no-progress", "--format", "json",
                    *options])


def require(programs, headers, packages):
    """Ends the script where a program or a C header is missing."""
    missing = [name for name in programs if not shutil.which(name)]
    missing += [name for name in headers if not os.path.exists("/usr/include/" + name)]
    if missing:
        sys.exit(f"missing: {' '.join(missing)}. Run: apt-get install -y {' '.join(packages)}")


def same(what, ours, theirs):
    if ours != theirs:
        sys.exit(f"the answers differ: {what}\n  headcount: {ours}\n  peer:      {theirs}")


def same_digest(store, openssl):
    """The custody hash of the only input is the digest OpenSSL printed."""
    with sqlite3.connect(store) as database:
        same("the custody hash", [row[0] for row in database.execute("SELECT sha256 FROM input_place")],
             [openssl.output.split()[-1]])
