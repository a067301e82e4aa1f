#!/usr/bin/env python3
"""The report in a real browser: of the demo, of a thousand servers, and of an estate full of hostile strings.

usage: check_report.py HEADCOUNT [--short] [--screenshots DIR]

Exits 1 where something is wrong. Without Chromium it says what it skips; what needs none is checked all the same.
"""
import argparse
import os
import subprocess
import sys
import tempfile

from report import NO_BROWSER

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("headcount")
    parser.add_argument("--short", action="store_true", help="the demo alone: a minute instead of ten")
    parser.add_argument("--screenshots", metavar="DIR")
    arguments = parser.parse_args()
    headcount = os.path.abspath(arguments.headcount)
    failed = []
    with tempfile.TemporaryDirectory(prefix="headcount-report-") as folder:

        def step(name, *command, skips=()):
            print(f"== {name}", flush=True)
            code = subprocess.run(command, check=False).returncode
            if code != 0 and code not in skips:
                failed.append(name)
            return code

        def report(name, results):
            pictures = ["--screenshots", os.path.join(arguments.screenshots, name)] if arguments.screenshots else []
            step(f"the report of {name}", sys.executable, "-B", os.path.join(HERE, "report.py"),
                 os.path.join(results, "report.html"), os.path.join(results, "position.json"), *pictures, skips=(NO_BROWSER,))

        step("the checks themselves", sys.executable, "-B", "-m", "unittest", "discover", "--quiet", "--start-directory", HERE)
        demo = os.path.join(folder, "demo")
        step("make the demo", headcount, "demo", "-o", demo, "--no-progress", "--quiet")
        report("demo", os.path.join(demo, "position"))
        if not arguments.short:
            large = os.path.join(folder, "thousand")
            step("make a thousand servers", sys.executable, "-B", os.path.join(HERE, "thousand_servers.py"), large)
            step("their position", headcount, "run", large, "-o", os.path.join(large, "results"), "--no-progress", "--quiet")
            report("thousand-servers", os.path.join(large, "results"))
            step("hostile strings", sys.executable, "-B", os.path.join(HERE, "attacks.py"), headcount)
    print("FAILED: " + ", ".join(failed) if failed else "The reports are in order.")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
