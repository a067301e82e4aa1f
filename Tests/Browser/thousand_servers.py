"""An estate of a thousand servers, for a report of that size.

usage: thousand_servers.py DIR [--servers 1000] [--seed 1]

Every server has an event log of 30 days, every third a web log; logs have gaps, clearings and lost records, sites have visitors
from outside, and people have departments. Nothing is known to be true of it but its size.
"""
import argparse
import datetime
import gzip
import os
import random

from hostile_estate import table

FIRST = datetime.date(2026, 10, 2)
DAYS = 30
PEOPLE = 2000
DEVICES = 1500
DEPARTMENTS = ["Accounts", "Building", "Care, ward 3", "Dispatch", "Engineering", "Front desk", "Laboratory", "Radiology"]
DOMAIN = "S-1-5-21-1004336348-1177238915-682003330-"
LOGON = """<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing' \
Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'/><EventID>4624</EventID><Version>2</Version><Level>0</Level><Task>12544</Task>\
<Opcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='%s'/><EventRecordID>%d</EventRecordID>\
<Channel>Security</Channel><Computer>%s</Computer></System><EventData><Data Name='TargetUserSid'>%s</Data>\
<Data Name='TargetUserName'>%s</Data><Data Name='TargetDomainName'>CORP</Data><Data Name='LogonType'>3</Data>\
<Data Name='LogonProcessName'>NtLmSsp</Data><Data Name='WorkstationName'>%s</Data><Data Name='IpAddress'>%s</Data>\
<Data Name='IpPort'>50112</Data></EventData></Event>"""
CLEARED = """<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Eventlog' \
Guid='{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}'/><EventID>1102</EventID><Version>0</Version><Level>4</Level><Task>104</Task>\
<Opcode>0</Opcode><Keywords>0x4020000000000000</Keywords><TimeCreated SystemTime='%s'/><EventRecordID>%d</EventRecordID>\
<Channel>Security</Channel><Computer>%s</Computer></System><UserData><LogFileCleared xmlns='http://manifests.microsoft.com/win/2004/08/windows/eventlog'>\
<SubjectUserSid>S-1-5-18</SubjectUserSid><SubjectUserName>SYSTEM</SubjectUserName><SubjectDomainName>NT AUTHORITY</SubjectDomainName>\
<SubjectLogonId>0x3e7</SubjectLogonId></LogFileCleared></UserData></Event>"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--servers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.servers, random.Random(arguments.seed))


def write(folder, servers, chance):
    rows = []
    for number in range(servers):
        server = f"srv{number:04d}.corp.example"
        rows.append({"server": server, "product": "windows-server", "version": chance.choice(["2016", "2019", "2022", "2025"]),
                     "edition": "Standard", "host": f"hv{number // 20:03d}", "access_groups": ""})
        if number % 25 == 0:
            rows.append(rows[-1] | {"product": "sql-server", "version": "2019"})
        events(os.path.join(folder, "logs", server, "Security.xml.gz"), server, chance)
        if number % 3 == 0:
            for site in range(1 + (number % 9 == 0)):
                web(os.path.join(folder, "logs", server, "LogFiles", f"W3SVC{site + 1}"), server, chance)
    table(os.path.join(folder, "servers.csv"), list(rows[0]), rows)
    table(os.path.join(folder, "entitlements.csv"), ["licence", "quantity", "flavour", "version", "note"], [
        {"licence": "ws-cal", "quantity": "1400", "flavour": "user", "version": "2019", "note": "first purchase"},
        {"licence": "ws-cal", "quantity": "500", "flavour": "user", "version": "2025", "note": "second purchase"},
        {"licence": "sql-cal", "quantity": "300", "flavour": "user", "version": "2019", "note": ""},
        {"licence": "ws-ec", "quantity": "3", "flavour": "server", "version": "2022", "note": ""}])
    directory(os.path.join(folder, "directory"))
    with open(os.path.join(folder, "estate.yaml"), "w", encoding="utf-8") as file:
        file.write(f"organisation: {{name: A thousand servers, domains: [CORP, corp.example]}}\n"
                   f"window: {{as_of: {FIRST + datetime.timedelta(DAYS - 1)}, days: {DAYS}}}\n"
                   "rules: {choose: {windows-server: mix, sql-server: user}}\n"
                   "prices: {currency: USD, ws-cal/user: '50.00', ws-cal/device: '40.00', ws-ec/server: '2500.00', sql-cal/user: '230.00'}\n")


def person(number):
    return f"person{number:04d}", f"{DOMAIN}{number + 2000}"


def events(path, server, chance):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    people = chance.sample(range(PEOPLE), 40)
    lines = []
    record = chance.randrange(1, 1_000_000)
    gap = range(0)
    if chance.random() < 0.3:
        start = chance.randrange(DAYS)
        gap = range(start, start + chance.randrange(1, 9))
    cleared = chance.randrange(DAYS) if chance.random() < 0.05 else None
    for day in range(DAYS):
        if day in gap:
            continue
        date = FIRST + datetime.timedelta(day)
        if day == cleared:
            record = 1
            lines.append(CLEARED % (f"{date}T00:10:00.0000000Z", record, server))
            record += 1
        if chance.random() < 0.01:
            record += chance.randrange(2, 300)  # records that were lost
        for hour in (8, 16):
            name, sid = person(chance.choice(people))
            device = chance.randrange(DEVICES)
            lines.append(LOGON % (f"{date}T{hour:02d}:{chance.randrange(60):02d}:00.0000000Z", record, server, sid, name,
                                  f"PC{device:04d}", f"10.{device // 250}.{device % 250}.7"))
            record += 1
    write_gzip(path, "\n".join(lines))


def web(folder, server, chance):
    os.makedirs(folder, exist_ok=True)
    lines = ["#Software: Microsoft Internet Information Services 10.0",
             "#Fields: date time s-computername cs-method cs-uri-stem cs-username c-ip cs(User-Agent) sc-status"]
    outside = chance.random() < 0.5
    for day in range(DAYS):
        date = FIRST + datetime.timedelta(day)
        for hour in range(6, 10):
            who = "-" if outside and hour > 7 else "CORP\\" + person(chance.randrange(PEOPLE))[0]
            address = f"198.51.100.{chance.randrange(1, 250)}" if outside and hour > 6 else f"10.1.{chance.randrange(250)}.9"
            lines.append(f"{date} {hour:02d}:00:00 {server.split('.')[0]} GET / {who} {address} Mozilla/5.0 200")
    write_gzip(os.path.join(folder, "u_ex2610.log.gz"), "\r\n".join(lines) + "\r\n")


def write_gzip(path, text):
    # No name and no time in the header: two runs give the same bytes.
    with open(path, "wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write(text.encode())


def directory(folder):
    os.makedirs(folder, exist_ok=True)
    people = []
    for number in range(PEOPLE):
        name, sid = person(number)
        people.append({"DistinguishedName": f"CN={name},OU=Staff,DC=corp,DC=example", "SamAccountName": name,
                       "UserPrincipalName": f"{name}@corp.example", "Name": name, "SID": sid, "Enabled": "True",
                       "ObjectClass": "user", "userAccountControl": "512", "Department": DEPARTMENTS[number % len(DEPARTMENTS)]})
    table(os.path.join(folder, "users.csv"), list(people[0]), people)
    machines = [{"DistinguishedName": f"CN=PC{n:04d},DC=corp,DC=example", "Name": f"PC{n:04d}", "SamAccountName": f"PC{n:04d}$",
                 "DNSHostName": f"pc{n:04d}.corp.example", "SID": f"{DOMAIN}{n + 10_000}", "Enabled": "True",
                 "ObjectClass": "computer", "OperatingSystem": "Windows 11 Enterprise"} for n in range(DEVICES)]
    table(os.path.join(folder, "computers.csv"), list(machines[0]), machines)


if __name__ == "__main__":
    main()
