"""A small estate every text of which somebody chose who means harm.

Each string of `Tests/Attacks/strings.json` stands in every field that whoever reaches a server can write: each value of every
event of `samples/events/table`, each column of web and DHCP logs, the names of files, folders and members of archives; and in
the files a person prepares: the names of the directory, the notes of the ledger, hosts, the name of the organisation.
"""

import csv
import io
import json
import os
import re
import zipfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
STRINGS = os.path.join(ROOT, "Tests", "Attacks", "strings.json")
SAMPLES = os.path.join(ROOT, "samples", "events", "table")

# Values of an event that decide what the event is, and so are no text of anybody.
OURS = {"EventID", "Version", "Level", "Task", "Opcode", "Keywords", "EventRecordID", "Correlation", "Execution"}
# Every string stands in these; the values of all other samples are shared out among the strings.
ALWAYS = {"security-4624-v2.xml", "security-4769-v2.xml", "security-4625.xml", "gateway-303.xml", "eventlog-1102.xml"}
# One in so many of the values of the other samples holds a given string.
SHARE = 60
LEAF = re.compile(rb"<(?P<name>[A-Za-z]\w*)(?P<attributes>(?: [^<>]*[^<>/])?)>(?P<value>[^<]*)</(?P=name)>")

WEB_COLUMNS = ["s-sitename", "s-computername", "cs-method", "cs-uri-stem", "cs-uri-query", "cs-username", "c-ip",
               "cs(User-Agent)", "cs(Referer)", "cs-host", "X-Forwarded-For"]
WEB_PLAIN = ["W3SVC1", "web01", "GET", "/", "-", "-", "198.51.100.7", "Mozilla/5.0", "-", "web01.corp.example", "-"]
LONGEST_NAME = 200  # bytes of a file's name; file systems take 255
# Longer than a cell of a workbook may be, in UTF-16 code units: a pair of them each.
LONGEST_NOTE = "=" + "\U0001f600" * 16_384


class Attack:
    def __init__(self, number, row):
        self.number = number
        self.kind = row["kind"]
        self.text = row.get("text")  # None where it is no UTF-8
        self.bytes = bytes.fromhex(row["hex"]) if "hex" in row else self.text.encode()


def attacks():
    with open(STRINGS, encoding="utf-8") as file:
        return [Attack(number, row) for number, row in enumerate(json.load(file))]


def write(folder):
    """Writes the estate."""
    found = attacks()
    logs = os.path.join(folder, "logs")
    places = event_places()
    record = 1000
    for attack in found:
        events = []
        for number, (always, source, start, end) in enumerate(places):
            if always or number % SHARE == attack.number % SHARE:
                record += 1
                events.append(event(source, start, end, attack, record))
        put(os.path.join(os.fsencode(logs), b"events", name(attack) + b".xml"), b"\n".join(events))
        web(logs, attack)
    dhcp(os.path.join(logs, "dhcp", "DhcpSrvLog-Mon.log"), found)
    archive(os.path.join(logs, "archives", "export.zip"), found, places)
    directory(os.path.join(folder, "directory"), found)
    ledger(folder, found)


