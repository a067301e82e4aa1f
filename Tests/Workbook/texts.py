"""Where each text of position.json stands in the workbook, and how it reads there."""
import json
import os

from figures import DECIMALS, SHEETS, TITLES, Places
from inert import ESCAPE, LONGEST_TEXT, steers

CUT = "… (cut)"
LISTS = SHEETS | {
    ("accounts",): "Accounts", ("findings",): "Findings", ("questions",): "Questions", ("answers",): "Answers",
    ("coverage", "reasons"): "Coverage reasons", ("mix", "assignment"): "Assignment", ("auditor_view", "rows"): "Auditor view",
}
COLUMNS = TITLES | {
    "sid": "SID", "sha256": "SHA-256", "sa_end": "SA end", "cal_version": "CAL version", "why": "Why",
    "product_family": "Product Family",
}
# Columns of a list that are named otherwise.
RENAMED = {("entitlements", "why"): "Why it counts for nothing"}
# Texts of one list in one cell, with what stands between them.
JOINED = {
    ("products", "open_questions"): " ", ("additive", "open_questions"): " ", ("additive", "triggers"): "; ",
    ("bundles", "products"): " ", ("external_choice", "servers"): " ", ("questions", "accepted"): "; ",
    ("inputs", "entries", "copies"): "; ",
}
# Facts, by the keys that lead to them.
FACTS = {
    ("organisation",): "Organisation", ("window", "from"): "Window from", ("window", "to"): "Window to",
    ("window", "as_of"): "As of", ("catalogue_version",): "Catalogue version", ("currency",): "Currency",
    ("schema",): "Schema",
}
# Texts that stand in no cell as they are: what is said in other words, put together or taken apart, and who checks it.
OTHERWISE = {
    ("auditor_view", "product"): "beside each of its rows",
    ("evidence_over_time", "product"): "beside each of its rows",
    **{("servers", "products", key): "put together in the column Products" for key in ("product", "version")}, ("external", "verdict"): "in words",
    ("external_choice", "choice"): "in words", ("coverage", "gaps"): "as two days",
    **{keys + ("reasons", key): "put together in the column Reasons" for key in ("figure", "reason")
       for keys in (("products",), ("mix",), ("mix", "alternatives"), ("external",), ("gauge",), ("additive",),
                    ("servers",))},
    **{("findings", "explain", key): "put together in the column Explain"
       for key in ("figure", "product", "server", "user", "device", "site")},
    ("gauge", "share"): "a number", ("gauge", "lines", "share"): "a number",
}


def shown(text):
    """As a cell shows it: what steers the display is visible, nothing is an escape of Excel's, and it fits."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(f"\\u{{{ord(c):x}}}" if steers(c) else c for c in text)
    place = 0
    while match := ESCAPE.search(text, place):
        text = text[:match.start()] + "\\u{5f}" + text[match.start() + 1:]
        # The `_` at its end may begin the next one.
        place = match.start() + 1
    if units(text) <= LONGEST_TEXT:
        return text
    room, end = LONGEST_TEXT - units(CUT), 0
    while room >= units(text[end]):
        room -= units(text[end])
        end += 1
    return text[:end] + CUT


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def texts(value, keys=(), places=()):
    """Every text of a position: the keys that lead to it, the places in the lists on the way, and the text."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, keys + (key,), places)
    elif isinstance(value, list):
        if keys in JOINED:
            yield keys, places, JOINED[keys].join(value)
            return
        for place, item in enumerate(value):
            yield from texts(item, keys, places + (place,))
    elif isinstance(value, str):
        yield keys, places, value


class TextPlaces(Places):
    def __init__(self, position, workbook):
        super().__init__(position, workbook)
        for keys in LISTS:
            if keys not in self.rows:
                self.rows[keys] = {}
                self._number(keys)
        self.facts = {row["Fact"].value: row["Value"] for row in self.sheets["Facts"].rows}

    def cell(self, keys, places):
        if keys in FACTS:
            return self.facts[FACTS[keys]]
        group, key = keys[:-1], keys[-1]
        row = self.rows.get(group, {}).get(places)
        if group not in LISTS or row is None:
            return None
        title = RENAMED.get(keys) or COLUMNS.get(key, key.replace("_", " ").capitalize())
        rows = self.sheets[LISTS[group]].rows
        if row >= len(rows):
            return None
        # The columns of the auditor's template are written as it has them.
        return rows[row].get(title) or rows[row].get(title.title())


def differences(position, workbook):
    """Counts the texts, and says of each that is not in its place what is there."""
    places = TextPlaces(position, workbook)
    count, wrong = 0, []
    for keys, where, text in texts(position):
        if keys in OTHERWISE or keys[-1] in DECIMALS:
            continue
        count += 1
        name = ".".join(keys) + "".join(f"[{place}]" for place in where)
        cell = places.cell(keys, where)
        if cell is None:
            wrong.append(f"{name}: no place in the workbook")
        elif cell.formula is not None or (cell.value or "") != shown(text):
            wrong.append(f"{name}: {str(cell.value)[:80]!r} instead of {shown(text)[:80]!r}")
    return count, wrong


def corpus():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Attacks", "strings.json")
    with open(path, encoding="utf-8") as file:
        return [row["text"] for row in json.load(file) if row.get("text", "").strip(" \0\u00a0\u3000")]


def reached(workbook):
    """Which strings of the corpus stand in a cell, whole."""
    cells = {cell.value for part in workbook.parts for row in part.rows for cell in row.values() if cell.is_text}
    return [text for text in corpus() if shown(text.replace("\0", "").strip()) in cells or shown(text) in cells]
