"""What a workbook of Headcount may be made of, part by part; whatever else is in one was smuggled in.

The tables name what is there, not what is dangerous: a part, an element, an attribute, a relation, a word of a formula
that nobody named here is a problem.
"""
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile

# Bytes of a member and of all of them, and how often smaller than its content a member may be: what is larger is not read.
LARGEST_PART = 256 << 20
LARGEST_WHOLE = 1 << 30
MOST_PARTS = 4096
STRONGEST_PACKING = 400
# Excel's limits ("Excel specifications and limits", support.microsoft.com).
LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8192
LONGEST_NAME = 31

SHEETS = [
    "Contents", "Facts", "Tie-out", "Position", "Required versions", "ELP", "ELP totals", "Bridge", "Bridge totals",
    "Auditor view", "Mix", "Mix by segment", "Mix at other prices", "Assignment", "Gauge", "Exposure", "External",
    "External choice", "External optimum", "Over time", "Over time by day", "Servers", "Versions", "Coverage", "Coverage gaps", "Coverage reasons", "Accounts",
    "Findings", "Questions", "Question effects", "Answers", "Bundles", "Additive", "Entitlements", "Counts", "Inputs",
    "Input rules", "Notices", "Method",
]
# Columns of which cells may be formulas; no text of a log stands in one of them but the organisation, among the facts.
FORMULAS = {
    "Contents": ["Rows"], "Facts": ["Value"], "Tie-out": ["Recomputed", "Holds"], "Position": ["Delta", "Shortfall"],
    "ELP": ["Preliminary License Entitlement", "Total Software Deployment", "Software Deployment vs License Entitlement",
            "Licensing Delta"],
    "ELP totals": ["License Entitlement", "Software Deployment", "Licensing Delta", "Shortfall"],
    "Bridge": ["Change of users", "Running users", "Change of devices", "Running devices"],
    "Bridge totals": ["Steps, users", "Steps, devices"], "Auditor view": ["Difference"],
    "Mix": ["Licences", "Cost above lower bound"], "Mix at other prices": ["Cost"], "Gauge": ["Share"],
    "Exposure": ["Cost", "Requirement cost", "Share", "Cost with surcharge"], "External optimum": ["Cost above lower bound"],
    "Coverage": ["Days"], "Additive": ["Delta"], "Inputs": ["Parts", "Ties out"],
}
FUNCTIONS = {"IF", "COUNT", "COUNTIFS", "SUM", "SUMIFS", "SUMPRODUCT", "ROUND", "INT", "MAX"}
# Texts in formulas: what our own cells say, classes and rules of Headcount, and bounds.
WORDS = {
    "TRUE", "FALSE", "yes", "not determinable", "<0", "ignored", "rejected", "user", "device", "built-in", "managed-service",
    "machine", "disabled", "server", "expired", "resource-mailbox", "service", "test", "external", "leaver",
    "never-used", "dormant",
}
BOUND = re.compile(r"<=\d{1,3}")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument"
# Parts, and the type of their content.
PARTS = {
    r"\[Content_Types\]\.xml": "application/xml",
    r"_rels/\.rels|xl/_rels/workbook\.xml\.rels|xl/worksheets/_rels/sheet\d+\.xml\.rels":
        "application/vnd.openxmlformats-package.relationships+xml",
    r"docProps/core\.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    r"docProps/app\.xml": CONTENT + ".extended-properties+xml",
    r"xl/workbook\.xml": CONTENT + ".spreadsheetml.sheet.main+xml",
    r"xl/worksheets/sheet\d+\.xml": CONTENT + ".spreadsheetml.worksheet+xml",
    r"xl/tables/table\d+\.xml": CONTENT + ".spreadsheetml.table+xml",
    r"xl/sharedStrings\.xml": CONTENT + ".spreadsheetml.sharedStrings+xml",
    r"xl/styles\.xml": CONTENT + ".spreadsheetml.styles+xml",
    r"xl/theme/theme\d\.xml": CONTENT + ".theme+xml",
}
# Relations of each part: the kind, and where it leads.
RELATIONS = {
    "_rels/.rels": {
        OFFICE + "/relationships/officeDocument": r"xl/workbook\.xml",
        PACKAGE + "/relationships/metadata/core-properties": r"docProps/core\.xml",
        OFFICE + "/relationships/extended-properties": r"docProps/app\.xml",
    },
    "xl/_rels/workbook.xml.rels": {
        OFFICE + "/relationships/worksheet": r"worksheets/sheet\d+\.xml",
        OFFICE + "/relationships/theme": r"theme/theme\d\.xml",
        OFFICE + "/relationships/styles": r"styles\.xml",
        OFFICE + "/relationships/sharedStrings": r"sharedStrings\.xml",
    },
    "xl/worksheets/_rels/": {OFFICE + "/relationships/table": r"\.\./tables/table\d+\.xml"},
}
# Elements of each part with their attributes. The theme and the styles are the library's own, whatever the position is.
ELEMENTS = {
    r"xl/worksheets/sheet\d+\.xml": {
        "worksheet": "", "dimension": "ref", "sheetViews": "", "sheetView": "tabSelected workbookViewId",
        "pane": "activePane state topLeftCell ySplit", "selection": "pane", "sheetFormatPr": "defaultRowHeight", "cols": "",
        "col": "customWidth max min width", "sheetData": "", "row": "r spans", "c": "r s t", "f": "", "v": "", "is": "",
        "t": "space", "autoFilter": "ref", "hyperlinks": "", "hyperlink": "display location ref",
        "pageMargins": "bottom footer header left right top", "tableParts": "count", "tablePart": "id",
    },
    r"xl/workbook\.xml": {
        "workbook": "", "fileVersion": "appName lastEdited lowestEdited rupBuild", "workbookPr": "defaultThemeVersion",
        "bookViews": "", "workbookView": "windowHeight windowWidth xWindow yWindow", "sheets": "",
        "sheet": "id name sheetId", "calcPr": "calcId fullCalcOnLoad", "definedNames": "",
        "definedName": "hidden localSheetId name",
    },
    r"xl/tables/table\d+\.xml": {
        "table": "displayName id name ref totalsRowShown", "autoFilter": "ref", "tableColumns": "count",
        "tableColumn": "id name",
        "tableStyleInfo": "name showColumnStripes showFirstColumn showLastColumn showRowStripes",
    },
    r"xl/sharedStrings\.xml": {"sst": "count uniqueCount", "si": "", "t": "space"},
    r"docProps/core\.xml": {
        "coreProperties": "", "title": "", "creator": "", "lastModifiedBy": "", "created": "type", "modified": "type",
    },
    r"docProps/app\.xml": {
        "Properties": "", "Application": "", "DocSecurity": "", "ScaleCrop": "", "HeadingPairs": "", "TitlesOfParts": "",
        "Company": "", "LinksUpToDate": "", "SharedDoc": "", "HyperlinksChanged": "", "AppVersion": "", "variant": "",
        "vector": "baseType size", "lpstr": "", "i4": "",
    },
    r".*\.rels": {"Relationships": "", "Relationship": "Id Target Type"},
    r"\[Content_Types\]\.xml": {"Types": "", "Default": "ContentType Extension", "Override": "ContentType PartName"},
}
# Kinds of cells: a text of the list of texts, the text a formula gives, a text of its own, a number.
CELLS = {"s", "str", "inlineStr", None}