def put(path, data):
    """Writes a file whose name may be any bytes."""
    path = path if isinstance(path, bytes) else os.fsencode(path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def name(attack):
    """The string as part of a file's name, behind a number that keeps names apart."""
    return (b"%03d " % attack.number + attack.bytes.replace(b"/", b"\\").replace(b"\0", b""))[:LONGEST_NAME]


def event_places():
    """Every value of every sample: whether all strings stand in it, the sample, where the value begins and ends."""
    places = []
    for file in sorted(os.listdir(SAMPLES)):
        with open(os.path.join(SAMPLES, file), "rb") as sample:
            source = sample.read().strip()
        if source.startswith((b"\xff\xfe", b"\xfe\xff")) or source.count(b"<Event ") + source.count(b"<Event>") != 1:
            continue
        for match in LEAF.finditer(source):
            if match["name"].decode() not in OURS:
                places.append((file in ALWAYS, source, match.start("value"), match.end("value")))
    return places


def event(source, start, end, attack, record):
    text = attack.bytes
    if attack.number % 3 == 0 and b"]]>" not in text:
        text = b"<![CDATA[" + text + b"]]>"
    else:
        for character, reference in ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"), (b'"', b"&quot;")):
            text = text.replace(character, reference)
    changed = source[:start] + text + source[end:]
    return re.sub(rb"<EventRecordID>\d*</EventRecordID>", b"<EventRecordID>%d</EventRecordID>" % record, changed)


def web(logs, attack):
    """A log whose lines hold the string in one column each: as IIS writes it, and as it came, line ends and all."""
    for raw in (False, True):
        value = attack.bytes if raw else re.sub(rb"[\s\0]+", b"+", attack.bytes) or b"-"
        lines = [b"#Software: Microsoft Internet Information Services 10.0",
                 b"#Fields: date time " + " ".join(WEB_COLUMNS).encode() + b" sc-status"]
        for column in range(len(WEB_COLUMNS)):
            values = [text.encode() for text in WEB_PLAIN]
            values[column] = value
            lines.append(b"2026-03-02 08:00:%02d " % column + b" ".join(values) + b" 200")
        # Who was let in under a name, on a phone of that name.
        lines.append(b"2026-03-02 08:01:00 W3SVC1 mail01 POST /Microsoft-Server-ActiveSync/default.eas User=" + value
                     + b"&DeviceId=" + value + b"&DeviceType=x " + value + b" 198.51.100.9 " + value + b" - mail01 - 200")
        folder = b"W3SVC1" if raw else name(attack)
        put(os.path.join(os.fsencode(logs), b"web", folder, b"u_ex260302 " + name(attack)[:100] + b".log"),
            b"\r\n".join(lines) + b"\r\n")


def dhcp(path, found):
    lines = [b"\t\tMicrosoft DHCP Service Activity Log", b"",
             b"ID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name, TransactionID, QResult,Probationtime, "
             b"CorrelationID,Dhcid,VendorClass(Hex),VendorClass(ASCII),UserClass(Hex),UserClass(ASCII),RelayAgentInformation,DnsRegError"]
    for attack in found:
        value = attack.bytes.replace(b",", b"").replace(b"\n", b"").replace(b"\r", b"")
        lines.append(b"10,03/02/26,08:%02d:%02d,Assign,10.1.%d.%d," % (
            attack.number // 60, attack.number % 60, attack.number // 250, attack.number % 250 + 1)
            + value + b",00155D%06X," % attack.number + value + b",1,0,,,,,,,,,0")
    put(path, b"\r\n".join(lines) + b"\r\n")


def archive(path, found, places):
    """An archive whose members have the strings for names."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    data = io.BytesIO()
    _, source, start, end = places[0]
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for attack in found:
            if attack.text and "\0" not in attack.text:
                entry = zipfile.ZipInfo(attack.text[:1000], (2026, 3, 2, 8, 0, 0))
                file.writestr(entry, event(source, start, end, attack, 100_000 + attack.number))
    put(path, data.getvalue())


def directory(folder, found):
    os.makedirs(folder, exist_ok=True)
    users = ["DistinguishedName", "SamAccountName", "UserPrincipalName", "Name", "SID", "Enabled", "ObjectClass",
             "userAccountControl", "mail", "EmployeeID", "Company", "Department", "servicePrincipalName"]
    computers = ["DistinguishedName", "Name", "SamAccountName", "DNSHostName", "SID", "Enabled", "ObjectClass",
                 "OperatingSystem"]
    people = []
    machines = []
    number = 1000
    for attack in found:
        if attack.text is None:
            continue
        text = attack.text.replace("\0", "")
        for column in ("SamAccountName", "UserPrincipalName", "Name", "mail", "EmployeeID", "Company", "Department",
                       "servicePrincipalName", "DistinguishedName"):
            number += 1
            row = dict.fromkeys(users, "")
            row |= {"DistinguishedName": f"CN=user{number},DC=corp,DC=example", "SamAccountName": f"user{number}",
                    "SID": f"S-1-5-21-1004336348-1177238915-682003330-{number}", "Enabled": "True", "ObjectClass": "user",
                    "userAccountControl": "512"}
            row[column] = f"CN={text},DC=corp" if column == "DistinguishedName" else text
            people.append(row)
        for column in ("Name", "DNSHostName", "OperatingSystem"):
            number += 1
            row = {"DistinguishedName": f"CN=pc{number},DC=corp,DC=example", "Name": f"pc{number}",
                   "SamAccountName": f"pc{number}$", "DNSHostName": f"pc{number}.corp.example",
                   "SID": f"S-1-5-21-1004336348-1177238915-682003330-{number}", "Enabled": "True",
                   "ObjectClass": "computer", "OperatingSystem": "Windows 11 Enterprise"}
            row[column] = text
            machines.append(row)
    for file, columns, rows in (("users.csv", users, people), ("computers.csv", computers, machines)):
        table(os.path.join(folder, file), columns, rows)


def table(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def ledger(folder, found):
    """servers.csv, entitlements.csv and estate.yaml."""
    columns = ["licence", "quantity", "flavour", "version", "term", "agreement", "source", "assigned_to", "note"]
    rows = []
    holders = set()
    for attack in found:
        if attack.text is None:
            continue
        text = attack.text.replace("\0", "")
        for column in ("agreement", "source", "note", "assigned_to"):
            row = {"licence": "ws-cal", "quantity": "1", "flavour": "user", "version": "2022", "term": "perpetual", "agreement": f"EA {len(rows)}", "source": f"ledger {len(rows)}"} | {column: text}
            if column == "assigned_to":
                # One licence for each holder: blanks around a name, and case, make no other one.
                holder = "".join(text.lower().split())
                if not holder or holder in holders:
                    continue
                holders.add(holder)
                row |= {"licence": "m365-e3", "version": "", "term": "subscription"}
            rows.append(dict.fromkeys(columns, "") | row)
    rows.append(dict.fromkeys(columns, "") | {"licence": "ws-cal", "quantity": "1", "flavour": "user", "version": "2022",
                                              "term": "perpetual", "agreement": "EA long", "note": LONGEST_NOTE})
    table(os.path.join(folder, "entitlements.csv"), columns, rows)
    columns = ["server", "product", "version", "edition", "host", "aliases", "note"]
    rows = [{"server": f"host{attack.number}.corp.example", "product": "windows-server", "version": "2022",
             "edition": attack.text.replace("\0", ""), "host": attack.text.replace("\0", ""), "aliases": "",
             "note": attack.text.replace("\0", "")} for attack in found if attack.text]
    for server in ("FS01", "SQL01", "RDS01", "web01", "mail01"):
        rows.append({"server": server + ".corp.example", "product": "windows-server", "version": "2022", "edition": "",
                     "host": "hv01", "aliases": server, "note": ""})
    rows.append({"server": "SQL01.corp.example", "product": "sql-server", "version": "2019", "edition": "",
                 "host": "hv01", "aliases": "", "note": ""})
    table(os.path.join(folder, "servers.csv"), columns, rows)
    with open(os.path.join(folder, "estate.yaml"), "w", encoding="utf-8") as file:
        file.write("""organisation: {name: '</title><script>alert(900)</script> =1+1', domains: [CORP, corp.example]}
networks:     {internal: [10.0.0.0/8]}
window:       {as_of: 2026-03-02, days: 30}
accounts:     {external: ['CORP\\ext-*']}
""")
