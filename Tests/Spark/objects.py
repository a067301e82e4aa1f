"""Logs in an object store, read and written over the network by Spark, against one scan of them: Tests/Spark/README.md.

    python3 -B Tests/Spark/objects.py HEADCOUNT --jars FOLDER [--python PYTHON]

The store is moto's, on a port of this machine; FOLDER has hadoop-aws and its aws-java-sdk-bundle.
"""

import argparse
import glob
import os
import socket
import subprocess
import sys
import tempfile
import time

import check
import small_logs

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
BUCKET = "logs"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("headcount")
    parser.add_argument("--jars", required=True)
    parser.add_argument("--python", default=sys.executable, help="one that has pyspark, pyarrow and moto[server]")
    options = parser.parse_args()
    options.headcount = os.path.abspath(options.headcount)
    options.python = os.path.abspath(options.python)
    began = time.time()
    with tempfile.TemporaryDirectory(prefix="headcount-objects-") as folder, Objects(options.python) as objects:
        os.environ.update(KEYS, AWS_ENDPOINT_URL=objects.address)
        ours = check.Check(options, folder)
        small_logs.write(ours.path("logs"), 40, seed=7, corrupt_share=0.05)
        # What a file system, an URI and a pattern take for something else.
        strange = ours.path("logs/a b%20c*[x]{y}")
        os.mkdir(strange)
        for number, name in enumerate(sorted(os.listdir(ours.path("logs")))[:6]):
            if os.path.isfile(ours.path("logs/" + name)):
                os.rename(ours.path("logs/" + name), os.path.join(strange, f"\u00e9 {number}?#&+%41{name}"))
        ours.expect("logs")
        objects.put(ours.path("logs"), "in")
        jars = sorted(glob.glob(os.path.join(options.jars, "*.jar")))
        for reader in ["arrow", "hadoop"]:
            through(ours, objects, reader, jars)
    print(f"spark: objects: all equal in {time.time() - began:.0f} s")


def through(ours, objects, reader, jars):
    output = f"s3a://{BUCKET}/out-{reader}"
    ours.submit = ["--jars", ",".join(jars), "--conf", f"spark.hadoop.fs.s3a.endpoint={objects.address}",
                   "--conf", "spark.hadoop.fs.s3a.path.style.access=true"]
    summary = ours.run_job(f"s3a://{BUCKET}/in", output, "local[2]", ["--reader", reader])
    files = sum(len(names) for _, _, names in os.walk(ours.path("logs")))
    assert (summary["files"], summary["read"], summary["failed"]) == (files, files, 0), summary
    lines = ours.path(reader + ".lines")
    objects.get(f"out-{reader}/contributions", lines)
    ours.compare_but_paths("logs", lines, f"s3a by {reader}", prefix=f"s3a://{BUCKET}/in", instead=ours.path("logs"))
    again = ours.run_job(f"s3a://{BUCKET}/in", output, "local[2]", ["--reader", reader])
    assert again["skipped"] == files and again["batches"] == 0, again
    print(f"spark: s3a by {reader} again: all {files} files skipped")


class Objects:
    """An object store on a port of this machine."""

    def __init__(self, python):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.python, self.port, self.address = python, port, f"http://127.0.0.1:{port}"

    def __enter__(self):
        self.server = subprocess.Popen(
            [self.python, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("spark: the object store does not start (pip install 'moto[server]')")

    def __exit__(self, *error):
        self.server.kill()
        self.server.wait()

    # boto3 is in the environment of the store, which need not be ours.
    def put(self, folder, prefix):
        self.run("s.create_bucket(Bucket=sys.argv[2])\n"
                 "for f, _, names in os.walk(sys.argv[3]):\n"
                 "    for n in names:\n"
                 "        p = os.path.join(f, n)\n"
                 "        s.upload_file(p, sys.argv[2], sys.argv[4] + '/' + os.path.relpath(p, sys.argv[3]))", folder, prefix)

    def get(self, prefix, folder):
        self.run("for page in s.get_paginator('list_objects_v2').paginate(Bucket=sys.argv[2], Prefix=sys.argv[4] + '/'):\n"
                 "    for o in page.get('Contents', []):\n"
                 "        if o['Key'].endswith('/'): continue\n"
                 "        p = os.path.join(sys.argv[3], os.path.relpath(o['Key'], sys.argv[4]))\n"
                 "        os.makedirs(os.path.dirname(p), exist_ok=True)\n"
                 "        s.download_file(sys.argv[2], o['Key'], p)", folder, prefix)

    def run(self, lines, folder, prefix):
        script = "import boto3, os, sys\ns = boto3.client('s3', endpoint_url=sys.argv[1])\n" + lines
        subprocess.run([self.python, "-c", script, self.address, BUCKET, folder, prefix], check=True, env={**os.environ, **KEYS})


if __name__ == "__main__":
    main()
