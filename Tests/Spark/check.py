"""Logs through Spark, and through xargs, give the store that one scan of them gives: Tests/Spark/README.md.

    python3 -B Tests/Spark/check.py HEADCOUNT [--short] [--python PYTHON]
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import small_logs

HERE = os.path.dirname(os.path.abspath(__file__))
JOB = os.path.join(HERE, "..", "..", "deploy", "spark", "headcount_spark.py")
VIEWS = ["access_evidence", "web_detail", "anonymous_visits", "web_identities", "leases", "renames", "inputs", "damages",
         "conflicts", "rejections", "event_log_ranges", "event_log_days"]
# Two executors of one core and 1 GiB, each a process of its own.
CLUSTER = "local-cluster[2,1,1024]"
KILLED = "CoarseGrainedExecutorBackend"
# Tasks that have ended when it is killed: of the 16 that two cores get, a quarter.
KILL_AFTER = 4


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("headcount")
    parser.add_argument("--short", action="store_true", help="40 files in one process")
    parser.add_argument("--python", default=sys.executable, help="one that has pyspark")
    options = parser.parse_args()
    options.headcount = os.path.abspath(options.headcount)
    if os.sep in options.python:
        # An executor starts it from a folder of its own.
        options.python = os.path.abspath(options.python)
    began = time.time()
    with tempfile.TemporaryDirectory(prefix="headcount-spark-") as folder:
        check = Check(options, folder)
        logs = check.logs("logs", 40 if options.short else 2000, 0.05 if options.short else 0)
        check.xargs(logs)
        why = check.skip_reason()
        if why:
            print(f"SKIPPED: Spark was not checked: {why}. (xargs was.)")
            return
        if options.short:
            check.job(logs, "short", master="local[2]")
            check.again(logs, "short", master="local[2]")
        else:
            check.job(logs, "whole")
            spoiled = check.logs("spoiled", 2000, 0.01)
            check.job(spoiled, "killed", kill=True)
            check.again(spoiled, "killed")
            check.died_and_grew()
            few = check.logs("few", 8, 0)
            for reader in ["hadoop", "arrow"]:
                check.job(few, reader, arguments=["--reader", reader], by_uri=True)
    print(f"spark: all equal in {time.time() - began:.0f} s")


class Check:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.expected = {}
        # More words for spark-submit.
        self.submit = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def logs(self, name, count, corrupt_share):
        spoiled = small_logs.write(self.path(name), count, seed=7, corrupt_share=corrupt_share)
        seconds = self.expect(name)
        print(f"spark: {name}: {count} files, {spoiled} of them corrupt, scanned in {seconds:.1f} s")
        return name

    def expect(self, name):
        """One scan of them: what everything is compared with."""
        began = time.time()
        self.headcount("scan", self.path(name), "--store", self.path(name + ".store"))
        self.expected[name] = self.views(name + ".store")
        assert all(self.expected[name][view].count(b"\n") > 1 for view in ["access_evidence", "web_detail", "anonymous_visits"])
        return time.time() - began

    def headcount(self, *arguments):
        done = subprocess.run([self.options.headcount, *arguments, "--quiet"], capture_output=True)
        # 1 says that a file could not be read: there are such.
        if done.returncode not in (0, 1):
            raise SystemExit(f"headcount {' '.join(arguments)}: {done.returncode}: {done.stderr.decode()[-2000:]}")
        return done.returncode

    def views(self, store):
        # By export of every view, as anybody would compare two stores.
        return {view: subprocess.run(
            [self.options.headcount, "export", view, "--store", self.path(store)], check=True, capture_output=True).stdout
            for view in VIEWS}

    def compare(self, logs, lines, what):
        store = what + ".imported"
        done = subprocess.run(
            [self.options.headcount, "import", lines, "--store", self.path(store)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"spark: {what}: import ended with {done.returncode}: {done.stderr[-2000:]}")
        found = self.views(store)
        differing = [view for view in VIEWS if found[view] != self.expected[logs][view]]
        if differing:
            keep = tempfile.mkdtemp(prefix="headcount-spark-differs-")
            for view in differing:
                for name, text in [("expected", self.expected[logs][view]), ("found", found[view])]:
                    with open(os.path.join(keep, f"{view}.{name}"), "wb") as file:
                        file.write(text)
            raise SystemExit(f"spark: {what}: other rows in {', '.join(differing)}: see {keep}")
        print(f"spark: {what}: the imported store equals the scan in all {len(VIEWS)} views")

    def xargs(self, logs):
        """The line of docs/contributions.md."""
        lines = self.path("xargs-lines")
        os.mkdir(lines)
        script = ('find "$1" -type f -print0 | xargs -0 -n 16 -P 2 sh -c '
                  "'f=$(mktemp \"$LINES/XXXXXXXXXX.jsonl.gz\") && \"$0\" scan \"$@\" --emit rows --quiet --jobs 1 --force --output \"$f\" "
                  "|| [ -s \"$f\" ]' \"$2\"")
        subprocess.run(["sh", "-c", script, "sh", self.path(logs), self.options.headcount], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "LINES": lines})
        self.compare(logs, lines, "xargs")

    # Spark

    def skip_reason(self):
        if not shutil.which("java"):
            return "there is no java (Debian: openjdk-17-jre-headless)"
        if not shutil.which(self.options.python):
            return f"there is no {self.options.python}"
        found = subprocess.run([self.options.python, "-c", "import pyspark, pyarrow"], capture_output=True)
        if found.returncode != 0:
            return f"{self.options.python} has no pyspark with pyarrow (pip install pyspark==3.5.* pyarrow)"
        return None

    def job(self, logs, what, kill=False, master=CLUSTER, arguments=(), by_uri=False):
        began = time.time()
        output = self.path(what + ".out")
        given = "file://" + self.path(logs) if by_uri else self.path(logs)
        summary = self.run_job(given, output, master, arguments, kill)
        files = sum(len(names) for _, _, names in os.walk(self.path(logs)))
        assert (summary["files"], summary["read"], summary["failed"]) == (files, files, 0), summary
        print(f"spark: {what}: {json.dumps(summary)}; {time.time() - began:.1f} s with its start")
        if by_uri:
            # What is recorded is the path as given.
            self.compare_but_paths(logs, output + "/contributions", what, "file://" + self.folder, self.folder)
        else:
            self.compare(logs, output + "/contributions", what)
        self.check_tables(output, what)

    def check_tables(self, output, what, *options):
        """Every row of the lines is in the table, no access is lost or added on the way, and only its owner can read it."""
        done = subprocess.run([self.options.python, os.path.join(HERE, "tables.py"), output, *options], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"spark: {what}: {done.stdout}{done.stderr[-2000:]}")
        print(f"spark: {what}: {done.stdout.strip()}")

    def compare_but_paths(self, logs, lines, what, prefix, instead):
        store = what + ".imported"
        self.headcount("import", lines, "--store", self.path(store))
        found = self.views(store)
        differing = [view for view in VIEWS
                     if found[view].replace(prefix.encode(), instead.encode()) != self.expected[logs][view]]
        if differing:
            raise SystemExit(f"spark: {what}: other rows in {', '.join(differing)}")
        print(f"spark: {what}: the imported store equals the scan in all {len(VIEWS)} views")

    def died_and_grew(self):
        """A job that dies between two batches is done by the next; one after it finds what grew, came and was copied."""
        logs = self.logs("parts", 60, 0.05)
        size = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(self.path(logs)) for name in names)
        arguments = ["--batch-bytes", str(size // 3)]
        output = self.path("parts.out")
        if self.run_job(self.path(logs), output, "local[2]", arguments, kill_after="ledger/batch=0/_SUCCESS"):
            raise SystemExit("spark: the job ended before it could be killed")
        rest = self.run_job(self.path(logs), output, "local[2]", arguments)
        assert 0 < rest["skipped"] < 60 and rest["read"] == 60 - rest["skipped"] and rest["batches"] >= 2, rest
        self.compare(logs, output + "/contributions", "died")
        self.check_tables(output, "died", "--killed")
        web = sorted(os.path.join(folder, name) for folder, _, names in os.walk(self.path(logs)) for name in names
                     if name.endswith(".log"))
        with open(web[2], "a") as grown:
            grown.write("2026-10-03 09:00:00 10.0.0.3 GET /new CORP\\grown 192.0.2.99 agent1 200\n")
        shutil.copy(web[3], self.path(logs + "/a-copy.log"))
        os.utime(web[4])
        self.expect(logs)
        more = self.run_job(self.path(logs), output, "local[2]", arguments)
        assert (more["skipped"], more["read"]) == (58, 3), more
        self.compare(logs, output + "/contributions", "grew")

    def again(self, logs, what, master=CLUSTER):
        output = self.path(what + ".out")
        before = {os.path.join(folder, name) for folder, _, names in os.walk(output) for name in names}
        summary = self.run_job(self.path(logs), output, master)
        after = {os.path.join(folder, name) for folder, _, names in os.walk(output) for name in names}
        assert summary["skipped"] == summary["files"] > 0 and summary["batches"] == 0, summary
        assert before == after, after ^ before
        print(f"spark: {what} again: all {summary['skipped']} files skipped")

    def run_job(self, given, output, master, arguments=(), kill=False, kill_after=None):
        """What the job says of itself; None where it was killed, once the named file was in its output."""
        environment = {**os.environ, "PYSPARK_PYTHON": self.options.python, "SPARK_LOCAL_IP": "127.0.0.1",
                       "SPARK_WORKER_DIR": self.path("work")}
        if "SPARK_HOME" not in environment:
            home = subprocess.run([self.options.python, "-c", "import pyspark; print(pyspark.__path__[0])"], check=True,
                                  capture_output=True, text=True).stdout.strip()
            environment["SPARK_HOME"] = home
        said = self.path("spark.log")
        with open(said, "w") as log:
            job = subprocess.Popen(
                [os.path.join(environment["SPARK_HOME"], "bin", "spark-submit"), "--master", master, "--conf",
                 "spark.ui.enabled=false", *self.submit, JOB, given, "--output", output, "--headcount", self.options.headcount, *arguments],
                env=environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)
            while kill_after and job.poll() is None:
                if os.path.exists(os.path.join(output, kill_after)):
                    os.killpg(job.pid, signal.SIGKILL)
                    job.wait()
                    return None
                time.sleep(0.05)
            if kill:
                self.kill_an_executor(job, output)
            result = job.communicate()[0]
        if job.returncode != 0:
            with open(said) as log:
                raise SystemExit(f"spark: the job ended with {job.returncode}:\n{log.read()[-5000:]}")
        # Spark's launcher may say something of its own around it.
        return json.loads(next(line for line in result.splitlines() if line.startswith("{")))

    def kill_an_executor(self, job, output):
        """Once some tasks have ended and most have not."""
        while job.poll() is None:
            tasks = [name for folder, names, _ in os.walk(os.path.join(output, "staging")) for name in names
                     if name.startswith("task_")]
            victims = [pid for pid in descendants(job.pid) if KILLED in command(pid)]
            if len(tasks) >= KILL_AFTER and victims:
                os.kill(victims[0], signal.SIGKILL)
                print(f"spark: killed executor {victims[0]} after {len(tasks)} tasks")
                return
            time.sleep(0.1)
        raise SystemExit("spark: the job ended before an executor could be killed")


def command(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            # The launcher is a shell whose words name the class as well: the process itself is java.
            words = file.read().split(b"\0")
    except OSError:
        return ""
    return " ".join(word.decode(errors="replace") for word in words) if words[0].endswith(b"java") else ""


def descendants(root):
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    parents[int(name)] = int(file.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    def is_below(pid):
        while pid in parents:
            pid = parents[pid]
            if pid == root:
                return True
        return False
    return [pid for pid in parents if is_below(pid)]


if __name__ == "__main__":
    main()