FORMULA_LEADS = set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
# What Excel reads as the character of that number, in texts of cells and in attributes that hold them (ST_Xstring).
ESCAPE = re.compile(r"_[xX][0-9A-Fa-f]{4}_")
TITLE = re.compile(r"[A-Za-z0-9.,()+/ -]+")
REFERENCE = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
TOKEN = re.compile(
    rf"(?P<text>\"[^\"]*\")|(?P<sheet>'[^']*')!(?={REFERENCE})|(?P<cell>{REFERENCE}(?![A-Z0-9(]))|(?P<function>[A-Z][A-Z.]*)\("
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<sign><=|>=|<>|[-+*/=<>,:()])")


def problems(path):
    """Everything in a workbook that should not be there, and how many cells, texts and formulas were looked at.

    Nothing was counted where the workbook is not to be read further.
    """
    found = []
    try:
        with zipfile.ZipFile(path) as archive:
            parts = read(archive, found)
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        return [f"no archive: {error}"], {}
    roots, refused = {}, bool(found)
    for name, data in parts.items():
        root = parsed(name, data, found)
        if root is not None:
            roots[name] = root
            vocabulary(name, root, found)
            characters(name, root, found)
    for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"):
        if name not in roots:
            return found + [f"no {name}"], {}
    types(roots, found)
    relations(roots, found)
    names = sheets(roots["xl/workbook.xml"], found)
    tables(roots, found)
    counts = cells(roots, names, found)
    # What was refused is not read by others either.
    return found, {} if refused or len(roots) < len(parts) else counts


