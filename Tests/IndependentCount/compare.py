"""What Headcount says of the same logs, and every row in which it says something else."""
import csv
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

import event_rows
import web_rows
from values import time_name

KEY = ("server, source, event_id, channel, logon_type, account_domain, account_name, account_sid, client_address, "
       "client_name, outcome, day")
_LOGON = re.compile(r"logon-\d+\Z")


class Store:
    """A store scanned from the paths: the contract's rows, the rows Headcount added, and the anonymous visits."""

    def __init__(self, program, paths, web_folders, trusted_proxies):
        with tempfile.TemporaryDirectory() as folder:
            store = os.path.join(folder, "counted.headcount")
            command = [program, "scan", *paths, "--store", store, "--quiet", "--no-progress"]
            if web_folders or trusted_proxies:
                command += ["--estate", _estate(folder, web_folders, trusted_proxies)]
            scanned = subprocess.run(command, stdout=subprocess.DEVNULL)
            if scanned.returncode:
                sys.exit(f"  `{' '.join(command)}` ended with {scanned.returncode}")
            self.rows, self.added = _rows(store)
            self.visits = _visits(program, store, folder)

    def summary(self):
        added = sum(self.added.values())
        text = f"{len(self.rows)} rows and {len(self.visits)} visits"
        if added:
            each = ", ".join(f"{event_id} {channel} {rows}" for (event_id, channel), rows in sorted(self.added.items()))
            text += f", and {added} rows of events and logs it reads beyond the contract ({each})"
        return text


def _estate(folder, web_folders, trusted_proxies):
    estate = os.path.join(folder, "estate")
    os.mkdir(estate)
    with open(os.path.join(estate, "estate.yaml"), "w") as settings:
        settings.write(f"networks: {{trusted_proxies: [{', '.join(trusted_proxies)}]}}\n")
        settings.write("web_folders: {" + ", ".join(f"{glob}: {server}" for glob, server in web_folders) + "}\n")
    return estate


def _is_of_contract(channel):
    return channel in event_rows.CHANNELS or channel in web_rows.CHANNELS or bool(_LOGON.match(channel))


def _rows(store):
    rows, added = {}, {}
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
        for *key, count, first, last in database.execute(f"SELECT {KEY}, count, first_seen, last_seen FROM access_evidence"):
            if not _is_of_contract(key[3]):
                added[(key[2], key[3])] = added.get((key[2], key[3]), 0) + 1
                continue
            if tuple(key) in rows:
                sys.exit(f"  access_evidence has a key twice: {key}")
            rows[tuple(key)] = (count, first, last)
    return rows, added


def _visits(program, store, folder):
    exported = os.path.join(folder, "anonymous.csv")
    subprocess.run(
        [program, "export", "anonymous", "--store", store, "--format", "csv", "--output", exported], check=True,
        stdout=subprocess.DEVNULL)
    visits = {}
    with open(exported, newline="", encoding="utf-8-sig") as file:
        for server, site, client, outcome, day, count in list(csv.reader(file))[1:]:
            key = (_unguarded(server), _unguarded(site), client, outcome, day)
            visits[key] = visits.get(key, 0) + int(count)
    return visits


def _unguarded(cell):
    """A cell a spreadsheet would take for a formula was given an apostrophe."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell


def differences(count, store, limit):
    """Prints each difference with both sides, `limit` of them at most; returns how many there are."""
    own = {key: (times, time_name(first), time_name(last)) for key, (times, first, last) in count.rows.items()}
    return _compare("access_evidence", own, store.rows, limit) + _compare("anonymous_visits", count.visits, store.visits, limit)


def _compare(view, own, theirs, limit):
    different = sorted(key for key in own.keys() | theirs.keys() if own.get(key) != theirs.get(key))
    for key in different[:limit]:
        print(f"  {view} {key}\n    this count: {own.get(key, 'no such row')}\n    Headcount:  {theirs.get(key, 'no such row')}")
    if len(different) > limit:
        print(f"  and {len(different) - limit} more in {view}")
    return len(different)
