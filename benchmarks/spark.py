"""What Spark adds to reading logs: the job's time against the sum of single scans by the number of executors.

    python3 benchmarks/spark.py HEADCOUNT [--python PYTHON] [--gigabytes 5] [--print]
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

import measuring
import results

HERE = os.path.dirname(os.path.abspath(__file__))
JOB = os.path.join(HERE, "..", "deploy", "spark", "headcount_spark.py")
EXECUTORS = 2
CLUSTER = f"local-cluster[{EXECUTORS},1,1024]"
FILE_BYTES = 128 << 20
# What the table is extrapolated to.
SIZES = [(1, 16), (10, 16), (10, 64), (10, 256)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("headcount")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--gigabytes", type=float, default=5.0, help="10^9 bytes of uncompressed log")
    parser.add_argument("--print", action="store_true", help="only print, leave the results file alone")
    options = parser.parse_args()
    if os.sep in options.python:
        # An executor starts it from a folder of its own.
        options.python = os.path.abspath(options.python)
    with tempfile.TemporaryDirectory(prefix="headcount-bench-spark-") as folder:
        lines = measure(options, folder)
    print("\n".join(lines))
    if not options.print:
        results.write_part(os.path.join(HERE, "RESULTS.md"), "Spark", lines)


def measure(options, folder):
    logs = os.path.join(folder, "logs")
    os.mkdir(logs)
    count = max(2, -(-int(options.gigabytes * 1e9) // FILE_BYTES))
    for number in range(count):
        kind = ["--web"] if number % 2 else ["--fleet"]
        name = f"{logs}/{number:03}.{'log' if number % 2 else 'xml'}"
        measuring.run([options.headcount, "generate-log", name, "--bytes", str(FILE_BYTES), "--seed", str(number + 1), *kind],
                      discard=True)
    size = sum(os.path.getsize(os.path.join(logs, name)) for name in os.listdir(logs))

    single = 0.0
    for name in sorted(os.listdir(logs)):
        store = os.path.join(folder, "one.store")
        single += measuring.run(
            [options.headcount, "scan", os.path.join(logs, name), "--store", store, "--jobs", "1", "--quiet"], discard=True).seconds
        os.remove(store)
    ideal = single / EXECUTORS

    few = os.path.join(folder, "few")
    os.mkdir(few)
    with open(os.path.join(few, "a.log"), "w") as file:
        file.write("#Fields: date time c-ip sc-status\n2026-10-05 08:00:00 192.0.2.1 200\n")
    start = job(options, few, os.path.join(folder, "few.out"))
    whole = job(options, logs, os.path.join(folder, "out"))
    lines = os.path.join(folder, "out", "contributions")
    evidence = sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(lines) for name in names)
    imported = measuring.run(
        [options.headcount, "import", lines, "--store", os.path.join(folder, "all.store"), "--quiet"], discard=True)

    speed = size / single / 1e6
    added = max(0.0, whole - start - ideal) / ideal
    circumstances = results.circumstances([measuring.first_line([options.headcount, "--version"]), f"Spark on {CLUSTER}"], 1)
    return [
        *circumstances,
        f"- {count} logs, {size / 1e9:.2f} GB uncompressed, half event XML, half IIS; one run of each",
        "",
        "| what | |",
        "|---|---|",
        f"| single scans (`scan --store --jobs 1`), sum of all files | {single:.1f} s, {speed:.0f} MB/s a core |",
        f"| ideal: that by {EXECUTORS} executors | {ideal:.1f} s |",
        f"| the job, with its start | {whole:.1f} s |",
        f"| the same job on one file of two lines: its start and its tables | {start:.1f} s |",
        f"| **overhead: job / ideal** | **{whole / ideal:.2f}** |",
        f"| overhead without the start: (job - start) / ideal | {(whole - start) / ideal:.2f} |",
        f"| lines for import, gzip | {evidence / 1e6:.1f} MB, {100 * evidence / size:.2f} % of the logs |",
        f"| `import` of them | {imported.seconds:.1f} s, peak memory {imported.peak_mib:.0f} MiB |",
        "",
        "Extrapolated, not measured: logs like these, uncompressed and at hand as fast as they are read; cores like these, one file a core at a",
        f"time, no file larger than a task's share; {100 * added:.0f} % more than single scans and {start:.0f} s to start, as above; evidence and import",
        "in proportion, which is too much where days and people repeat across files. The import is one process on one machine.",
        "",
        "| logs | cores | job | lines for import | import |",
        "|---|---|---|---|---|",
        *[f"| {terabytes} TB | {cores} | {text(start + terabytes * 1e12 / size * single / cores * (1 + added))} "
          f"| {evidence * terabytes * 1e12 / size / 1e9:.1f} GB | {text(imported.seconds * terabytes * 1e12 / size)} |"
          for terabytes, cores in SIZES],
    ]


def text(seconds):
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds / 60:.0f} min"


def job(options, logs, output):
    home = subprocess.run([options.python, "-c", "import pyspark; print(pyspark.__path__[0])"], check=True, capture_output=True,
                          text=True).stdout.strip()
    environment = {**os.environ, "PYSPARK_PYTHON": options.python, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1",
                   "SPARK_WORKER_DIR": output + ".work"}
    began = time.monotonic()
    done = subprocess.run(
        [f"{home}/bin/spark-submit", "--master", CLUSTER, "--conf", "spark.ui.enabled=false", JOB, logs, "--output", output,
         "--headcount", options.headcount], env=environment, capture_output=True, text=True)
    seconds = time.monotonic() - began
    if done.returncode != 0:
        raise SystemExit(f"the job ended with {done.returncode}:\n{done.stderr[-3000:]}")
    summary = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    if summary["failed"] or summary["inputs"] != summary["files"]:
        raise SystemExit(f"not everything was read: {summary}")
    return seconds


if __name__ == "__main__":
    main()
