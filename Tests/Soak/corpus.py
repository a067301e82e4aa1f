"""The logs of a soak: many files, among them all that makes counting once hard.

Copies of one event log by several exporters, overlapping parts of it, web and DHCP logs caught at several moments of
their growth, equal contents under several names and within archives, damaged files, files that are no logs.
"""
import gzip
import io
import os
import random
import re
import shutil
import subprocess
import tarfile
import zipfile

from framings import FRAMINGS

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLES = os.path.join(ROOT, "samples")
SETTINGS = """
networks:    {internal: [203.0.113.0/24], trusted_proxies: [10.20.0.4, 10.0.0.0/24]}
web_folders: {extranet-export: extra01, 'grown*': grown01}
time_zones:  {'*iis-native*': Europe/Berlin, '*dhcp*': America/New_York}
"""
# Bytes of the synthetic event log, lines of the web log, parts both are cut into, bytes taken of real logs, and which of the
# samples are taken: all, or every third.
FULL = {"events": 2_500_000, "lines": 8_000, "parts": 24, "real": 1_500_000, "every": 1}
SHORT = {"events": 150_000, "lines": 600, "parts": 4, "real": 0, "every": 3}
REAL_AT_MOST = 200_000
REAL_FILES = 60


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def packed(data):
    return gzip.compress(data, 6, mtime=0)


def make(binary, folder, size, seed):
    """Writes the logs under `folder`, and the settings beside it; says what there is."""
    maker = Corpus(binary, folder, size, random.Random(f"corpus/{seed}"))
    maker.samples()
    maker.event_logs()
    maker.web_logs()
    maker.dhcp_logs()
    maker.damaged()
    maker.archives()
    maker.no_logs()
    maker.real()
    write(folder + ".settings/estate.yaml", SETTINGS.encode())
    return folder + ".settings"


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)


def files(folder):
    """Every file, by the path a scan of `.` in the folder gives it."""
    return sorted(
        os.path.join(place, name).replace(folder, ".", 1) for place, _, names in os.walk(folder) for name in names)