def read(archive, found):
    """The content of every part that may be there, no more of it than is bearable."""
    members = archive.infolist()
    if len(members) > MOST_PARTS or sum(member.file_size for member in members) > LARGEST_WHOLE:
        found.append(f"{len(members)} members of {sum(member.file_size for member in members)} bytes: not read")
        return {}
    parts = {}
    for member in members:
        name = member.filename
        if not any(re.fullmatch(pattern, name) for pattern in PARTS):
            found.append(f"a part a workbook of ours has not: {name!r}")
        elif name in parts:
            found.append(f"{name}: twice")
        elif member.file_size > min(LARGEST_PART, max(STRONGEST_PACKING * member.compress_size, 1 << 20)):
            found.append(f"{name}: {member.file_size} bytes out of {member.compress_size}: not read")
        else:
            with archive.open(member) as file:
                parts[name] = file.read(member.file_size + 1)
    return parts


def parsed(name, data, found):
    """The root of a part; none where it has a document type, instructions or comments, or is no XML."""
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    if not data.startswith(head):
        found.append(f"{name}: begins with {data[:60]!r}")
    if re.search(rb"<![^>]|<\?", data.removeprefix(head)):
        found.append(f"{name}: a document type, an instruction, a comment or marked text")
        return None
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        found.append(f"{name}: not well-formed: {error}")
        return None


def vocabulary(name, root, found):
    known = next((words for pattern, words in ELEMENTS.items() if re.fullmatch(pattern, name)), None)
    if known is None:
        return
    known = {element: set(attributes.split()) for element, attributes in known.items()}
    strange = set()
    for element in root.iter():
        tag = local(element.tag)
        if tag not in known:
            strange.add(f"an element {tag}")
        else:
            strange |= {f"an attribute {local(attribute)} of {tag}" for attribute in element.attrib
                        if local(attribute) not in known[tag]}
    found += [f"{name}: {what}" for what in sorted(strange)]


def characters(name, root, found):
    """Nothing steers the display or hides in it, and nothing is read as another character."""
    for element in root.iter():
        for text in (element.text, *element.attrib.values()):
            if not text or text.isascii() and text.isprintable() and "_x" not in text and "_X" not in text:
                continue
            for character in sorted({c for c in text if steers(c)}):
                found.append(f"{name}: U+{ord(character):04X} in {text[:60]!r}")
            # The names of types of content and of relations are no texts; none of them has an escape either.
            if ESCAPE.search(text):
                found.append(f"{name}: an escape that Excel would read: {text[:60]!r}")


def steers(character):
    """True for controls, format characters, line and paragraph separators, surrogates and what is no character."""
    code = ord(character)
    if 0x20 <= code <= 0x7E:
        return False
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or \
        unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs")


