#!/usr/bin/env python3
"""Writes logs whose values are the contract's edge cases, drawn with a fixed seed.

Addresses, names, numbers and times are right, nearly right and wrong; events come again with other values, without a
Provider, a Computer or a record id; web logs change their columns, have sessions of FTP, and were copied while they grew.
"""
import argparse
import gzip
import os
import random
import zipfile
from xml.sax.saxutils import escape, quoteattr

ADDRESSES = [
    "10.0.0.1", "192.0.2.7", "010.0.0.1", "10.0.0.256", "10.0.0", "10.0.0.1:445", "10.0.0.1:", "0.0.0.0",
    "::", "::1", "127.0.0.1", "::ffff:10.1.2.3", "::ffff:0.0.0.0", "::FFFF:0A01:0203", "fe80::1%13", "[fe80::1%13]:3389",
    "2001:DB8:0:0:1:0:0:1", "2001:db8::0:1", "2001:db8:0:1:1:1:1:1", "[2001:db8::5]", "1:2:3:4:5:6:7", "::1.2.3.4",
    "64:ff9b::192.0.2.33", "LOCAL", "-", "", " ", "host.example", "10.0.0.1 ", "\t10.0.0.9", "1.2.3.4.5", "0.0.0.1",
    "12345::", "fe80::", "2001:db8::1::2", "+1.2.3.4", "::ffff:1.2.3.04", "0:0:0:0:0:ffff:c000:0207", "::ffff:0:0",
]
NAMES = [
    "alice", "ALICE", "Äpfel", "ΟΔΟΣ", "İstanbul", "ﬀ", "straße", "-", "", " ", " - ", "--", "CORP\\bob", "\\carol",
    "CORP\\", "A\\B\\C", "dave@corp.example", "CORP/eve", "R&D", "<x>", "it's \"q\"", "a\tb", "e\u0301", "é", "名前", "FS01$",
    "$", "\\\\PC7", "\\\\", "\U0001F600", "a b", "NULL", "ANONYMOUS LOGON", "\x7f", "\u00a0", "\u2028x", "\ufeffbom", "Ǆ", "ᾼ",
]
DOMAINS = ["CORP", "corp.example", "-", "", " ", "NT AUTHORITY", "ÅNGSTRÖM"]
SIDS = ["S-1-5-21-1-2-3-1001", "s-1-5-18", "S-1-0-0", "-", "", "%{S-1-5-7}"]
NUMBERS = ["0", "0x0", "0X0", "00", "0x00000000", "1", "0xc000006d", "0x6", "", "-", None, "x", "0x", " 0 ", "-0", "+0"]
KINDS = ["2", "3", "4", "5", "7", "8", "9", "10", "11", "12", "13", "0", "1", "6", "99", "0x3", "0xA", "", "-", None, " 3 "]
SERVICES = [
    "FS01$", "fs01$", "krbtgt", "KRBTGT", "krbtgt/CORP.EXAMPLE", "krbtgt_12345", "krbtgt_abc", "krbtgtx", "svc-sql",
    "MSSQLSvc/sql01.corp.example:1433", "$", "$$", "-", "", "FS01$@CORP", "krbtgt$", "krbtgt_",
]
TIMES = [
    "2026-03-01T00:00:00.0000000Z", "2026-03-01T23:59:59.9999999Z", "2026-03-01T12:00:00Z", "2026-03-01 12:00:00.123456+00:00",
    "2026-03-01 12:00:00.123456", "1989-12-31T23:59:59.9Z", "1990-01-01T00:00:00Z",
    "1601-01-01T00:00:00.000000Z", "", None, "2026-02-30T00:00:00Z", "2026-03-01T24:00:00Z", "2028-02-29T06:07:08.9Z", "nonsense",
]
COMPUTERS = ["FS01.corp.example", "fs01.CORP.example", "DC1", "ÖST-1", "", "-", " DC1 ", None]
KEYWORDS = ["0x8020000000000000", "0x8010000000000000", "0x8030000000000000", "", None, "0x0010000000000000"]
SECURITY = "Microsoft-Windows-Security-Auditing"
TERMINAL = "Microsoft-Windows-TerminalServices-"
FIELDS = {
    4624: "TargetDomainName:d TargetUserName:n TargetUserSid:s LogonType:k IpAddress:a WorkstationName:n",
    4625: "TargetDomainName:d TargetUserName:n TargetUserSid:s LogonType:k IpAddress:a WorkstationName:n",
    4768: "TargetDomainName:d TargetUserName:n TargetSid:s IpAddress:a Status:z",
    4769: "TargetDomainName:d TargetUserName:n ServiceName:v IpAddress:a Status:z",
    4771: "TargetUserName:n TargetSid:s IpAddress:a Status:z",
    4776: "TargetUserName:n Workstation:n Status:z",
    4778: "AccountDomain:d AccountName:n ClientAddress:a ClientName:n",
    5140: "SubjectDomainName:d SubjectUserName:n SubjectUserSid:s IpAddress:a",
    5145: "SubjectDomainName:d SubjectUserName:n SubjectUserSid:s IpAddress:a",
    21: "User:n Address:a", 25: "User:n Address:a", 1149: "Param1:n Param2:d Param3:a",
    302: "Username:n IpAddress:a Resource:n", 4634: "TargetUserName:n", 4648: "TargetUserName:n IpAddress:a",
}
OTHERS = {21: "LocalSessionManager", 25: "LocalSessionManager", 1149: "RemoteConnectionManager", 302: "Gateway"}
POOLS = {"a": ADDRESSES, "n": NAMES, "d": DOMAINS, "s": SIDS, "k": KINDS, "z": NUMBERS, "v": SERVICES}
USUAL = {"a": 8, "n": 4, "d": 2, "s": 2, "k": 12, "z": 4, "v": 3}