class Corpus:
    def __init__(self, binary, folder, size, rng):
        self.binary, self.folder, self.size, self.rng = binary, folder, size, rng

    def put(self, name, data):
        write(os.path.join(self.folder, name), data)

    def generated(self, *options):
        path = os.path.join(self.folder, "generated")
        os.makedirs(self.folder, exist_ok=True)
        subprocess.run(
            [self.binary, "generate-log", path, *map(str, options)], check=True, stdout=subprocess.DEVNULL)
        with open(path, "rb") as file:
            data = file.read()
        os.remove(path)
        return data

    def samples(self):
        for name in ("events", "web", "dhcp", "containers"):
            self.copy(os.path.join(SAMPLES, name), "samples/" + name)
        self.copy(os.path.join(SAMPLES, "estate", "logs"), "estate")

    def copy(self, source, name):
        for path in files(source)[::self.size["every"]]:
            with open(os.path.join(source, path), "rb") as file:
                self.put(name + path[1:], file.read())

    def event_logs(self):
        """Exports of one log that overlap, each by another exporter; some events are exported with other values."""
        fleet = re.findall(rb"<Event [^\n]*?</Event>", self.generated("--fleet", "--bytes", self.size["events"]))
        parts = self.size["parts"]
        for number in range(parts):
            start = len(fleet) * number // parts
            events = fleet[start:start + len(fleet) * 3 // parts // 2]
            if number % 5 == 4:
                events = [self.altered(event) if self.rng.random() < 0.05 else event for event in events]
            name, frame = FRAMINGS[number % len(FRAMINGS)]
            data = frame(events)
            compressed = number % 3 == 0
            self.put(f"events/{number:02}.{name}.xml" + (".gz" if compressed else ""), packed(data) if compressed else data)
        self.put("events/whole.xml.gz", packed(FRAMINGS[0][1](fleet)))
        self.put("events/whole-again.xml", FRAMINGS[1][1](fleet))

    @staticmethod
    def altered(event):
        return event.replace(b"<Data Name='TargetUserName'>", b"<Data Name='TargetUserName'>x.", 1)

    def web_logs(self):
        """A farm's log, cut by days of its own, each caught while it grew: at an end of a line, or within one."""
        lines = self.generated("--web", "--lines", self.size["lines"], "--visitors", self.size["lines"]).splitlines(True)
        fields = next(line for line in lines if line.startswith(b"#Fields"))
        lines = [line for line in lines if not line.startswith(b"#")]
        parts = self.size["parts"]
        for number in range(parts):
            log = b"".join([b"#Software: Microsoft Internet Information Services 10.0\r\n", fields]
                           + lines[len(lines) * number // parts:len(lines) * (number + 1) // parts])
            self.growing(f"web{number % 4}/W3SVC{number % 3 + 1}/u_ex2609{number:02}", ".log", log)
        self.put("mapped/grown-site/u_ex260900.log", log)

    def dhcp_logs(self):
        with open(os.path.join(SAMPLES, "dhcp", "clean-v4.log"), "rb") as file:
            text = file.read()
        head = text[:text.index(b"00,10/05/26")]
        for number in range(4):
            lines = [
                b"%d,10/%02d/26,%02d:%02d:00,%s,10.20.%d.%d,PC-%04d.corp.example.com,00155D%06X,,%d,6,,,,,,,,,0\r\n" % (
                    10 + minute % 2, 6 + number, minute // 60, minute % 60, (b"Assign", b"Renew")[minute % 2], number,
                    minute % 50 + 1, minute % 40, minute % 40, minute)
                for minute in range(0, 1440, 3)]
            self.growing(f"dhcp{number % 2}/DhcpSrvLog-{number}", ".log", head + b"".join(lines))

    def growing(self, stem, ending, log):
        """The log as it ended, often a copy of it, and copies of what was there of it earlier."""
        rng = self.rng
        self.put(stem + ending, log)
        for copy in range(rng.randint(0, 2)):
            end = rng.randint(len(log) // 10, len(log))
            if rng.random() < 0.5:
                end = log.rindex(b"\n", 0, end) + 1
            early = log[:end]
            self.put(f"copies/{copy}/{stem}{ending}" + (".gz" if copy else ""), packed(early) if copy else early)
        if rng.random() < 0.3:
            self.put(f"kept/{stem}{ending}.gz", packed(log))

    def damaged(self):
        sources = [name for name in files(self.folder) if name.endswith(".gz")]
        for number, name in enumerate(self.rng.sample(sources, 10)):
            with open(os.path.join(self.folder, name), "rb") as file:
                data = bytearray(file.read())
            place = self.rng.randrange(len(data) // 4, len(data))
            if number % 3 == 0:
                data = data[:place]
            elif number % 3 == 1:
                data[place] ^= 0x55
            else:
                data += b"what a copy program left behind"
            stem = os.path.basename(name)
            self.put(f"damaged/{number}-{stem}", bytes(data))

    def archives(self):
        names = self.rng.sample(files(self.folder), 24)
        contents = {}
        for name in names:
            with open(os.path.join(self.folder, name), "rb") as file:
                contents[name[2:]] = file.read()
        inner = self.zip(dict(list(contents.items())[:6]))
        self.put("archives/copies.zip", self.zip({**contents, "inner.zip": inner}))
        self.put("archives/copies.tar", self.tar(dict(list(contents.items())[6:14]), "w"))
        whole = self.tar({**dict(list(contents.items())[12:]), "inner.zip": inner}, "w:gz")
        self.put("archives/copies.tar.gz", whole)
        self.put("archives/cut.tar.gz", whole[:len(whole) * 2 // 3])
        self.put("archives/cut.zip", self.zip(contents)[:-200])

    @staticmethod
    def zip(contents):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in contents.items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
        return data.getvalue()

    @staticmethod
    def tar(contents, mode):
        data = io.BytesIO()
        with tarfile.open(fileobj=data, mode=mode) as archive:
            for name, content in contents.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        return data.getvalue()

    def no_logs(self):
        self.put("other/empty.log", b"")
        self.put("other/notes.txt", b"Nothing here is a log.\n" * 40)
        self.put("other/Security.evtx", b"ElfFile\0" + bytes(4088))
        self.put("other/nothing.gz", packed(b""))

    def real(self):
        """Some of the collection of real logs, for as long as the soak runs."""
        if not self.size["real"]:
            return
        shared = os.environ.get("HEADCOUNT_SHARED_DATA") or os.path.join(os.path.dirname(ROOT), "shared", "data")
        folders = [os.path.join(shared, name) for name in ("events", "iis") if os.path.isdir(os.path.join(shared, name))]
        if not folders:
            print("the collection of real logs is not there: set HEADCOUNT_SHARED_DATA to its folder to scan some of it too")
            return
        found = sorted(
            os.path.join(place, name) for folder in folders for place, _, names in os.walk(folder) for name in names)
        self.rng.shuffle(found)
        left = self.size["real"]
        for path in found[:REAL_FILES]:
            length = os.path.getsize(path)
            if length <= REAL_AT_MOST and length <= left:
                left -= length
                with open(path, "rb") as file:
                    self.put("real/" + os.path.relpath(path, shared), file.read())
