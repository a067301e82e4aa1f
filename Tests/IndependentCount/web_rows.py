"""Lines of web logs as rows: `#Fields`, the server a line belongs to, services, outcomes, anonymous visitors."""
import ipaddress
import re
from fnmatch import fnmatchcase
from itertools import chain, islice

from inputs import decoded
from values import address, day_start, milliseconds, name, number, split_account, value

CHANNELS = {"web", "ftp", "smtp"}
_OWN_FOLDER = re.compile(r"(?:(?:w3svc|ftpsvc|msftpsvc|smtpsvc)\d*|logfiles|inetpub|logs)\Z", re.ASCII)
_SERVICES = (("msftpsvc", "ftp"), ("ftpsvc", "ftp"), ("smtpsvc", "smtp"))
_SITE_FOLDER = re.compile(r"(?:w3svc|ftpsvc|msftpsvc|smtpsvc)\d*\Z", re.ASCII)
_CLOCK = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?\Z", re.ASCII)
_QUOTED = re.compile(r'"(?:[^"]|"")*"|[^ ]+')
_NCSA = re.compile(
    r'(\S+) \S+ (\S+) \[(\d\d)/([A-Z][a-z]{2})/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\] '
    r'"[^"]*" (\d{3}|-) (\d+|-)(?: "[^"]*" "[^"]*")?\s*\Z', re.ASCII)
