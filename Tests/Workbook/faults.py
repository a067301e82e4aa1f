"""Faults, one at a time, in a copy of a workbook: each must be noticed."""
import re
import shutil
import zipfile

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# A cell of text below the header.
TEXT_CELL = rb'<c r="(C[2-9])" s="(\d+)" t="s"><v>(\d+)</v></c>'


def replaced(part, pattern, by):
    """A fault that changes the first place of a part that matches."""
    def change(parts):
        data, count = re.subn(pattern, by, parts[part], count=1, flags=re.S)
        if count != 1:
            raise ValueError(f"{part} has no {pattern!r}: the fault cannot be planted")
        parts[part] = data
    return change


def added(part, data=HEAD + b"<x/>"):
    return lambda parts: parts.update({part: data})


def formula(text, attributes=b""):
    """A cell of text becomes a formula."""
    escaped = text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b'"', b"&quot;")
    return replaced(SHEET, TEXT_CELL, lambda m: b'<c r="%s" s="%s"><f%s>%s</f><v>0</v></c>' % (m[1], m[2], attributes, escaped))


def text(value):
    """A text of the position becomes another one."""
    return replaced(STRINGS, rb"(<si><t>)headcount\.position/\d+", lambda m: m[1] + value)


def before(part, end, data):
    return replaced(part, re.escape(end), lambda m: data + m[0])


def both(*changes):
    def change(parts):
        for each in changes:
            each(parts)
    return change


