"""Everything a store shows, as bytes, and where two stores show different things."""
import contextlib
import os
import shutil
import sqlite3
import tempfile

VIEWS = ("access", "anonymous", "web_detail", "web_identities", "leases", "renames", "inputs", "damages", "conflicts",
         "rejections", "event_log_ranges", "event_log_days")
REPORTS = ("census", "coverage", "external")
# Read without the program too: as the views the documents promise, and the one table that no view shows.
TABLES = ("access_evidence", "web_detail", "web_identities", "inputs", "unread")
BESIDE = ("-wal", "-shm", "-journal", "-lock")


class Broken(Exception):
    """A store that is not what it should be, or a run that did not do what it should."""


def questions(names=None):
    """The commands that show a store, by name."""
    every = {f"export {view}": ["export", view] for view in VIEWS}
    every |= {f"{report} --json": [report, "--json"] for report in REPORTS}
    return {name: every[name] for name in names or every}


def answers(headcount, store, names=None):
    """What the store shows, by question. Fails where one is not answered."""
    shown = {}
    for name, command in questions(names).items():
        run = headcount.run(*command, "--store", store)
        if run.status != 0:
            raise Broken(f"headcount {name} of {os.path.basename(store)} ended with {run}")
        shown[name] = run.out
    return shown


def everything(headcount, store, is_read=False):
    """What the store shows through the program, and what its views show without it. Nothing may lie beside the store,
    unless somebody read it as the scan ended."""
    left = [name for name in BESIDE if os.path.exists(store + name)]
    if left and not is_read:
        raise Broken(f"a scan that ended has left {', '.join(left)} beside its store")
    return {**answers(headcount, store), **tables(store)}


def opened(store):
    return contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True))


def tables(store):
    with opened(store) as database:
        found = database.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            raise Broken(f"PRAGMA integrity_check: {found[0][0]}")
        return {f"table {name}": rows(database, name) for name in TABLES}


def rows(database, name):
    columns = len(database.execute(f"SELECT * FROM {name} LIMIT 0").description)
    order = ", ".join(str(number + 1) for number in range(columns))
    return "\n".join(map(repr, database.execute(f"SELECT * FROM {name} ORDER BY {order}"))).encode()


def check_file(store, inputs):
    """The database as it lies on the disk, after a crash say, is whole. Looked at in a copy: looking repairs it.

    Says how far the writer had come on the way to a store of so many inputs.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy")
        for name in ("", "-wal", "-journal"):
            if os.path.exists(store + name):
                shutil.copy(store + name, copy + name)
        with contextlib.closing(sqlite3.connect(copy)) as database:
            found = database.execute("PRAGMA integrity_check").fetchall()
            if found != [("ok",)]:
                raise Broken(f"PRAGMA integrity_check: {found[0][0]}")
            return stage_of(database, inputs)


def stage_of(database, inputs):
    if not database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        return "before the schema"
    (total, unsettled, unread), = database.execute(
        "SELECT count(*), count(*) FILTER (WHERE state < 2), count(*) FILTER (WHERE state = 0) FROM input")
    if not unsettled:
        return "before the first input" if total < inputs else "settled"
    return "among the inputs" if unread or total < inputs else "with every input read, while settling"


def compare(expected, found, what):
    """Fails with the first difference of each answer that differs."""
    differing = [name for name in expected if expected[name] != found.get(name)]
    if differing:
        raise Broken("\n".join([f"{what} is not what it should be:"] + [
            f"  {name}: {first_difference(expected[name], found.get(name, b''))}" for name in differing]))


def first_difference(expected, found):
    a, b = expected.splitlines(), found.splitlines()
    for number in range(max(len(a), len(b))):
        left, right = (lines[number] if number < len(lines) else b"(nothing)" for lines in (a, b))
        if left != right:
            return f"line {number + 1} of {len(a)} and {len(b)}\n    should be {left[:300]!r}\n    is        {right[:300]!r}"
    return "the ends of lines"
