"""Opens a workbook in LibreOffice, watches what that starts and whom it asks, and reads what its cells became."""
import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile

# Programs the strings would start. Ones of these names stand first on the path, and leave a mark instead.
CANARIES = ["cmd", "cmd.exe", "calc", "calc.exe", "powershell", "powershell.exe", "rundll32", "msexcel", "MSEXCEL", "touch",
            "xdg-open", "curl", "wget", "ssh", "smbclient", "ftp"]
# What the strings meant for a shell make.
TOUCHED = "/tmp/ran"
SECONDS = 900
LARGEST_CONTENT = 1 << 30

# Calculates every formula when a file is opened; asks nobody, and updates every link without a question.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

NAMES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "xlink": "http://www.w3.org/1999/xlink",
}


def name(short):
    prefix, word = short.split(":")
    return f"{{{NAMES[prefix]}}}{word}"


class Watched:
    """What a program did: the programs it started, the addresses it asked, the marks and files it left."""

    def __init__(self):
        self.programs, self.addresses, self.marks = set(), set(), []


def watched(command, folder):
    """Runs a command in a folder of its own, with canaries on its path; traced where strace is installed."""
    result = Watched()
    here, home, canaries = (os.path.join(folder, part) for part in ("here", "home", "canaries"))
    for part in (here, home, canaries):
        os.makedirs(part, exist_ok=True)
    mark = os.path.join(folder, "marks")
    for program in CANARIES:
        path = os.path.join(canaries, program)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\necho "{program} $*" >> "{mark}"\n')
        os.chmod(path, 0o755)
    touched = os.path.exists(TOUCHED)
    trace = os.path.join(folder, "trace")
    tracer = ["strace", "-f", "-qq", "-s", "200", "-e", "trace=execve,connect", "-o", trace] if is_traced() else []
    environment = dict(os.environ, HOME=home, PATH=canaries + os.pathsep + os.environ["PATH"])
    for variable in [v for v in environment if v.startswith("XDG_")]:
        del environment[variable]
    subprocess.run([*tracer, *command], cwd=here, env=environment, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=SECONDS)
    if tracer:
        with open(trace, encoding="utf-8", errors="replace") as file:
            for line in file:
                if started := re.search(r'execve\("([^"]*)".*(?:= 0|<unfinished)', line):
                    result.programs.add(started[1])
                elif asked := re.search(r"connect\(\d+, \{sa_family=AF_INET6?,.*", line):
                    result.addresses.add(asked[0][:120])
        os.remove(trace)
    if os.path.exists(mark):
        with open(mark, encoding="utf-8", errors="replace") as file:
            result.marks += [f"a program was started: {line.strip()[:120]}" for line in file]
        os.remove(mark)
    result.marks += [f"a file was made: {file}" for file in sorted(os.listdir(here))]
    if os.path.exists(TOUCHED) and not touched:
        result.marks.append(f"{TOUCHED} was made")
    return result


def is_traced():
    return shutil.which("strace") is not None


def find():
    return shutil.which("soffice") or shutil.which("libreoffice")


class Office:
    """LibreOffice with a profile of its own, which has opened a workbook that means no harm."""

    def __init__(self, program):
        self.program = program
        self.folder = tempfile.mkdtemp(prefix="headcount-office-")
        profile = os.path.join(self.folder, "profile", "user")
        os.makedirs(profile)
        with open(os.path.join(profile, "registrymodifications.xcu"), "w", encoding="utf-8") as file:
            file.write(SETTINGS)
        harmless = os.path.join(self.folder, "harmless.fods")
        with open(harmless, "w", encoding="utf-8") as file:
            file.write('<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="' + NAMES["office"]
                       + '" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
                       "<office:body><office:spreadsheet/></office:body></office:document>")
        # What the program does whatever it opens: a file of text, and a package.
        self.usual = self._open(harmless)
        packed = os.path.join(self.folder, "packed.ods")
        os.rename(os.path.join(self.folder, "out", "harmless.ods"), packed)
        again = self._open(packed)
        self.usual.programs |= again.programs
        self.usual.addresses |= again.addresses

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def _open(self, path):
        return watched([self.program, f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--norestore",
                        "--convert-to", "ods", "--outdir", os.path.join(self.folder, "out"), os.path.abspath(path)], self.folder)

    def open(self, path):
        """Opens a workbook: what happened that should not, and its cells as LibreOffice has them, by sheet."""
        did = self._open(path)
        found = did.marks + [f"LibreOffice started {p}" for p in sorted(did.programs - self.usual.programs)] \
            + [f"LibreOffice asked {a}" for a in sorted(did.addresses - self.usual.addresses)]
        stem = os.path.splitext(os.path.basename(path))[0]
        return found, read(os.path.join(self.folder, "out", stem + ".ods"))


