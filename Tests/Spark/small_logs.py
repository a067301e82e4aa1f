"""Many small logs: event exports that overlap, web logs that grew while they were copied, copies, packed files; and a share of
them corrupt. The same seed gives the same bytes."""

import gzip
import os
import random

EVENT = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    "<Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4624</EventID>"
    "<TimeCreated SystemTime='2026-10-{day:02}T{hour:02}:{minute:02}:00.1234567Z'/><EventRecordID>{record}</EventRecordID>"
    "<Channel>Security</Channel><Computer>{server}.corp.example.com</Computer></System><EventData>"
    "<Data Name='TargetUserSid'>S-1-5-21-1-2-3-{user}</Data><Data Name='TargetUserName'>u{user}</Data>"
    "<Data Name='TargetDomainName'>CORP</Data><Data Name='LogonType'>3</Data>"
    "<Data Name='WorkstationName'>{client}</Data><Data Name='IpAddress'>10.1.{user}.7</Data></EventData></Event>\n")
FIELDS = "#Fields: date time s-ip cs-method cs-uri-stem cs-username c-ip cs(User-Agent) sc-status\n"
NAMED_FIELDS = "#Fields: date time s-computername s-ip cs-method cs-uri-stem cs-username c-ip sc-status\n"
# Servers as their logs name them: what folders, tables and patterns take for something else, or find too long.
HOSTILE_SERVERS = ["S" * 255, "%" * 120, "\u00e9" * 100, "a/../../etc", "..", ".", "a=b", "_hidden", "123", "2026-10-01", "null",
                   "__HIVE_DEFAULT_PARTITION__", "\"", "\\", "{{x}}", "*", "A", "a"]
DAYS = 4
SERVERS = 6


def events(source, server, first):
    # Exports of one log overlap: each begins within the one before it. Copies may lack a field: that is a conflict.
    def event(record):
        user = record * 7919 % 200 + 1
        return EVENT.format(day=1 + record % DAYS, hour=record % 24, minute=record % 60, record=record, server=server, user=user,
                            client="-" if source.random() < 0.02 else f"PC{user}")
    return "".join(event(record) for record in range(first, first + source.randrange(20, 40))).encode()


def web(source, seed, lines):
    own = random.Random(seed)
    day = 1 + seed % DAYS
    def line():
        account = f"CORP\\u{own.randrange(50)}" if own.random() < 0.5 else "-"
        return (f"2026-10-{day:02} {own.randrange(24):02}:{own.randrange(60):02}:00 10.0.0.{seed % SERVERS} GET "
                f"/{own.randrange(9)} {account} 192.0.2.{own.randrange(200)} agent{own.randrange(4)} 200\n")
    text = "".join(line() for _ in range(lines))
    return (FIELDS + text).encode()


def hostile():
    return (NAMED_FIELDS + "".join(
        f"2026-10-02 08:00:{number:02} {server} 10.9.0.{number} GET / CORP\\u1 192.0.2.1 200\n"
        for number, server in enumerate(HOSTILE_SERVERS))).encode()


def corrupt(source, content):
    kind = source.randrange(5)
    if kind == 0:
        return gzip.compress(content, mtime=0)[:-source.randrange(9, 60)]
    if kind == 1:
        return bytes(source.randrange(256) for _ in range(500))
    if kind == 2:
        return content[:-source.randrange(1, 200)]
    if kind == 3:
        return b"\x1f\x8b" + bytes(source.randrange(256) for _ in range(300))
    at = source.randrange(len(content))
    return content[:at] + bytes(64) + content[at + 64:]


def write(folder, count, seed, corrupt_share=0.0):
    """Writes `count` files; returns how many of them are corrupt."""
    source = random.Random(seed)
    spoiled = 0
    wanted = set(source.sample(range(count), int(count * corrupt_share)))
    for number in range(count):
        # One server has most of the log.
        server = 0 if source.random() < 0.6 else source.randrange(SERVERS)
        if number % 3 == 0:
            name, content = f"srv{server}/security-{number:05}.xml", events(source, f"srv{server}", number * 8 // 3)
        else:
            of = number // 4
            lines = source.randrange(20, 60)
            content = hostile() if number == 1 else web(source, of, lines)
            name = f"srv{server}/W3SVC1/u_ex{number:05}.log"
        if number in wanted:
            content = corrupt(source, content)
            spoiled += 1
        elif number % 5 == 0:
            name, content = name + ".gz", gzip.compress(content, mtime=0)
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
    return spoiled