def drawn(luck, pool, usual=0):
    """Mostly from the pool's beginning, where there is one: rows must also meet."""
    return luck.choice(pool[:usual]) if usual and luck.random() < 0.4 else luck.choice(pool)


def clock(luck):
    return f"{luck.randrange(24):02}:{luck.randrange(60):02}:{luck.randrange(60):02}"


def event(luck):
    event_id = luck.choice(list(FIELDS))
    own = TERMINAL + OTHERS[event_id] if event_id in OTHERS else SECURITY
    channel = own + "/Operational" if event_id in OTHERS else "Security"
    provider = luck.choice([own] * 12 + [None, "Some-Other-Provider"])
    if luck.random() < 0.04:
        channel = luck.choice(["Security", "System", own + "/Operational", ""])
    moment = luck.choice(TIMES)
    if luck.random() < 0.75:
        moment = f"2026-03-{luck.randrange(1, 6):02}T{clock(luck)}.{luck.randrange(10**7):07}Z"
    computer = luck.choice(COMPUTERS) if luck.random() < 0.3 else "FS01.corp.example"
    system = [f"<Provider Name={quoteattr(provider)}/>" if provider else luck.choice(["<Provider/>", ""])]
    system.append(f"<EventID>{event_id}</EventID>")
    keywords = luck.choice(KEYWORDS)
    if keywords is not None:
        system.append(f"<Keywords>{keywords}</Keywords>")
    if moment is not None:
        system.append(f"<TimeCreated SystemTime='{moment}'/>")
    if luck.random() < 0.9:
        system.append(f"<EventRecordID>{luck.randrange(1, 1 << 40)}</EventRecordID>")
    system.append(f"<Channel>{channel}</Channel>")
    if computer is not None:
        system.append(f"<Computer>{escape(computer)}</Computer>")
    return system, event_id, data(luck, event_id)


def data(luck, event_id):
    found = []
    for field in FIELDS[event_id].split():
        label, pool = field.split(":")
        text = drawn(luck, POOLS[pool], USUAL[pool])
        if text is not None and luck.random() < 0.95:
            found.append((label, text))
            if luck.random() < 0.03:
                found.append((label, "second"))
    return found


def shown(luck, system, event_id, found):
    in_user_data = event_id in OTHERS
    flat = in_user_data or luck.random() < 0.1
    written = "".join(_value(luck, label, text, flat) for label, text in found)
    body = f"<UserData><X xmlns='Event_NS'>{written}</X></UserData>" if in_user_data else f"<EventData>{written}</EventData>"
    rendering = "<RenderingInfo Culture='es'><Channel>Seguridad</Channel><Provider>Otro</Provider></RenderingInfo>"
    return ("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" + "".join(system) + "</System>"
            + body + (rendering if luck.random() < 0.1 else "") + "</Event>")


def _value(luck, label, text, flat):
    text = escape(text)
    if luck.random() < 0.02:
        text += luck.choice(["\x01", "&#1;", "&#x41;", "&#xFFFF;", "\r\n", "<![CDATA[&x]]>", "<!-- note -->"])
    return f"<{label}>{text}</{label}>" if flat else f"<Data Name='{label}'>{text}</Data>"