class OfficeCell:
    __slots__ = ("kind", "text", "number", "formula", "links")

    def __init__(self, kind=None, text="", number=None, formula=None, links=()):
        self.kind, self.text, self.number, self.formula, self.links = kind, text, number, formula, links


def read(path):
    """Cells of an OpenDocument spreadsheet: for each sheet a dictionary by row and column, both from 1."""
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as file:
        root = ElementTree.fromstring(file.read(LARGEST_CONTENT))
    sheets = {}
    for table in root.iter(name("table:table")):
        cells, row = {}, 0
        for line in table.iter(name("table:table-row")):
            column = 0
            for cell in line:
                if cell.tag not in (name("table:table-cell"), name("table:covered-table-cell")):
                    continue
                count = int(cell.get(name("table:number-columns-repeated"), 1))
                if len(cell) or cell.get(name("table:formula")) or cell.get(name("office:value-type")):
                    number = cell.get(name("office:value"))
                    value = OfficeCell(cell.get(name("office:value-type")), content(cell), number and float(number),
                                       cell.get(name("table:formula")),
                                       [a.get(name("xlink:href")) for a in cell.iter(name("text:a"))])
                    for repeat in range(count):
                        for again in range(int(line.get(name("table:number-rows-repeated"), 1))):
                            cells[row + 1 + again, column + 1 + repeat] = value
                column += count
            row += int(line.get(name("table:number-rows-repeated"), 1))
        sheets[table.get(name("table:name"))] = cells
    return sheets


def content(cell):
    return "\n".join(flat(paragraph) for paragraph in cell.findall(name("text:p")))


def flat(element):
    parts = [element.text or ""]
    for child in element:
        if child.tag == name("text:s"):
            parts.append(" " * int(child.get(name("text:c"), 1)))
        elif child.tag == name("text:tab"):
            parts.append("\t")
        elif child.tag == name("text:line-break"):
            parts.append("\n")
        else:
            parts.append(flat(child))
        parts.append(child.tail or "")
    return "".join(parts)


def compared(workbook, sheets):
    """What LibreOffice made of cells: texts must be the same texts, only formulas of ours formulas, with the same values."""
    wrong, count = [], 0
    if list(sheets) != [part.name for part in workbook.parts]:
        return [f"LibreOffice has the sheets {list(sheets)}"], 0
    for part in workbook.parts:
        seen = sheets[part.name]
        expected = set()
        for number, row in enumerate(part.rows):
            for column, title in part.titles.items():
                cell = row[title]
                if cell.value is None and cell.formula is None:
                    continue
                place = (number + 2, column)
                expected.add(place)
                other = seen.get(place, OfficeCell())
                where = f"LibreOffice, {part.name}, row {number + 1}, {title}"
                if any(not (link or "").startswith("#") for link in other.links):
                    wrong.append(f"{where}: a link to {other.links[0][:80]!r}")
                if (cell.formula is None) != (other.formula is None):
                    wrong.append(f"{where}: {'a formula ' + other.formula[:80] if other.formula else 'no formula'}")
                elif cell.formula is not None:
                    value = other.number if other.kind == "float" else other.text
                    if value != cell.value and not (isinstance(value, float) and isinstance(cell.value, float)
                                                    and abs(value - cell.value) < 1e-9 * max(1.0, abs(value))):
                        wrong.append(f"{where}: {value!r} instead of {cell.value!r} ({cell.formula[:80]})")
                elif cell.is_text and cell.formula is None:
                    count += 1
                    if other.kind != "string" or other.text != cell.value:
                        wrong.append(f"{where}: {other.kind} {other.text[:80]!r} instead of {cell.value[:80]!r}")
        for place in sorted(set(seen) - expected):
            if place[0] > 1 and (seen[place].text or seen[place].formula):
                wrong.append(f"LibreOffice, {part.name}, row {place[0] - 1}: a cell {seen[place].text[:80]!r} that is not ours")
    return wrong, count
