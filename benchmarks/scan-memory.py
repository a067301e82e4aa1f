#!/usr/bin/env python3
"""Peak memory of scanning 1 GB of event XML, plain and gzip, as the operating system counts it.

usage: scan-memory.py HEADCOUNT [--bytes N] [--limit-mib 300]

Fails where a scan's peak resident memory passes the limit, or its totals do not tie out. Prints one line per run.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time


def measured(command):
    """Runs a command in a child of its own, so that ru_maxrss is that command's alone."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        start = time.monotonic()
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        report = {
            "seconds": time.monotonic() - start,
            "peak_kib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
            "code": done.returncode,
            "stdout": done.stdout.decode(),
        }
        with os.fdopen(write_end, "w") as pipe:
            json.dump(report, pipe)
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        report = json.load(pipe)
    os.waitpid(child, 0)
    return report


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("headcount")
    parser.add_argument("--bytes", type=int, default=1_000_000_000)
    parser.add_argument("--limit-mib", type=int, default=300)
    arguments = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name in ("security.xml", "security.xml.gz"):
            log = os.path.join(folder, name)
            subprocess.run([arguments.headcount, "generate-log", log, "--bytes", str(arguments.bytes)], check=True)
            store = os.path.join(folder, name + ".headcount")
            run = measured([arguments.headcount, "scan", log, "--store", store, "--json", "--no-progress"])
            totals = json.loads(run["stdout"])["totals"]
            peak = run["peak_kib"] / 1024
            rate = arguments.bytes / 1e6 / run["seconds"]
            sound = run["code"] == 0 and totals["ties_out"] and totals["records"] > 0 and peak < arguments.limit_mib
            failed = failed or not sound
            print(
                f"{name}: {os.path.getsize(log)} bytes on disk, {totals['records']} records, {run['seconds']:.1f} s, "
                f"{rate:.0f} MB of XML a second, peak {peak:.0f} MiB (limit {arguments.limit_mib}), "
                f"store {os.path.getsize(store)} bytes: {'ok' if sound else 'FAILED'}",
                flush=True,
            )
            os.remove(log)
            os.remove(store)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
