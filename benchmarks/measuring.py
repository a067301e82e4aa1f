"""Runs commands and takes their time and memory. Standard library only."""
import json
import os
import platform
import statistics
import subprocess
import time


class Run:
    """One finished command: wall and processor seconds of the whole process, its peak memory, and what it printed."""

    def __init__(self, seconds, peak_mib, output, cpu):
        self.seconds = seconds
        self.cpu = cpu
        self.peak_mib = peak_mib
        self.output = output

    def json(self):
        return json.loads(self.output)


def run(command, discard=False):
    """Runs a command to its end; stops the script where it fails."""
    start = time.monotonic()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL if discard else subprocess.PIPE, stderr=subprocess.PIPE)
    # None of the commands writes more to both pipes than they hold, but the answers of one are long.
    output = b"" if discard else child.stdout.read()
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"failed with {child.returncode}: {' '.join(command)}\n{errors.decode(errors='replace')}")
    return Run(seconds, usage.ru_maxrss / 1024, output.decode(), usage.ru_utime + usage.ru_stime)


def alternating(jobs, runs, warm=True):
    """Each job (a function that returns a Run) once to warm up, then all in turn, `runs` times; lists of Runs."""
    for job in jobs if warm else ():
        job()
    results = [[] for _ in jobs]
    for _ in range(runs):
        for index, job in enumerate(jobs):
            results[index].append(job())
    return results


class Times:
    """Seconds of several runs."""

    def __init__(self, seconds):
        self.median = statistics.median(seconds)
        self.text = f"{self.median:.3f} s ({min(seconds):.3f}-{max(seconds):.3f})"


def wall(runs):
    return Times([each.seconds for each in runs])


def own_clock(runs):
    return Times([each.json()["seconds"] for each in runs])


def peak(runs):
    return max(each.peak_mib for each in runs)


def first_line(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.strip().splitlines()[0] if done.stdout.strip() else "?"


def machine():
    """The machine in a line."""
    model = "unknown processor"
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, Linux {platform.release()}"