def types(roots, found):
    for element in roots["[Content_Types].xml"]:
        name, kind = (element.get("PartName") or "").lstrip("/"), element.get("ContentType")
        if local(element.tag) == "Default":
            known = {("rels", PARTS[next(p for p in PARTS if ".rels" in p)]), ("xml", "application/xml")}
            if (element.get("Extension"), kind) not in known:
                found.append(f"[Content_Types].xml: .{element.get('Extension')} is {kind}")
        elif kind != next((kind for pattern, kind in PARTS.items() if re.fullmatch(pattern, name)), None):
            found.append(f"[Content_Types].xml: {name} is {kind}")


def relations(roots, found):
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        known = next((kinds for start, kinds in RELATIONS.items() if name.startswith(start)), {})
        for relation in root:
            target, kind = relation.get("Target") or "", relation.get("Type")
            if relation.get("TargetMode") is not None:
                found.append(f"{name}: leads {relation.get('TargetMode')}: {target!r}")
            if kind not in known:
                found.append(f"{name}: a relation {kind}")
            elif not re.fullmatch(known[kind], target):
                found.append(f"{name}: leads to {target!r}")


def sheets(root, found):
    """Names of the sheets, each one of ours; no defined name but the one a filter without a table has."""
    names = [sheet.get("name") for sheet in root.iter(f"{{{MAIN}}}sheet")]
    for name in names:
        if re.sub(r" \(\d+\)$", "", name) not in SHEETS or len(name) > LONGEST_NAME:
            found.append(f"a sheet {name!r}")
    if len(set(names)) != len(names):
        found.append("two sheets of one name")
    for name in root.iter(f"{{{MAIN}}}definedName"):
        area = re.fullmatch(rf"(?:'([^']+)'|(\w+))!{REFERENCE}:{REFERENCE}", name.text or "")
        if name.get("name") != "_xlnm._FilterDatabase" or not area or (area[1] or area[2]) not in names:
            found.append(f"a defined name {name.get('name')!r} of {name.text!r}")
    return names


def tables(roots, found):
    for name, root in roots.items():
        if not name.startswith("xl/tables/"):
            continue
        number = re.search(r"\d+", name)[0]
        if {root.get("name"), root.get("displayName")} != {f"List{number}"}:
            found.append(f"{name}: named {root.get('name')!r}")
        for column in root.iter(f"{{{MAIN}}}tableColumn"):
            if not TITLE.fullmatch(column.get("name") or ""):
                found.append(f"{name}: a column {column.get('name')!r}")


def cells(roots, names, found):
    strings = [text_of(item) for item in roots["xl/sharedStrings.xml"]] if "xl/sharedStrings.xml" in roots else []
    for text in strings:
        if len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
            found.append(f"xl/sharedStrings.xml: a text of {len(text.encode('utf-16-le')) // 2} units: {text[:40]!r}")
    as_text = text_styles(roots["xl/styles.xml"])
    counts = {"cells": 0, "texts": 0, "formulas": 0, "would-be formulas": 0}
    for part, root in roots.items():
        if not part.startswith("xl/worksheets/sheet"):
            continue
        name = re.sub(r" \(\d+\)$", "", parts_of_sheets(roots).get(part, ""))
        titles = {}
        for cell in root.iter(f"{{{MAIN}}}c"):
            counts["cells"] += 1
            where = f"{part}, {cell.get('r')}"
            text = look(cell, where, strings, as_text, names, counts, found)
            column = (cell.get("r") or "").rstrip("0123456789")
            titles.setdefault(column, text)
            if cell.find(f"{{{MAIN}}}f") is not None and titles[column] not in FORMULAS.get(name, []):
                found.append(f"{where}: a formula among {titles[column]!r} of {name}, which has none")
        for link in root.iter(f"{{{MAIN}}}hyperlink"):
            target = re.fullmatch(r"'([^']+)'!A[1-9]\d*", link.get("location") or "")
            if not target or target[1] not in names:
                found.append(f"{part}, {link.get('ref')}: a link to {link.get('location')!r}")
            if len((link.get("display") or "").encode("utf-16-le")) > 2 * LONGEST_TEXT:
                found.append(f"{part}, {link.get('ref')}: a link that shows too much")
    return counts