def write_events(folder, luck, records):
    os.makedirs(folder)
    events = [event(luck) for _ in range(records)]
    texts = [shown(luck, *each) for each in events]
    body = "<Events>" + "\n".join(texts) + "</Events>"
    with open(os.path.join(folder, "utf-8.xml"), "w", newline="") as file:
        file.write(body)
    with open(os.path.join(folder, "utf-16.xml"), "w", encoding="utf-16", newline="") as file:
        file.write("\r\n".join(texts[: records // 3]))
    # The same records with values lost or changed, and cut within one of them.
    again = [shown(luck, system, event_id, found if luck.random() < 0.5 else data(luck, event_id))
             for system, event_id, found in events[records // 4: records // 2]]
    with gzip.open(os.path.join(folder, "again.xml.gz"), "wb") as file:
        file.write("\n".join(again).encode()[:-200])


USERS = [
    "-", "CORP\\ann", "corp\\ANN", "CORP/ann", "ann@corp.example", "\\ann", "/ann", "a/b\\c", "a\\b/c", "", "anonymous", "-",
    "CORP\\", "Ünal", "x+y", "EX04$",
]
FORWARDED = [
    "-", "203.0.113.1", "203.0.113.1,+10.0.0.1", "203.0.113.1:55,+192.0.2.7", "unknown,+203.0.113.2", "[2001:db8::9]:1,+10.0.0.1",
    "10.0.0.5,+10.0.0.6", ",+203.0.113.4", "fe80::1%13,+10.0.0.7",
]
STATUSES = ["200", "304", "401", "404", "500", "100", "399", "400", "-", "", "0", "99", "abc", "1000"]
FTP_STATUSES = ["125", "150", "200", "220", "226", "230", "331", "332", "350", "421", "530", "550", "-", "299", "300"]
SITES = ["W3SVC1", "w3svc2", "FTPSVC1", "MSFTPSVC7", "SMTPSVC1", "MYSITE", "-"]
COLUMNS = [
    "date", "time", "s-sitename", "s-computername", "s-ip", "cs-method", "cs-uri-stem", "cs-username", "c-ip", "sc-status",
    "X-Forwarded-For",
]
FOLDERS = [
    "", "web01/LogFiles/W3SVC1", "inetpub/logs/LogFiles/W3SVC2", "ftp/FTPSVC1", "MAIL/SMTPSVC1", "Ö/MSFTPSVC3", "W3SVC", "w3svc1x",
]


def cell(luck, column):
    if column == "date":
        return luck.choice(["2026-03-01"] * 20 + ["2026-03-02", "1989-01-01", "2026-13-01", "-"])
    if column == "time":
        return clock(luck) if luck.random() < 0.97 else luck.choice(["24:00:00", "-", "1:02:03", "10:00:00.1234"])
    if column in ("s-ip", "c-ip"):
        text = drawn(luck, ADDRESSES, 8)
    elif column == "X-Forwarded-For":
        text = luck.choice(FORWARDED)
    else:
        text = luck.choice({
            "s-sitename": SITES, "s-computername": ["WEB01", "web02", "-", "ÖST"], "cs-method": ["GET", "POST"],
            "cs-uri-stem": ["/", "/ä", "/#x"], "cs-username": USERS, "sc-status": STATUSES, "x-session": ["5a", "5b"]}[column])
    return text.strip().replace(" ", "+").replace("\t", "+") or "-"


def web_lines(luck, lines, ftp):
    columns = [each for each in COLUMNS if each in ("date", "time") or luck.random() < 0.8]
    if ftp:
        columns = ["date", "time", "c-ip", "cs-username", "s-ip", "cs-method", "sc-status", "x-session"]
    head = ["#Software: Microsoft Internet Information Services 10.0", "#Version: 1.0", "#Date: 2026-03-01 00:00:00",
            "#Fields: " + " ".join(columns) + luck.choice(["", " "])]
    for at in range(lines):
        if at % 200 == 150 and not ftp:
            columns = luck.sample(columns, len(columns))
            head.append("#Fields: " + " ".join(columns))
        values = [luck.choice(FTP_STATUSES) if ftp and each == "sc-status" else cell(luck, each) for each in columns]
        if luck.random() < 0.01:
            values = values + ["x"] if luck.random() < 0.5 else values[:-1]
        head.append(luck.choice(["# remark", ""]) if luck.random() < 0.01 else " ".join(values))
    return head


def cut(content, near, anywhere):
    """Where a copy ends: as asked, or behind the first bytes of the line there, which is then no whole line."""
    return near if anywhere else content.index(b"\n", near) + 8


def write_webs(folder, luck, lines, anywhere):
    os.makedirs(folder)
    for at, inner in enumerate(FOLDERS * 2):
        place = os.path.join(folder, inner)
        os.makedirs(place, exist_ok=True)
        text = "\r\n".join(web_lines(luck, lines // 16, ftp=at % 5 == 3)) + "\r\n"
        content = text.encode("cp1252", errors="replace") if at % 7 == 2 else text.encode()
        _write(os.path.join(place, f"u_ex2603{at:02}.old.log"), content)
        if at % 4 == 1:
            # Copied while it grew, once packed.
            with gzip.open(os.path.join(folder, f"grown{at}.log.gz"), "wb") as file:
                file.write(content[: cut(content, len(content) // 2, anywhere)])
            _write(os.path.join(folder, f"small{at}.log"), content[: cut(content, 700, anywhere)])
            _write(os.path.join(folder, f"other{at}.log"), content[:5000] + b"x" + content[5001:])
    with zipfile.ZipFile(os.path.join(folder, "exports.zip"), "w") as archive:
        for name in ("srv9/LogFiles/W3SVC1/a.log", "b.x.log", "LogFiles/c.log"):
            member = zipfile.ZipInfo(name)
            archive.writestr(member, "\n".join(web_lines(luck, 200, ftp=False)))


def _write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=int, default=6000)
    parser.add_argument("--cut-anywhere", action="store_true", help="let copies of growing logs end within any value")
    arguments = parser.parse_args()
    luck = random.Random(arguments.seed)
    write_events(os.path.join(arguments.folder, "events"), luck, arguments.records)
    write_webs(os.path.join(arguments.folder, "web"), luck, arguments.records, arguments.cut_anywhere)


if __name__ == "__main__":
    main()
