#!/usr/bin/env python3
"""Counts the rows of `access_evidence` and `anonymous_visits` from logs alone, and compares them with Headcount's.

usage: count_rows.py --headcount PROGRAM [--web-folder GLOB=SERVER] [--trusted-proxy NETWORK] [--limit N] PATH...

Written from the row contract, without a line of Headcount's: every difference is a fault of one of the two, or a
sentence that can be read in two ways. Prints each, and ends with 1 where there is any.
"""
import argparse
import re
import sys
import time

import compare
from event_rows import event_texts, read_event
from inputs import Content, begins, files_under, inputs_of, text_chunks
from values import day_name
from web_rows import Settings, WebLog, is_beyond_contract, lines_of

_AN_EVENT = re.compile(rb"<(?:[\w.-]+:)?Events?[\s>/]")
_SNIFFED = 1 << 20


class Count:
    """Rows by their key, each with how many records it stands for and the first and last time, and visits likewise."""

    def __init__(self, settings):
        self.settings = settings
        self.rows, self.visits = {}, {}
        self.seen, self.row_sets = {}, {}
        self.events = self.lines = self.duplicates = 0
        self.unread, self.beyond, self.contained, self.equal = [], [], [], []

    def add(self, key, moment, times=1):
        held = self.rows.get(key)
        if held is None:
            self.rows[key] = [times, moment, moment]
            return
        held[0] += times
        held[1], held[2] = min(held[1], moment), max(held[2], moment)

    def read(self, paths):
        events, webs, known = [], [], {}
        for source in inputs_of(paths, self.unread):
            content = Content(source.chunks())
            if content.digest in known:
                first = known[content.digest]
                self.equal.append((source, first))
                # Equal content is one input, named by its byte-smallest path.
                if source.name().encode() < first.name().encode():
                    first.path, first.member, first.opener = source.path, source.member, source.opener
                continue
            known[content.digest] = source
            if _is_of_events(source):
                events.append((source, content))
            elif is_beyond_contract(lines_of(text_chunks(source.chunks()))):
                self.beyond.append(source)
            else:
                webs.append((source, content))
        for source, _ in events:
            self._read_events(source)
        self._close_events()
        for source, _ in self._without_contained(webs):
            self._read_web(source)

    def _without_contained(self, webs):
        """Web logs that are no earlier state of another one."""
        for source, content in webs:
            longer = [other for other, theirs in webs if content.length and content.may_begin(theirs) and begins(source, other)]
            if longer:
                self.contained.append((source, longer[0]))
            else:
                yield source, content

    def _read_events(self, source):
        for _, text in event_texts(text_chunks(source.chunks())):
            self.events += 1
            read = read_event(text)
            if read is None:
                continue
            key, moment, rows = read
            rows = tuple(rows)
            rows = self.row_sets.setdefault(rows, rows)
            if key is None:
                self._add_event(rows, moment)
                continue
            log = key[:3]
            copies = self.seen.setdefault(log, {})
            held = copies.get((key[3], moment))
            if held is None:
                copies[(key[3], moment)] = rows
                continue
            self.duplicates += 1
            if held is not rows and _rank(rows) < _rank(held):
                copies[(key[3], moment)] = rows

    def _close_events(self):
        for copies in self.seen.values():
            for (_, moment), rows in copies.items():
                self._add_event(rows, moment)

    def _add_event(self, rows, moment):
        for server, event_id, channel, kind, domain, account, sid, client, client_name, outcome in rows:
            self.add((server, "event", event_id, channel, kind, domain, account, sid, client, client_name, outcome,
                      day_name(moment)), moment)

    def _read_web(self, source):
        log = WebLog(source, self.settings)
        for (server, service, domain, account, client, outcome, site), moment in log.rows(
                lambda: lines_of(text_chunks(source.chunks()))):
            self.lines += 1
            if not domain and not account and client:
                key = (server, site, client, outcome, day_name(moment))
                self.visits[key] = self.visits.get(key, 0) + 1
            else:
                self.add((server, "web", 0, service, 0, domain, account, "", client, "", outcome, day_name(moment)), moment)


def _rank(rows):
    """Of copies the one with most filled columns counts, then the smallest."""
    return -sum(1 for row in rows for cell in row if cell != ""), rows


def _without(paths, beyond):
    """The same paths, in single files where one of them is to be left out. A path is named alike either way."""
    left_out = {source.path for source in beyond if not source.member}
    return [file for path in paths for file in files_under(path) if file not in left_out] if left_out else paths


def _is_of_events(source):
    head = b""
    for chunk in text_chunks(source.chunks()):
        head += chunk
        if len(head) >= _SNIFFED:
            break
    return bool(_AN_EVENT.search(head))


def compared(headcount, paths, web_folders=(), trusted_proxies=(), limit=100, may_be_empty=False):
    """Counts the paths, has Headcount scan them, prints both and every difference; returns how many there are."""
    started = time.monotonic()
    count = Count(Settings(web_folders, trusted_proxies))
    count.read(paths)
    own_seconds = time.monotonic() - started
    within = _without(paths, count.beyond)
    if not within:
        print("  all of it is beyond the contract")
        return 0 if may_be_empty else 1
    started = time.monotonic()
    theirs = compare.Store(headcount, within, web_folders, trusted_proxies)
    their_seconds = time.monotonic() - started
    for name, what in count.unread:
        print(f"  not read by this count ({what}): {name}")
    for source in count.beyond:
        print(f"  a list of columns beyond the contract, left out on both sides: {source.name()}")
    for source, longer in count.contained:
        print(f"  contained in {longer.name()}: {source.name()}")
    print(f"  this count: {count.events} events, {count.duplicates} of them copies, and {count.lines} lines of web logs give "
          f"{len(count.rows)} rows and {len(count.visits)} visits, in {own_seconds:.0f} s")
    print(f"  Headcount: {theirs.summary()}, in {their_seconds:.0f} s")
    found = compare.differences(count, theirs, limit)
    if not count.rows and not count.visits and not may_be_empty:
        print("  there is nothing to compare")
        found += 1
    print(f"  {found} differences" if found else "  no difference", flush=True)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--headcount", required=True, help="the program to compare with")
    parser.add_argument("--web-folder", action="append", default=[], metavar="GLOB=SERVER")
    parser.add_argument("--trusted-proxy", action="append", default=[], metavar="NETWORK")
    parser.add_argument("--limit", type=int, default=100, help="differences printed (default: 100)")
    parser.add_argument("paths", nargs="+", metavar="PATH")
    arguments = parser.parse_args()
    folders = [tuple(each.split("=", 1)) for each in arguments.web_folder]
    found = compared(arguments.headcount, arguments.paths, folders, arguments.trusted_proxy, arguments.limit)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
