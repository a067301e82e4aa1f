#!/usr/bin/env python3
"""Workbooks against the positions they were made with, as they are stored and as LibreOffice recalculates them.

usage: check.py HEADCOUNT [--people N]

Makes the demo, a larger estate under a mix whose organisation has a hostile name, and checks of each workbook that every
figure and text of position.json stands in its place, that every list is whole, that every check of the sheet Tie-out holds,
that nothing is in it but what is ours (and that each fault planted there is noticed), and that a second run gives the same
bytes. Where LibreOffice is installed, the values stored with the formulas are spoilt, it calculates them anew, and they must
come out as they were. Exits 1 where anything differs.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

import attacks
import inert
import texts
from figures import differences
from xlsx import Workbook

HOSTILE = '=HYPERLINK("http://127.0.0.1/","x")'
LISTS = {"accounts": "Accounts", "findings": "Findings", "questions": "Questions", "answers": "Answers",
         "notices": "Notices", "external": "External", "coverage": "Coverage", "bundles": "Bundles",
         "entitlements": "Entitlements", "servers": "Servers"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("headcount")
    parser.add_argument("--people", type=int, default=300, help="people of the larger estate")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="headcount-workbook-")
    try:
        wrong = demo(arguments.headcount, folder) + mixed(arguments.headcount, folder, arguments.people)
    finally:
        shutil.rmtree(folder)
    for line in wrong[:50]:
        print("  " + line)
    print(f"{len(wrong)} differences." if wrong else "Every workbook is what its position says.")
    sys.exit(1 if wrong else 0)


def demo(headcount, folder):
    output = os.path.join(folder, "demo")
    run(headcount, "demo", "--output", output)
    again = os.path.join(folder, "again")
    run(headcount, "run", os.path.join(output, "estate"), "--output", again)
    results = os.path.join(output, "position")
    wrong = compared("demo", results, again)
    with open(os.path.join(results, "position.json"), encoding="utf-8") as file:
        return wrong + attacks.self_test(os.path.join(results, "position.xlsx"), json.load(file))


def mixed(headcount, folder, people):
    """A larger estate whose licences are a mix, of an organisation with a hostile name."""
    made = os.path.join(folder, "large")
    run(headcount, "demo", "--people", str(people), "--seed", "7", "--output", made)
    estate = os.path.join(made, "estate")
    settings = os.path.join(estate, "estate.yaml")
    with open(settings, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"(?m)^rules:.*\n", "", text)
    text = re.sub(r"name: [^,]*,", "name: '" + HOSTILE + "',", text, count=1)
    with open(settings, "w", encoding="utf-8") as file:
        file.write(text)
    outputs = [os.path.join(folder, name) for name in ("mix", "mix-again")]
    for output in outputs:
        run(headcount, "run", estate, "--output", output)
    wrong = compared(f"mix of {people} people", *outputs)
    fact = next(row for row in Workbook(os.path.join(outputs[0], "position.xlsx")).sheets["Facts"].rows
                if row["Fact"].value == "Organisation")["Value"]
    if fact.value != HOSTILE or fact.formula is not None:
        wrong.append(f"Facts: the organisation is {fact.value!r}, formula {fact.formula!r}")
    return wrong


def run(headcount, *arguments):
    subprocess.run([headcount, *arguments, "--no-progress", "--quiet"], check=True, stdout=subprocess.DEVNULL)


def compared(name, output, again):
    path = os.path.join(output, "position.xlsx")
    with open(path, "rb") as one, open(os.path.join(again, "position.xlsx"), "rb") as other:
        wrong = [] if one.read() == other.read() else ["a second run gives other bytes"]
    if os.stat(path).st_mode & 0o777 != 0o600:
        wrong.append("others may read the workbook")
    left = [entry for entry in os.listdir(output) if entry.endswith(".partial")]
    if left:
        wrong.append(f"left behind: {left}")
    with open(os.path.join(output, "position.json"), encoding="utf-8") as file:
        position = json.load(file)
    workbook = Workbook(path)
    count, found = differences(position, workbook)
    written, strange = texts.differences(position, workbook)
    wrong += found + strange + lists(position, workbook)
    wrong += inert.problems(path)[0] + container(workbook) + checks(workbook)
    how = recalculated(path, position, workbook, wrong)
    formula_count = sum(cell.formula is not None for sheet in workbook.parts for row in sheet.rows
                        for cell in row.values())
    print(f"{name}: {count:,} figures, {written:,} texts, {len(workbook.sheets['Tie-out'].rows)} checks, "
          f"{formula_count} formulas, {os.path.getsize(path):,} bytes; {how}: {len(wrong)} differences", flush=True)
    return [f"{name}: {line}" for line in wrong]


def lists(position, workbook):
    wrong = []
    for key, sheet in LISTS.items():
        if len(position[key]) != len(workbook.sheets[sheet].rows):
            wrong.append(f"{sheet}: {len(workbook.sheets[sheet].rows)} rows of {len(position[key])}")
    numbers = [row["No."].value for row in workbook.sheets["Accounts"].rows]
    if numbers != list(range(1, len(numbers) + 1)):
        wrong.append("Accounts: not numbered from 1")
    return wrong


def container(workbook):
    """Nothing that depends on when or where it was written; tables, and no more links than Excel takes."""
    wrong = [f"{member.filename}: of {member.date_time}" for member in workbook.members
             if member.date_time != (1980, 1, 1, 0, 0, 0)]
    for part in workbook.parts:
        links = [element for element in part.root.iter() if element.tag.endswith("}hyperlink")]
        if len(links) > 65_530:
            wrong.append(f"{part.name}: {len(links)} links")
    if not any(re.fullmatch(r"xl/tables/table\d+\.xml", member.filename) for member in workbook.members):
        wrong.append("no tables")
    return wrong


def checks(workbook):
    wrong = [f"Tie-out: {row['Check'].value} ({row['About'].value}): {row['Stated'].value} stated, "
             f"{row['Recomputed'].value} recomputed"
             for row in workbook.sheets["Tie-out"].rows if row["Holds"].value != "TRUE"]
    every = next(row for row in workbook.sheets["Facts"].rows if row["Fact"].value == "Every check holds")
    return wrong if wrong or every["Value"].value == "TRUE" else ["Facts: not every check holds"]


# Calculates every formula when a file is opened, instead of showing the values stored with them.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(path, position, workbook, wrong):
    """Adds what another program calculates otherwise; says what it was."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return "not recalculated, because LibreOffice is not installed"
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="headcount-office-") as folder:
        spoilt = os.path.join(folder, "spoilt.xlsx")
        spoil(path, spoilt)
        profile = os.path.join(folder, "profile")
        os.makedirs(os.path.join(profile, "user"))
        with open(os.path.join(profile, "user", "registrymodifications.xcu"), "w", encoding="utf-8") as file:
            file.write(ALWAYS)
        output = os.path.join(folder, "out")
        subprocess.run(
            [program, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to", "xlsx",
             "--outdir", output, spoilt], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900)
        anew = Workbook(os.path.join(output, "spoilt.xlsx"))
    wrong += [f"recalculated: {line}" for line in differences(position, anew)[1] + checks(anew)]
    count = 0
    for part, other in zip(workbook.parts, anew.parts):
        for number, (row, found) in enumerate(zip(part.rows, other.rows)):
            for title, cell in row.items():
                if cell.formula is None:
                    continue
                count += 1
                if not is_same(cell.value, found[title].value):
                    wrong.append(f"recalculated: {part.name}, row {number + 1}, {title}: {found[title].value!r} instead "
                                 f"of {cell.value!r} ({cell.formula})")
    return f"{count} recalculated by LibreOffice in {time.monotonic() - start:.0f} s"


def is_same(stored, calculated):
    if isinstance(stored, float) and isinstance(calculated, float):
        return abs(stored - calculated) < 1e-9 * max(1.0, abs(stored))
    return stored == calculated


def spoil(path, target):
    """Copies a workbook with other values stored with its formulas."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in source.infolist():
            data = source.read(member)
            if member.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>4711\g<2>", data)
            copy.writestr(member, data)


if __name__ == "__main__":
    main()