def parts_of_sheets(roots):
    """Names of sheets by their parts."""
    targets = {relation.get("Id"): "xl/" + (relation.get("Target") or "")
               for relation in roots.get("xl/_rels/workbook.xml.rels", [])}
    return {targets.get(sheet.get(f"{{{OFFICE}/relationships}}id")): sheet.get("name")
            for sheet in roots["xl/workbook.xml"].iter(f"{{{MAIN}}}sheet")}


def look(cell, where, strings, as_text, names, counts, found):
    """Checks a cell; its text where it is one."""
    kind = cell.get("t")
    formula, value = cell.find(f"{{{MAIN}}}f"), cell.find(f"{{{MAIN}}}v")
    shown = "" if value is None else value.text or ""
    if kind not in CELLS:
        found.append(f"{where}: a cell of kind {kind!r}")
        return None
    if formula is not None:
        counts["formulas"] += 1
        text = formula.text or ""
        wrong = strange(text, names)
        if wrong:
            found.append(f"{where}: a formula with {wrong}: {text[:120]!r}")
        if kind == "s" or kind == "inlineStr":
            found.append(f"{where}: a text that is a formula")
        if kind == "str" and shown not in WORDS:
            found.append(f"{where}: a formula that gives {shown[:60]!r}")
    if kind is None and not re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", shown):
        found.append(f"{where}: no number: {shown[:60]!r}")
    if kind == "str" and formula is None:
        found.append(f"{where}: the text of a formula without one")
    if kind in ("s", "inlineStr"):
        counts["texts"] += 1
        place = int(shown) if shown.isdigit() else -1
        if kind == "s" and not 0 <= place < len(strings):
            found.append(f"{where}: text {shown!r} of {len(strings)}")
            return None
        text = strings[place] if kind == "s" else text_of(cell)
        if re.fullmatch(r"[A-Z]+1", cell.get("r") or ""):
            if not TITLE.fullmatch(text):
                found.append(f"{where}: a column {text!r}")
        elif begins_formula(text):
            counts["would-be formulas"] += 1
            if int(cell.get("s") or 0) not in as_text:
                found.append(f"{where}: becomes a formula when it is typed again: {text[:60]!r}")
        return text
    return None


def begins_formula(text):
    """True for what a spreadsheet might take for a formula: with blanks, hidden characters or a quotation mark before it."""
    for character in text:
        if character in FORMULA_LEADS:
            return True
        if not (character.isspace() or steers(character) or character == "'" or unicodedata.category(character) == "Zs"):
            return False
    return False


def text_styles(root):
    """Numbers of the styles whose cells stay text when somebody types them again: their format is `@`."""
    codes = {int(code.get("numFmtId")): code.get("formatCode") for code in root.iter(f"{{{MAIN}}}numFmt")} | {49: "@"}
    forms = root.find(f"{{{MAIN}}}cellXfs")
    return {index for index, form in enumerate(forms if forms is not None else [])
            if codes.get(int(form.get("numFmtId") or 0)) == "@"}


def strange(formula, names):
    """What a formula has that ours have not; empty for ours."""
    if not 0 < len(formula) <= LONGEST_FORMULA:
        return f"{len(formula)} characters"
    place = 0
    while place < len(formula):
        token = TOKEN.match(formula, place)
        if not token:
            return f"{formula[place:place + 20]!r}"
        if token["function"] and token["function"] not in FUNCTIONS:
            return f"a function {token['function']}"
        if token["sheet"] and token["sheet"][1:-1] not in names:
            return f"a sheet {token['sheet']}"
        if token["text"] and token["text"][1:-1] not in WORDS and not BOUND.fullmatch(token["text"][1:-1]):
            return f"a text {token['text'][:40]}"
        place = token.end()
    return ""


def text_of(element):
    return "".join(text.text or "" for text in element.iter(f"{{{MAIN}}}t"))


def local(tag):
    return tag.rsplit("}", 1)[-1]
