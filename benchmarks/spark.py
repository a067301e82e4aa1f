"""What Spark adds to reading logs: the job's time against the sum of single scans by the number of executors.

    python3 benchmarks/spark.py HEADCOUNT [--python PYTHON] [--logs 12] [--print]
"""
import argparse
import gzip
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
FILE_BYTES = 1 << 30
# A day of twenty servers at their collector, and of a web farm.
KINDS = [("xml", ["--fleet", "--days", "1"]), ("log", ["--web", "--days", "1", "--visitors", "20000"])]
# A job on this share of the logs and one on all of them: what is the same for both is the start.
PART = 3
# What the table is extrapolated to.
SIZES = [(1, 16), (10, 16), (10, 64), (10, 256)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("headcount")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--logs", type=int, default=12, help=f"logs of {FILE_BYTES >> 20} MiB, uncompressed")
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
    for number in range(options.logs):
        ending, kind = KINDS[number % len(KINDS)]
        measuring.run([options.headcount, "generate-log", f"{logs}/{number:03}.{ending}", "--bytes", str(FILE_BYTES), "--seed",
                       str(number + 1), *kind], discard=True)
    names = sorted(os.listdir(logs))
    size = total(logs, names)
    part = os.path.join(folder, "part")
    os.mkdir(part)
    some = names[:max(2, len(names) // PART)]
    for name in some:
        os.symlink(os.path.join(logs, name), os.path.join(part, name))

    single = 0.0
    for name in names:
        store = os.path.join(folder, "one.store")
        single += measuring.run(
            [options.headcount, "scan", os.path.join(logs, name), "--store", store, "--jobs", "1", "--quiet"], discard=True).seconds
        os.remove(store)
    ideal = single / EXECUTORS

    of_part = job(options, part, os.path.join(folder, "part.out"))
    whole = job(options, logs, os.path.join(folder, "out"))
    lines = os.path.join(folder, "out", "contributions")
    evidence = sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(lines) for name in names)
    imported = measuring.run(
        [options.headcount, "import", lines, "--store", os.path.join(folder, "all.store"), "--quiet"], discard=True)

    plain = sum(unpacked(os.path.join(path, name)) for path, _, found in os.walk(lines) for name in found
                if name.endswith(".gz"))
    slope = (whole - of_part) / (size - total(part, some))
    start = whole - slope * size
    circumstances = results.circumstances([measuring.first_line([options.headcount, "--version"]), f"Spark on {CLUSTER}"], 1)
    return [
        *circumstances,
        f"- {len(names)} logs, {size / 1e9:.2f} GB uncompressed: event XML of a day at a collector and IIS of a day in turn; one run of each",
        "",
        "| what | |",
        "|---|---|",
        f"| single scans (`scan --store --jobs 1`), sum of all files | {single:.1f} s, {size / single / 1e6:.0f} MB/s a core |",
        f"| ideal: that by {EXECUTORS} executors | {ideal:.1f} s |",
        f"| the job, with its start | {whole:.1f} s |",
        f"| **overhead: job / ideal** | **{whole / ideal:.2f}** |",
        f"| the same job on {len(some)} of the logs, {total(part, some) / 1e9:.2f} GB | {of_part:.1f} s |",
        f"| from the two: what every job costs | {start:.1f} s |",
        f"| what a GB of these logs costs, and that by the ideal | {1e9 * slope:.2f} s, {slope * size / ideal:.2f} |",
        f"| lines for import | {plain / 1e6:.0f} MB, {100 * plain / size:.1f} % of the logs; gzip {evidence / 1e6:.1f} MB |",
        f"| `import` of them | {imported.seconds:.1f} s, peak memory {imported.peak_mib:.0f} MiB |",
        "",
        f"Extrapolated, not measured. Assumed: a GB costs as many core seconds as here ({EXECUTORS * 1e9 * slope:.1f}), and so the lines of a GB are as",
        "many as here; the logs are uncompressed and come as fast as they are read; cores like these, all busy to the end; no file is",
        "larger than a core's share. What Spark adds goes with the lines, not with the logs: where people repeat more, it is less.",
        "The import is one process on one machine and reads files of lines at the same time, here on two cores.",
        "",
        "| logs | cores | job | lines for import, gzip | import on two cores |",
        "|---|---|---|---|---|",
        *[f"| {terabytes} TB | {cores} | {text(start + terabytes * 1e12 * slope * EXECUTORS / cores)} "
          f"| {evidence * terabytes * 1e12 / size / 1e9:.1f} GB | {text(imported.seconds * terabytes * 1e12 / size)} |"
          for terabytes, cores in SIZES],
    ]


def total(folder, names):
    return sum(os.path.getsize(os.path.join(folder, name)) for name in names)


def unpacked(path):
    size = 0
    with gzip.open(path) as file:
        while block := file.read(1 << 20):
            size += len(block)
    return size


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
