"""Writes the field cases beside this file: small estates whose cheapest mix of licences is known by hand (README.md).

    python3 make.py

Needs nothing but Python. The files are the same bytes every time."""

import gzip
import io
from pathlib import Path

HERE = Path(__file__).parent
RECORD = (
    '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>'
    '<Provider Name="Microsoft-Windows-Security-Auditing" Guid="{{54849625-5478-4994-a5ba-3e3b0328c30d}}"/>'
    "<EventID>4624</EventID><Version>2</Version><Level>0</Level><Task>12544</Task><Opcode>0</Opcode>"
    '<Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime="2026-10-{day:02}T{hour:02}:{minute:02}:00.0000000Z"/>'
    "<EventRecordID>{number}</EventRecordID><Channel>Security</Channel><Computer>{server}</Computer><Security/></System>"
    '<EventData><Data Name="TargetUserSid">S-1-5-21-1-2-3-{rid}</Data><Data Name="TargetUserName">{user}</Data>'
    '<Data Name="TargetDomainName">CORP</Data><Data Name="LogonType">3</Data>'
    '<Data Name="WorkstationName">{device}</Data><Data Name="IpAddress">-</Data></EventData></Event>\n'
)


def users(count, prefix, first=1):
    return [f"{prefix}{number:04}" for number in range(first, first + count)]


def owned(people, devices):
    """Each of the people uses devices of their own."""
    return [(person, f"{kind}-{person}".upper()) for person in people for kind in devices]


def desks(count, prefix, people_each, person):
    """Each desk is shared by people who use nothing else."""
    shared = []
    for desk in range(1, count + 1):
        for shift in range(people_each):
            shared.append((f"{person}{(desk - 1) * people_each + shift + 1:04}", f"{prefix}{desk:03}"))
    return shared


def write(name, server, product, version, prices, pairs, extra_servers=()):
    folder = HERE / name
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    rids = {}
    text = io.StringIO()
    for number, (person, device) in enumerate(pairs, 1):
        rid = rids.setdefault(person, 1100 + len(rids))
        text.write(
            RECORD.format(
                day=1 + number % 28, hour=8 + number % 9, minute=number % 60, number=number, server=server, rid=rid,
                user=person, device=device))
    with open(folder / "logs" / f"{server}-Security.xml.gz", "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            packed.write(text.getvalue().encode())
    rows = ["server,product,version,behind", f"{server},{product},{version},{';'.join(extra_servers)}"]
    rows += [f"{front},{product},{version}," for front in extra_servers]
    (folder / "servers.csv").write_text("\n".join(rows) + "\n")
    (folder / "entitlements.csv").write_text("licence,quantity,flavour,version\n")
    (folder / "estate.yaml").write_text(
        "organisation: {name: Field case, domains: [CORP]}\nwindow:       {as_of: 2026-10-31, days: 90}\n"
        + "prices:\n  currency: USD\n" + "".join(f'  {key}: "{value}"\n' for key, value in prices))


WINDOWS = (("ws-cal/user", "50.00"), ("ws-cal/device", "40.00"))
EXCHANGE = (("exch-std/user", "90.00"), ("exch-std/device", "72.00")) + WINDOWS
SHIFTS = desks(30, "DESK", 3, "s")
TEAMS = desks(25, "PC", 2, "t")

write("shifts", "fs01", "windows-server", "2022", WINDOWS, owned(users(410, "u"), ("pc", "tab")) + SHIFTS)
write("shifts-one-pc", "fs01", "windows-server", "2022", WINDOWS, owned(users(410, "u"), ("pc",)) + SHIFTS)
write("mail", "mail01", "exchange-server", "2019", EXCHANGE, owned(users(100, "u"), ("pc", "phone")) + TEAMS)
write("mail-one-pc", "mail01", "exchange-server", "2019", EXCHANGE, owned(users(100, "u"), ("pc",)) + TEAMS)
write(
    "desktops", "fs01", "windows-server", "2022", WINDOWS,
    owned(users(3000, "u"), ("pc-a", "pc-b")) + owned(users(1000, "u", 3001), ("pc", "nb"))
    + owned(users(4000, "u", 4001), ("pc",)))
write(
    "front-end", "fs01", "windows-server", "2022", WINDOWS, [(person, "WEB01") for person in users(2000, "u")],
    extra_servers=("web01",))
