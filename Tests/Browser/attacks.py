#!/usr/bin/env python3
"""Hostile strings in every field a log writer controls, and every output of Headcount read for what they could do there.

usage: attacks.py HEADCOUNT [--keep DIR]

Makes the estate of `hostile_estate.py`, runs the whole chain and every command that prints on it, and looks at what comes out:
the report in Chromium (nothing of a string may run, ask for something, become an element or cover the page), CSV (no cell is a
formula), terminal (no control, no character that reorders), JSON (valid), workbook (`Tests/Workbook/attacks.py`). Exits 1 where
one got through.
"""
import argparse
import csv
import glob
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import time

import chromium
import hostile_estate
from figures import steers
from report import look, noise, probe

SECONDS = 600
HERE = os.path.dirname(os.path.abspath(__file__))
# Checks of other formats, run with each folder of results: HOOK FOLDER.
HOOKS = [os.path.join(HERE, "..", "Workbook", "attacks.py")]

STORE_COMMANDS = {
    "census": [], "external": [], "coverage": [], "identities": [],
}
ESTATE_COMMANDS = ["questions", "optimise"]
VIEWS = ["access", "anonymous", "access_evidence", "web_detail", "anonymous_visits", "web_identities", "leases", "renames",
         "inputs", "damages", "conflicts", "rejections", "event_log_ranges", "event_log_days"]
FORMULA = set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")

# What the strings meant for a shell make.
TOUCHED = "/tmp/ran"

# Whatever of a page can run says so; nothing of a report can.
ALARM = """
for (const name of ["alert", "confirm", "prompt", "open", "print", "fetch", "msgbox"]) {
  window[name] = (...values) => { console.error("RAN", name, String(values)) };
}
"""
# Touches every element as a reader might.
TOUCH = """(() => {
  for (const element of document.querySelectorAll("*")) {
    for (const name of ["mouseover", "mouseenter", "mousemove", "focus", "blur", "click", "toggle", "input", "animationstart", "load", "error"]) {
      if (name === "click" && ["a", "summary"].includes(element.localName)) continue;
      element.dispatchEvent(new Event(name, { bubbles: false }));
    }
  }
  return document.querySelectorAll("*").length;
})()"""


