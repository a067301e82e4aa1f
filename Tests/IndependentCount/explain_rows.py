#!/usr/bin/env python3
"""Walks from counts of the census to the bytes in the files: explain_rows.py HEADCOUNT [--walks N] PATH...

Scans PATH... into a store, and for a number of figures drawn at random (a fixed seed) takes a random member, a random row
behind it and the first and last record of that row, each as `headcount explain` says. The record is then looked up
without Headcount: the file is unpacked by Python, and at the offset named there must stand the text named, with the record
id, the account, the address and the day of the row. Ends with 1 where anything differs.
"""
import argparse
import datetime
import gzip
import io
import json
import os
import random
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

FIGURES = ("users", "leads", "devices", "edges", "outside", "visitors")


def run(headcount, *arguments):
    done = subprocess.run([headcount, *map(str, arguments)], capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"{arguments}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def unpacked(data):
    return gzip_content(data) if data[:2] == b"\x1f\x8b" else data


def gzip_content(data):
    """What a gzip file holds up to its damage."""
    stream, parts = gzip.GzipFile(fileobj=io.BytesIO(data)), []
    try:
        while part := stream.read1(1 << 20):
            parts.append(part)
    except (EOFError, OSError, ValueError, zlib.error):
        pass
    return b"".join(parts)


class Files:
    """The decompressed content of inputs, read once."""

    def __init__(self):
        self.known = {}

    def content(self, path, member):
        key = (path, member)
        if key not in self.known:
            with open(path, "rb") as file:
                data = file.read()
            for part in member.split("!") if member else ():
                data = self.member(unpacked(data), part)
            self.known[key] = unpacked(data)
        return self.known[key]

    @staticmethod
    def member(data, name):
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for entry in archive.infolist():
                    plain = entry.filename.encode("cp437", errors="ignore").decode("utf-8", errors="replace")
                    if name in (entry.filename, plain):
                        return archive.read(entry)
        else:
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                for entry in archive:
                    if entry.name.removeprefix("./") == name.removeprefix("./"):
                        return archive.extractfile(entry).read()
        raise KeyError(name)


def text_at(content, offset, length):
    """As many characters from an offset on as the text has."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16-le" if content[:2] == b"\xff\xfe" else "utf-16-be"
        return content[offset:offset + 4 * length].decode(encoding, errors="replace")[:length]
    return content[offset:offset + 4 * length].decode("utf-8", errors="replace")[:length]


def written_days(day):
    """How a web log may write a UTC day: as it is, or as a day of NCSA's in whatever zone."""
    utc = datetime.date.fromisoformat(day)
    local = (utc + datetime.timedelta(days=days) for days in (-1, 0, 1))
    return (day, *(each.strftime("%d/%b/%Y").lower() for each in local))


class Walk:
    def __init__(self, headcount, store, seed):
        self.headcount, self.store, self.random, self.files = headcount, store, random.Random(seed), Files()
        self.wrong, self.records, self.cannot = [], 0, set()

    def explain(self, *arguments):
        return json.loads(run(self.headcount, "explain", "--store", self.store, "--json", *arguments))

    def counts(self):
        """Every figure of the census that counts somebody, as (server, figure, count)."""
        census = json.loads(run(self.headcount, "census", "--store", self.store, "--json"))
        keys = dict(zip(FIGURES, ("users", "leads", "devices_low", "edges", "authenticated_from_outside", "anonymous_visitors")))
        return [(server["server"], figure, server[keys[figure]]) for server in census["servers"] for figure in FIGURES
                if server[keys[figure]]]

    def step(self, server, figure, count):
        members = self.explain("--server", server, "--figure", figure, "--limit", 0)["members"]
        # An address that several names had is a member that adds nothing to the low figure.
        added = sum(member["adds_low"] for member in members)
        if added != count:
            self.wrong.append(f"{server}: {count} {figure} and {len(members)} members that make {added}")
        member = self.random.choice(members)
        option = {"devices": "--device", "visitors": "--visitor"}.get(figure, "--user")
        asked = ["--server", server, option, member["name"]] + (["--device", member["device"]] if member["device"] else [])
        found = self.explain(*asked, "--limit", 0, "--text", "all")
        if not found["rows"]:
            self.wrong.append(f"{asked}: no rows")
            return
        row = self.random.choice(found["rows"])
        for end in ("first", "last"):
            self.look_up(row, row.get(end), asked)

    def look_up(self, row, record, asked):
        if record is None or "text" not in record:
            self.wrong.append(f"{asked}: {row['day']} has no record: {record}")
            return
        try:
            content = self.files.content(record["path"], record["member"])
        except (KeyError, OSError, tarfile.TarError, zipfile.BadZipFile) as error:
            self.cannot.add(f"{record['path']}!{record['member']}: {error}")
            return
        text = record["text"]
        self.records += 1
        if text_at(content, record["offset"], len(text)) != text:
            self.wrong.append(f"{asked}: not at byte {record['offset']} of {record['path']}!{record['member']}")
        lower = text.lower()
        # Logs without a date column have it in a remark above their lines.
        remark = bytes(content[:record["offset"]]).rfind(b"#Date:")
        dated = lower + (content[remark:remark + 40].decode("latin-1").split("\n")[0] if remark >= 0 else "")
        wanted = [(record.get("record_id", ""),), (row["account_name"] if row["account_name"].isascii() else "",)]
        if "record_id" not in record:
            wanted.append(written_days(row["day"]))
        for value in wanted:
            # As an XML writer may have escaped it.
            if not any(form in dated for text in value for form in (text, text.replace("&", "&amp;").replace("<", "&lt;"))):
                self.wrong.append(f"{asked}: {value} is not in the record at {record['offset']} of {record['path']}")


def walked(headcount, paths, walks=50, seed=11):
    """How many things are wrong on random walks down from the census of these logs."""
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store")
        run(headcount, "scan", *paths, "--store", store, "--quiet")
        walk = Walk(headcount, store, seed)
        counts = walk.counts()
        for _ in range(walks):
            walk.step(*walk.random.choice(counts))
    print(f"  {walks} walks from {len(counts)} figures of the census to {walk.records} records in their files"
          + (f", {len(walk.cannot)} in files Python does not open" if walk.cannot else ""), flush=True)
    for line in walk.wrong[:20]:
        print("  " + line)
    print(f"  {len(walk.wrong)} wrong" if walk.wrong else "  every one is there", flush=True)
    return len(walk.wrong)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headcount")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--walks", type=int, default=50)
    given = parser.parse_args()
    sys.exit(1 if walked(os.path.abspath(given.headcount), given.paths, given.walks) else 0)
