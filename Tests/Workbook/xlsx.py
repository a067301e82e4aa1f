"""Reads a workbook with the standard library: the cells as they are stored, with no calculation."""
import datetime
import re
import xml.etree.ElementTree as ElementTree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell:
    """The value of a cell (text, number, date or None), its formula (or None), and whether the value is text."""
    __slots__ = ("value", "formula", "is_text")

    def __init__(self, value, formula, is_text):
        self.value, self.formula, self.is_text = value, formula, is_text


class Sheet:
    """A table: titles of the first row, and the rows below as dictionaries of cells."""

    def __init__(self, name, rows, root):
        self.name = name
        self.root = root
        header = rows[0] if rows else {}
        self.titles = {column: cell.value for column, cell in sorted(header.items())}
        self.rows = [{title: row.get(column, Cell(None, None, True)) for column, title in self.titles.items()}
                     for row in rows[1:]]


class Workbook:
    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        self.members = self.archive.infolist()
        self.strings = self._strings()
        self.dates = self._dates()
        self.parts = [self._sheet(name, target) for name, target in self._targets()]
        self.sheets = self._joined()

    def _xml(self, name):
        return ElementTree.fromstring(self.archive.read(name))

    def _names(self):
        return {member.filename for member in self.members}

    def _strings(self):
        if "xl/sharedStrings.xml" not in self._names():
            return []
        return [text_of(item) for item in self._xml("xl/sharedStrings.xml").iter(MAIN + "si")]

    def _dates(self):
        """Indexes of cell formats that show a date."""
        styles = self._xml("xl/styles.xml")
        codes = {int(code.get("numFmtId")): code.get("formatCode") for code in styles.iter(MAIN + "numFmt")}
        formats = styles.find(MAIN + "cellXfs")
        return {index for index, form in enumerate(formats)
                if "yy" in codes.get(int(form.get("numFmtId", 0)), "").lower()}

    def _targets(self):
        relations = {relation.get("Id"): relation.get("Target")
                     for relation in self._xml("xl/_rels/workbook.xml.rels")}
        for sheet in self._xml("xl/workbook.xml").iter(MAIN + "sheet"):
            target = relations[sheet.get(LINKS + "id")]
            yield sheet.get("name"), target.lstrip("/") if target.startswith("/") else "xl/" + target

    def _sheet(self, name, target):
        root = self._xml(target)
        rows = []
        for row in root.iter(MAIN + "row"):
            number = int(row.get("r"))
            while len(rows) < number:
                rows.append({})
            for cell in row:
                rows[number - 1][column_of(cell.get("r"))] = self._cell(cell)
        while rows and not any(cell.value is not None for cell in rows[-1].values()):
            rows.pop()
        return Sheet(name, rows, root)

    def _cell(self, cell):
        formula = cell.find(MAIN + "f")
        formula = None if formula is None else formula.text or ""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return Cell(text_of(cell.find(MAIN + "is")), formula, True)
        value = cell.find(MAIN + "v")
        if value is None:
            return Cell(None, formula, True)
        if kind == "s":
            return Cell(self.strings[int(value.text)], formula, True)
        if kind in ("str", "b", "e"):
            return Cell(unescaped(value.text or ""), formula, True)
        number = float(value.text)
        if int(cell.get("s", 0)) in self.dates:
            day = datetime.date(1899, 12, 30) + datetime.timedelta(days=number)
            return Cell(day.isoformat(), formula, False)
        return Cell(number, formula, False)

    def _joined(self):
        """Sheets by name; a list that goes on in `NAME (2)` is one."""
        sheets = {}
        for part in self.parts:
            rest = re.fullmatch(r"(.*) \((\d+)\)", part.name)
            first = rest and next((name for name in sheets if name.startswith(rest.group(1))), None)
            if first:
                sheets[first].rows.extend(part.rows)
            else:
                sheets[part.name] = part
        return sheets


def text_of(element):
    return unescaped("".join(text.text or "" for text in element.iter(MAIN + "t")))


def unescaped(text):
    """As Excel shows it: `_x0041_` is the character of that number."""
    return ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)


def column_of(reference):
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter) - 64
    return column