_MONTHS = {month: f"{at:02}" for at, month in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_DAY, _MINUTE = 86_400_000, 60_000

# Formats reference, 4.1: the lists IIS writes where nobody chose another.
DEFAULT_FIELDS = [text.split() for text in (
    "date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status "
    "sc-substatus sc-win32-status",
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus "
    "sc-win32-status time-taken",
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status "
    "sc-substatus sc-win32-status time-taken",
    "date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version "
    "cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
    "date time s-sitename cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Cookie) "
    "cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
    "date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session "
    "x-fullpath",
)]


class Settings:
    """What the contract takes from the settings: folders that name a server, and the trusted proxies."""

    def __init__(self, web_folders=(), trusted_proxies=()):
        self.web_folders = list(web_folders)
        self.networks = [ipaddress.ip_network(text) for text in trusted_proxies]

    def server_of(self, source):
        """The server of the first glob that names the file or one of its folders."""
        names = [source.file_name()] + source.folders()
        return next((server for glob, server in self.web_folders for each in names if fnmatchcase(each, glob)), "")

    def trusts(self, shown):
        return any(ipaddress.ip_address(shown) in network for network in self.networks) if shown else False


def lines_of(chunks):
    """Lines without their ends, and without the NULs a log may be padded with."""
    waiting = b""
    for chunk in chunks:
        parts = (waiting + chunk).split(b"\n")
        waiting = parts.pop()
        yield from (part.strip(b"\0").rstrip(b"\r") for part in parts)
    yield waiting.strip(b"\0").rstrip(b"\r")


class Columns:
    """Where a `#Fields` has what the contract reads; -1 where it has it not."""

    def __init__(self, names):
        self.count = len(names)
        places = {}
        for place, each in enumerate(names):
            places.setdefault(each.lower(), place)
        at = lambda each: places.get(each, -1)
        self.date, self.time = at("date"), at("time")
        self.computer, self.server_address, self.site = at("s-computername"), at("s-ip"), at("s-sitename")
        self.user, self.client, self.status, self.session = at("cs-username"), at("c-ip"), at("sc-status"), at("x-session")
        self.forwarded = next((places[each] for each in ("x-forwarded-for", "cs(x-forwarded-for)") if each in places), -1)
        # HTTPERR and the firewall's log are recognised, and give no rows.
        self.gives_rows = not ({"s-reason", "s-queuename", "src-ip"} & places.keys())


_COMMON = {"date", "time", "c-ip", "cs-username", "s-ip", "cs-method", "sc-status", "cs-uri-stem"}


def is_beyond_contract(lines):
    """Whether a log begins with a list of columns the contract knows nothing of: with commas, or under a misspelt name."""
    for line in islice(lines, 64):
        if line[:1] != b"#":
            continue
        text = decoded(line)
        key, _, rest = text[1:].partition(":")
        if key.lower() == "fields":
            return "," in rest
        if len(_COMMON & set(text[1:].lower().split())) >= 3:
            return True
    return False


class WebLog:
    """One web log as it is read: `read` gives (row, milliseconds) of a line, or None."""

    def __init__(self, source, settings):
        self.source, self.settings = source, settings
        self.mapped = name(settings.server_of(source))
        folders = source.folders()
        nearest = next((folder for folder in folders if not _OWN_FOLDER.match(folder.lower())), "")
        self.by_path = name(nearest) or name(source.file_name().partition(".")[0])
        self.folder = next((folder for folder in folders if _SITE_FOLDER.match(folder.lower())), "")
        self.columns, self.quoted, self.begun, self.last, self.days = None, False, "", None, 0

    def rows(self, lines_again):
        """All rows; `lines_again` gives the log's lines, as often as asked."""
        for line in lines_again():
            if not line or line.isspace():
                continue
            if line[:1] == b"#":
                self._directive(decoded(line))
                continue
            if self.columns is None:
                yield from _rows_without_fields(self, lines_again)
                return
            if self.columns.gives_rows:
                row = self.row(self.values(decoded(line)))
                if row:
                    yield row

    def _directive(self, text):
        key, _, rest = text[1:].partition(":")
        key = key.strip().lower()
        if key == "fields":
            self.columns = Columns(rest.split())
        elif key == "software":
            self.quoted = "advanced logging" in rest.lower()
        elif key == "date":
            self.begun, self.last, self.days = rest.strip()[:10], None, 0

    def values(self, line):
        if not self.quoted:
            return line.split(" ")
        return [each[1:-1].replace('""', '"') if each[:1] == '"' else each for each in _QUOTED.findall(line)]

    def row(self, values):
        columns = self.columns
        if len(values) != columns.count:
            # A blank at the end of the line is an empty last value nobody declared.
            if len(values) != columns.count + 1 or values[-1]:
                return None
        moment = self._moment(values)
        if moment is None:
            return None
        take = lambda place: values[place] if place >= 0 else ""
        site = value(take(columns.site))
        service = self._service(site)
        domain, account = split_account(take(columns.user), "\\/")
        client = self._client(take(columns.client), take(columns.forwarded))
        server = name(take(columns.computer)) or self.mapped
        if not server:
            server = address(take(columns.server_address))
            if not server or _is_loopback(server):
                server = self.by_path
        outcome = self._outcome(service, take(columns.status), domain or account) if columns.status >= 0 else "success"
        return (server, service, domain, account, client, outcome, site or self.folder), moment

    def _moment(self, values):
        columns = self.columns
        if columns.time < 0:
            return None
        clock = values[columns.time]
        if not _CLOCK.match(clock):
            return None
        if columns.date >= 0:
            return milliseconds(values[columns.date] + "T" + clock + "Z")
        moment = milliseconds(self.begun + "T" + clock + "Z")
        if moment is None:
            return None
        # A log is written within a minute of what it records: a clock that falls by more has passed midnight, and
        # a line of the last minute of a day may come behind one of the first minute of the next.
        moment += self.days * _DAY
        if self.last is None or self.last - moment <= _MINUTE:
            into_day = self.last % _DAY if self.last is not None else _DAY
            if self.days and into_day < _MINUTE and moment % _DAY >= _DAY - _MINUTE:
                return moment - _DAY
        else:
            self.days, moment = self.days + 1, moment + _DAY
        self.last = moment
        return moment

    def _service(self, site):
        """By the site's name, which is the folder's where a line has none, else by a column only FTP has."""
        named = (name(site) or self.folder.lower())
        by_name = next((service for start, service in _SERVICES if named.startswith(start)), "")
        return by_name or ("ftp" if self.columns.session >= 0 else "web")

    def _client(self, peer, forwarded):
        shown = address(peer)
        if not self.settings.networks or not self.settings.trusts(shown):
            return shown
        for each in reversed(value(forwarded).replace("+", " ").split(",")):
            candidate = address(each)
            if candidate:
                # Where all of them are trusted proxies, the one furthest away is left.
                shown = candidate
                if not self.settings.trusts(candidate):
                    break
        return shown

    def _outcome(self, service, status, has_user):
        code = number(status)
        if code is None:
            return "failure"
        if service == "ftp":
            good = 200 <= code <= 299 or (bool(has_user) and (100 <= code <= 199 or code == 350))
        else:
            good = 100 <= code <= 399
        return "success" if good else "failure"


_loopbacks = {}


def _is_loopback(shown):
    if shown not in _loopbacks:
        _loopbacks[shown] = ipaddress.ip_address(shown).is_loopback
    return _loopbacks[shown]


def _rows_without_fields(log, lines_again):
    """A log with no `#Fields` at all, every line of which fits one format with fixed columns; else nothing of it.

    The native format is in local time, and this program knows no zones: it gives no rows.
    """
    fitting, ncsa, waiting, whole = [Columns(names) for names in DEFAULT_FIELDS], True, None, 0
    for line in chain(lines_again(), [None]):
        # A line is looked at when the next is there: the last of a log that was cut need not fit, where others do.
        text, waiting = waiting, line
        if not text or text.isspace() or line is None and whole:
            continue
        text = decoded(text)
        if text[0] == "#":
            if text[1:].strip().lower().startswith("fields"):
                yield from _rows_behind_fields(log, lines_again)
                return
            continue
        whole += 1
        fitting = [columns for columns in fitting if _fits(text.split(" "), columns)]
        ncsa = ncsa and bool(_NCSA.match(text))
    if ncsa:
        log.columns = Columns(["date", "time", "c-ip", "cs-username", "sc-status"])
    elif fitting:
        log.columns = fitting[0]
    else:
        return
    for line in lines_again():
        if line and not line.isspace() and line[:1] != b"#":
            row = _ncsa_row(log, decoded(line)) if ncsa else log.row(decoded(line).split(" "))
            if row:
                yield row


def _rows_behind_fields(log, lines_again):
    """What stands before the first `#Fields` is rejected."""
    for line in lines_again():
        if line[:1] == b"#":
            log._directive(decoded(line))
        elif line and not line.isspace() and log.columns is not None and log.columns.gives_rows:
            row = log.row(log.values(decoded(line)))
            if row:
                yield row


def _fits(values, columns):
    if len(values) != columns.count or day_start(values[columns.date]) is None or not _CLOCK.match(values[columns.time]):
        return False
    addresses = [values[place] for place in (columns.client, columns.server_address) if place >= 0]
    return all(each == "-" or address(each) for each in addresses) and (
        values[columns.status] == "-" or values[columns.status].isdigit())


def _ncsa_row(log, line):
    match = _NCSA.match(line)
    if not match:
        return None
    client, user, day, month, year, clock, zone, status, _ = match.groups()
    moment = milliseconds(f"{year}-{_MONTHS.get(month, '00')}-{day}T{clock}{zone}")
    if moment is None:
        return None
    row, _ = log.row([f"{year}-{_MONTHS[month]}-{day}", clock, client, user, status])
    return row, moment