class Findings:
    def __init__(self):
        self.problems = []
        self.outputs = 0
        self.bytes = 0

    def add(self, where, what):
        self.problems.append(f"{where}: {what}")

    def text(self, where, data):
        """UTF-8 without a character that steers a terminal or hides on it."""
        self.outputs += 1
        self.bytes += len(data)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            self.add(where, f"no UTF-8: {error}")
            return None
        found = {c for c in set(text) if c != "\n" and steers(c)}
        for character in sorted(found):
            place = text.index(character)
            self.add(where, f"U+{ord(character):04X} in {text[max(0, place - 30):place + 10]!r}")
        return text

    def json(self, where, data, lines=False):
        text = self.text(where, data)
        if text is None:
            return None
        try:
            values = [json.loads(line, parse_constant=refuse) for line in text.splitlines()] if lines else \
                json.loads(text, parse_constant=refuse)
        except ValueError as error:
            self.add(where, f"no JSON: {error}")
            return None
        if re.search(r"(?<!\\)(?:\\\\)*\\ud[89ab]..(?!\\ud[c-f])", text, re.I):
            self.add(where, "a lone surrogate")
        return values

    def csv(self, where, data):
        # What is written for a spreadsheet has a byte order mark, and lines that end as RFC 4180 says.
        text = self.text(where, data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"))
        if text is None:
            return
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        if len({len(row) for row in rows}) > 1:
            self.add(where, f"rows of {sorted({len(row) for row in rows})} cells")
        for row in rows:
            for cell in row:
                for part in [cell, *cell.split(";")]:
                    bare = part.lstrip()
                    if bare and bare[0] in FORMULA and not NUMBER.match(part):
                        self.add(where, f"a formula: {part[:60]!r}")


def refuse(constant):
    raise ValueError(constant)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("headcount")
    parser.add_argument("--keep", metavar="DIR", help="leave estate and results there")
    parser.add_argument("--most", type=int, default=100, help="problems that are printed (default: 100)")
    arguments = parser.parse_args()
    folder = arguments.keep or tempfile.mkdtemp(prefix="headcount-attacks-")
    os.makedirs(folder, exist_ok=True)
    start = time.monotonic()
    try:
        findings = run(arguments.headcount, folder)
    finally:
        if not arguments.keep:
            shutil.rmtree(folder)
    problems = list(dict.fromkeys(findings.problems))
    for problem in problems[:arguments.most]:
        print("FAILED", problem[:400].encode("unicode_escape").decode())
    print(f"{len(hostile_estate.attacks())} hostile strings, {findings.outputs} outputs of {findings.bytes:,} bytes read, "
          f"{time.monotonic() - start:.0f} s: " + (f"{len(problems)} problems" if problems else "nothing got through"))
    sys.exit(1 if problems else 0)


def run(headcount, folder):
    findings = Findings()
    estate = os.path.join(folder, "estate")
    results = os.path.join(folder, "results")
    store = os.path.join(results, "evidence.headcount")
    for old in (estate, results, os.path.join(folder, "answered"), os.path.join(folder, "again")):
        shutil.rmtree(old, ignore_errors=True)
    for old in glob.glob(os.path.join(glob.escape(folder), "*.csv")):
        os.remove(old)
    hostile_estate.write(estate)
    before = everything(folder)
    ran = os.path.exists(TOUCHED)

    def call(where, *command, codes=(0,)):
        done = subprocess.run([headcount, *command], capture_output=True, timeout=SECONDS, check=False)
        findings.text(where + " (errors)", done.stderr)
        if done.returncode not in codes:
            findings.add(where, f"exit code {done.returncode}: {done.stderr[-300:].decode(errors='replace')}")
        return done.stdout

    findings.text("run", call("run", "run", estate, "-o", results, "--force", "--no-progress",
                              "--rejects", os.path.join(folder, "rejects.csv")))
    for file in glob.glob(results + "/*.csv") + [os.path.join(folder, "rejects.csv")]:
        if os.path.exists(file):
            with open(file, "rb") as opened:
                findings.csv(os.path.basename(file), opened.read())
    position = None
    for file in ("position.json", "manifest.json"):
        with open(os.path.join(results, file), "rb") as opened:
            value = findings.json(file, opened.read())
        position = value if file == "position.json" else position

    prints = [("inspect", ["inspect", os.path.join(estate, "logs")])]
    prints += [(name, [name, "--store", store, *more]) for name, more in STORE_COMMANDS.items()]
    prints += [(f"{name} of an estate", [name, "--store", store, "--estate", estate]) for name in STORE_COMMANDS]
    prints += [(name, [name, "--store", store, "--estate", estate]) for name in ESTATE_COMMANDS]
    for figure in ("users", "leads", "devices", "edges", "outside", "visitors", "attempts", "records", "excluded-accounts",
                   "excluded-clients"):
        prints.append((f"explain {figure}", ["explain", "--store", store, "--server", "fs01.corp.example", "--figure",
                                             figure, "--failures", "--limit", "0", "--text", "none"]))
    prints.append(("explain a server", ["explain", "--store", store, "--server", "fs01.corp.example", "--failures"]))
    for name, command in prints:
        for form in ("table", "json", "jsonl", "csv"):
            where = f"{name}, {form}"
            data = call(where, *command, "--format", form)
            {"table": findings.text, "json": findings.json, "csv": findings.csv,
             "jsonl": lambda w, d: findings.json(w, d, lines=True)}[form](where, data)
    for view in VIEWS:
        findings.csv(f"export {view}, csv", call(f"export {view}", "export", view, "--store", store, "--format", "csv"))
        findings.json(f"export {view}, jsonl", call(f"export {view}", "export", view, "--store", store, "--format", "jsonl"),
                      lines=True)
    on_a_terminal(findings, [headcount, "scan", os.path.join(estate, "logs"), "--store", os.path.join(results, "terminal.headcount")])
    for path in everything(folder) - before:
        if not path.startswith(os.fsencode(results)) and path != os.fsencode(os.path.join(folder, "rejects.csv")):
            findings.add("files", f"written outside of the results: {path!r}")
    again(call, findings, estate, results, os.path.join(folder, "again"))
    if os.path.exists(TOUCHED) and not ran:
        findings.add("files", f"{TOUCHED} was made: a string reached a shell")
    if position:
        explain_by_name(call, findings, store, position)
        answer(call, findings, folder, estate, store, position)
    browse(findings, os.path.join(results, "report.html"), position)
    for part in (results, os.path.join(folder, "answered")):
        if os.path.exists(os.path.join(part, "position.xlsx")):
            hooks(findings, part)
        elif os.path.exists(part):
            print(f"SKIPPED the workbook of {os.path.basename(part)}: there is none (trait Workbook).")
    return findings


def again(call, findings, estate, results, folder):
    """A second run gives the same bytes, whatever the names are."""
    call("run again", "run", estate, "-o", folder, "--force", "--no-progress")
    for file in ("position.json", "position.csv", "elp.csv", "position.xlsx"):
        paths = [os.path.join(part, file) for part in (results, folder)]
        if os.path.exists(paths[0]):
            with open(paths[0], "rb") as one, open(paths[1], "rb") as other:
                if one.read() != other.read():
                    findings.add(file, "a second run gives other bytes")


def hooks(findings, results):
    for hook in HOOKS:
        print(f"{os.path.relpath(hook, os.path.join(HERE, '..'))}, {os.path.basename(results)}:", flush=True)
        done = subprocess.run([sys.executable, "-B", hook, results], stdout=subprocess.PIPE, text=True, check=False)
        lines = done.stdout.splitlines()
        print("".join(f"  {line}\n" for line in lines if not line.startswith("FAILED")), end="")
        for line in lines:
            if line.startswith("FAILED"):
                findings.add(os.path.basename(results) + "/position.xlsx", line.removeprefix("FAILED "))
        if done.returncode != 0 and not any(line.startswith("FAILED") for line in lines):
            findings.add(os.path.basename(hook), f"exit code {done.returncode}: {done.stdout[-300:]}")


def everything(folder):
    """Paths of all files below a folder, which may be any bytes."""
    return {os.path.join(path, file) for path, _, files in os.walk(os.fsencode(folder)) for file in files}


def on_a_terminal(findings, command):
    """A program that writes to a terminal draws its progress; nothing of a string may draw anything."""
    outer, inner = pty.openpty()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=inner, stderr=inner)
    os.close(inner)
    parts = []
    while True:
        try:
            parts.append(os.read(outer, 1 << 16))
        except OSError:  # the other end is closed
            break
        if not parts[-1]:
            break
    os.close(outer)
    process.wait()
    # The program's own: back to the beginning of the line, which is then cleared; a terminal ends lines with both.
    findings.text("scan on a terminal", b"".join(parts).replace(b"\r\x1b[2K", b"").replace(b"\r\n", b"\n"))