EVIL = b'"http://evil.example/"'
# What is planted, how, and a word of the complaint.
FAULTS = [
    ("a formula that fetches", formula(b"WEBSERVICE(" + EVIL + b")"), "a function WEBSERVICE"),
    ("a formula with its prefix", formula(b"_xlfn.WEBSERVICE(" + EVIL + b")"), "a formula with"),
    ("a link made by a formula", formula(b"HYPERLINK(" + EVIL + b',"x")'), "a function HYPERLINK"),
    ("a picture", formula(b"IMAGE(" + EVIL + b")"), "a function IMAGE"),
    ("a call of a library", formula(b'CALL("kernel32","WinExec","JCJ","calc",0)'), "a function CALL"),
    ("a reference that is text", formula(b'INDIRECT("A1")'), "a function INDIRECT"),
    ("an exchange of data", formula(b"cmd|' /C calc'!A0"), "a formula with"),
    ("another book", formula(b"[1]Sheet1!A1"), "a formula with"),
    ("another book by name", formula(b"'[evil.xlsx]Facts'!A1"), "a sheet"),
    ("another file", formula(b"'file:///etc/passwd'#$Sheet1.A1"), "a formula with"),
    ("a sheet there is not", formula(b"'Nowhere'!A1"), "a sheet"),
    ("a name", formula(b"Auto_Open"), "a formula with"),
    ("texts put together", formula(b'"a"&A1'), "a formula with"),
    ("a text from a log", formula(b'COUNTIFS(A1:A2,"CORP\\anna")'), "a text"),
    ("a sum where there is none", formula(b"1+1"), "which has none"),
    ("a name that is a sum", replaced(SHEET.replace("1.", "2."), TEXT_CELL, rb'<c r="\1" s="\2"><f>1+1</f><v>2</v></c>'), "organisation"),
    ("a formula over cells of others", formula(b"1+1", b' t="array" ref="C2:C9"'), "an attribute"),
    ("a formula that is text too", replaced(SHEET, TEXT_CELL, rb'<c r="\1" s="\2" t="s"><f>1</f><v>\3</v></c>'),
     "a text that is a formula"),
    ("a text that only a formula gives", replaced(SHEET, TEXT_CELL, rb'<c r="\1" s="\2" t="str"><f>A1</f><v>x</v></c>'),
     "a formula that gives"),
    ("a formula without its value", replaced(SHEET.replace("1.", "3."), rb"(</f>)<v>[^<]*</v>", rb"\1"), "sheet3.xml"),
    ("an error", replaced(SHEET, TEXT_CELL, rb'<c r="\1" s="\2" t="e"><v>#REF!</v></c>'), "a cell of kind"),
    ("a cell without the format of text",
     replaced(SHEET, TEXT_CELL, rb'<c r="\1" s="0" t="inlineStr"><is><t>=1+1</t></is></c>'), "typed again"),
    ("one behind a blank nobody sees",
     replaced(SHEET, TEXT_CELL, '<c r="\\1" s="0" t="inlineStr"><is><t>\u00a0\uff1d1+1</t></is></c>'.encode()), "typed again"),
    ("a text that is another", text(b"something else"), "instead of"),
    ("a control that Excel reads", text(b"a_x001B_[2J"), "an escape"),
    ("a letter that Excel reads", text(b"_x0041_"), "an escape"),
    ("a text that runs backwards", text("user\u202etxt.exe".encode()), "U+202E"),
    ("a character without width", text("zero\u200bwidth".encode()), "U+200B"),
    ("a carriage return", text(b"two&#13;lines"), "U+000D"),
    ("a text one unit too long", text(b"a" * 32_768), "a text of 32768 units"),
    ("a text of several looks", replaced(STRINGS, rb"<si><t>([^<]*)</t></si>", rb"<si><r><t>\1</t></r></si>"), "an element r"),
    ("no XML", replaced(STRINGS, rb"</sst>", b""), "not well-formed"),
    ("an entity", both(replaced(STRINGS, re.escape(HEAD), HEAD + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
                       text(b"&e;")), "a document type"),
    ("marked text", text(b"<![CDATA[x]]>"), "marked text"),
    ("an instruction", before(STRINGS, b"</sst>", b"<?mso x?>"), "an instruction"),
    ("a sheet of another name", replaced(BOOK, rb'name="Facts"', b'name="CORP"'), "a sheet"),
    ("a defined name", before(BOOK, b"<calcPr", b'<definedNames><definedName name="x">1+1</definedName></definedNames>'),
     "a defined name"),
    ("a name that opens", before(BOOK, b"<calcPr", b"<definedNames><definedName name=\"_xlnm.Auto_Open\">'Facts'!A1:B2"
                                 b"</definedName></definedNames>"), "a defined name"),
    ("other books", both(added("xl/externalLinks/externalLink1.xml"),
                         before(BOOK, b"<calcPr", b"<externalReferences/>")), "an element externalReferences"),
    ("connections", added("xl/connections.xml"), "a part"),
    ("a query", added("xl/queryTables/queryTable1.xml"), "a part"),
    ("macros", added("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "a part"),
    ("macros of old", added("xl/macrosheets/sheet1.xml"), "a part"),
    ("custom XML", added("customXml/item1.xml"), "a part"),
    ("an embedded object", added("xl/embeddings/oleObject1.bin", b"x"), "a part"),
    ("a control", added("xl/activeX/activeX1.xml"), "a part"),
    ("a drawing", added("xl/drawings/drawing1.xml"), "a part"),
    ("a part outside", added("../../evil.xml"), "a part"),
    ("a type with macros", replaced(TYPES, rb"sheet\.main\+xml", b"sheet.macroEnabled.main+xml"), "[Content_Types].xml"),
    ("a type by default", before(TYPES, b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
     "[Content_Types].xml: .bin"),
    ("a relation that leads outside", before(
        BOOK_RELATIONS, b"</Relationships>", b'<Relationship Id="rId999" Type="%s/worksheet" Target="http://evil.example/" '
        b'TargetMode="External"/>' % RELATIONS.encode()), "leads External"),
    ("a relation out of the package", before(
        BOOK_RELATIONS, b"</Relationships>", b'<Relationship Id="rId999" Type="%s/worksheet" Target="../../../etc/passwd"/>'
        % RELATIONS.encode()), "leads to"),
    ("a relation of another kind", before(
        BOOK_RELATIONS, b"</Relationships>", b'<Relationship Id="rId999" Type="%s/attachedTemplate" Target="styles.xml"/>'
        % RELATIONS.encode()), "a relation"),
    ("a rule for what may be typed", before(
        SHEET, b"<pageMargins", b'<dataValidations count="1"><dataValidation sqref="A1" type="list"><formula1>"x"</formula1>'
        b"</dataValidation></dataValidations>"), "an element dataValidations"),
    ("a look that depends", before(SHEET, b"<pageMargins", b'<conditionalFormatting sqref="A1"/>'), "an element conditionalFormatting"),
    ("an object", before(SHEET, b"<tableParts", b"<oleObjects/>"), "an element oleObjects"),
    ("a footer", before(SHEET, b"<tableParts", b"<headerFooter><oddFooter>&amp;F</oddFooter></headerFooter>"),
     "an element headerFooter"),
    ("an extension", before(SHEET, b"</worksheet>", b"<extLst/>"), "an element extLst"),
    ("a link outside", replaced(SHEET, rb'<hyperlink ', rb'<hyperlink xmlns:r="%s" r:id="rId9" ' % RELATIONS.encode()),
     "an attribute id of hyperlink"),
    ("a link to another file", replaced(SHEET, rb'location="[^"]*"', b'location="file:///etc/passwd"'), "a link to"),
    ("a link to a sheet there is not", replaced(SHEET, rb'location="[^"]*"', b"location=\"'Nowhere'!A1\""), "a link to"),
    ("a column with a formula", replaced(TABLE, rb'(<tableColumn [^>]*)/>',
                                         rb"\1><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn>"),
     "an element calculatedColumnFormula"),
    ("a column named by a log", replaced(TABLE, rb'(<tableColumn [^>]*name=")[^"]*', rb"\1=1+1"), "a column"),
    ("a table named by a log", replaced(TABLE, rb'displayName="[^"]*"', b'displayName="CORP"'), "named"),
    ("a part that unpacks to much", added("docProps/app.xml", HEAD + b"<Properties>" + b" " * (64 << 20) + b"</Properties>"), "not read"),
]


def plant(source, target, change):
    """Copies a workbook with a fault."""
    with zipfile.ZipFile(source) as archive:
        parts = {member.filename: archive.read(member) for member in archive.infolist()}
    change(parts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def plant_twice(source, target):
    """A member whose name stands in the archive twice: readers differ in which they take."""
    shutil.copyfile(source, target)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(zipfile.ZipInfo(BOOK, (1980, 1, 1, 0, 0, 0)), archive.read(BOOK))