def explain_by_name(call, findings, store, position):
    """Names of the position, given back on the command line."""
    names = [a["account"] for a in position["accounts"] if a["account"] and "\0" not in a["account"]]
    for name in names[:: max(1, len(names) // 25)]:
        if len(name) < 1000:
            findings.text("explain a user", call("explain a user", "explain", "--store", store, f"--user={name}", "--failures",
                                                 codes=(0, 1, 64)))


def answer(call, findings, folder, estate, store, position):
    """Answers whose names and proofs are hostile."""
    texts = [a.text for a in hostile_estate.attacks() if a.text and a.text.strip() and "\0" not in a.text and len(a.text) < 400]
    rows = []
    for number, question in enumerate(position["questions"]):
        choice = next((a for a in question["accepted"] if not a.startswith("<")), None)
        if choice and len(rows) < len(texts):
            rows.append({"id": question["id"], "subject": question["subject"], "answer": choice, "name": texts[len(rows)],
                         "date": "2026-03-03", "proof": texts[-1 - len(rows)]})
    path = os.path.join(folder, "answers.csv")
    hostile_estate.table(path, ["id", "subject", "answer", "name", "date", "proof"], rows)
    results = os.path.join(folder, "answered")
    where = "reconcile with answers"
    # Names may be refused; they must not get through as something else.
    findings.text(where, call(where, "reconcile", "--store", store, "--estate", estate, "--answers", path, "-o", results,
                              "--force", codes=(0, 1)))
    if not os.path.exists(os.path.join(results, "report.html")):
        return
    with open(os.path.join(results, "position.json"), "rb") as file:
        answered = findings.json("position.json with answers", file.read())
    with open(os.path.join(results, "position.csv"), "rb") as file:
        findings.csv("position.csv with answers", file.read())
    browse(findings, os.path.join(results, "report.html"), answered)


def browse(findings, report, position):
    path = chromium.find()
    if not path:
        print("SKIPPED the report: no Chromium on this machine (Debian: apt-get install chromium).")
        return
    with chromium.Chromium(path) as browser:
        with chromium.Page(browser) as page:
            page.before_load(ALARM)
            page.open(report)
            title = page.evaluate("document.title")
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
            page.evaluate(TOUCH)
            for problem in noise(page.events(), report):
                findings.add("report.html", problem)
            if page.evaluate("document.title") != title:
                findings.add("report.html", "the title changed")
            text = page.evaluate("document.documentElement.outerHTML")
            for character in sorted({c for c in set(text) if c != "\n" and steers(c)}):
                findings.add("report.html", f"U+{ord(character):04X}")
        problems, facts = look(browser, report, position)
        for problem in problems:
            findings.add("report.html", problem)
        print("report.html: " + "; ".join(facts))


if __name__ == "__main__":
    main()
