"""Windows events as rows: where an event begins and ends in a stream, its fields, and the contract's event table."""
import re

from inputs import decoded
from values import address, client_name, milliseconds, name, number, sid, split_account, unescaped, value

_PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"
_BOUNDARY = re.compile(
    rb"<(?:" + _PREFIX + rb"Event(?=[\s/>])[^<>]*>|/" + _PREFIX + rb"Event\s*>|!\[CDATA\[.*?\]\]>|!--.*?-->)", re.S)
_BEGINS_SYSTEM = re.compile(rb"[\s-]*<" + _PREFIX + rb"System[\s>]")
_NEXT_EVENT = re.compile(rb"<" + _PREFIX + rb"Event(?=[\s>])[^<>]*>[\s-]*<" + _PREFIX + rb"System[\s>]")
_ID = re.compile(rb"<" + _PREFIX + rb"EventID(?:\s[^>]*)?>\s*(\d+)\s*<")
_TAG = re.compile(r"""<(/?)((?:[\w.-]+:)?[\w.-]+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>([^<]*)""")
_ATTRIBUTE = re.compile(r"""\s+([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ATTRIBUTES = re.compile(r"""(?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?\Z""")
# Comments, instructions and sections; a tag is passed over whole, whatever its attributes hold.
_APART = re.compile(r"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>|(<[^!?](?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.S)
_NO_REFERENCE = re.compile(r"&(?!#[0-9]+;|#x[0-9a-fA-F]+;|amp;|lt;|gt;|quot;|apos;)")
_KRBTGT = re.compile(r"krbtgt(?:/.*|_\d+)?\Z", re.S | re.ASCII)
_TOKEN_AT_MOST = 1 << 16
_LONGEST = 4 << 20

LOGON_CHANNELS = {
    2: "interactive", 3: "network", 4: "batch", 5: "service", 7: "unlock", 8: "network-cleartext",
    9: "new-credentials", 10: "remote-interactive", 11: "cached-interactive", 12: "cached-remote-interactive",
    13: "cached-unlock",
}
SECURITY = "Microsoft-Windows-Security-Auditing"
LOCAL_SESSIONS = "Microsoft-Windows-TerminalServices-LocalSessionManager"
REMOTE_CONNECTIONS = "Microsoft-Windows-TerminalServices-RemoteConnectionManager"
GATEWAY = "Microsoft-Windows-TerminalServices-Gateway"
PROVIDERS = {
    4624: SECURITY, 4625: SECURITY, 4768: SECURITY, 4769: SECURITY, 4771: SECURITY, 4776: SECURITY, 4778: SECURITY,
    5140: SECURITY, 5145: SECURITY, 21: LOCAL_SESSIONS, 25: LOCAL_SESSIONS, 1149: REMOTE_CONNECTIONS, 302: GATEWAY,
}
CHANNELS = set(LOGON_CHANNELS.values()) | {
    "kerberos-tgt", "service-ticket", "service-account-ticket", "ntlm-validation", "session-reconnect", "share",
    "share-object", "rdp-session", "rdp-authentication", "rd-gateway", "rd-gateway-host",
}
AUDIT_FAILURE = 0x0010000000000000


def event_texts(chunks):
    """(offset in the UTF-8 text, bytes) of every complete event of a stream."""
    waiting, base, place, begun, depth = b"", 0, 0, None, 0
    chunks = iter(chunks)
    ended = False
    while not ended:
        parts, size = [waiting], 0
        while size < 1 << 22:
            chunk = next(chunks, None)
            if chunk is None:
                ended = True
                break
            parts.append(chunk)
            size += len(chunk)
        text = b"".join(parts)
        limit = len(text) if ended else len(text) - _TOKEN_AT_MOST
        while True:
            match = _BOUNDARY.search(text, place)
            if match is None or match.start() >= limit:
                place = max(place, limit)
                break
            token = match.group()
            if token.startswith(b"<!"):
                # Outside an event a comment is text like any other, and one that runs over an event was cut.
                runs_over = begun is None or _NEXT_EVENT.search(token)
                place = match.start() + 2 if runs_over else match.end()
                continue
            place = match.end()
            if token.startswith(b"</"):
                if begun is not None:
                    depth -= 1
                    if depth == 0:
                        yield base + begun, text[begun:match.end()]
                        begun = None
                continue
            if begun is None or b"xmlns" in token or _BEGINS_SYSTEM.match(text, match.end()):
                # Of an event that is cut by the next one nothing is left.
                begun, depth = match.start(), 0
            if not token.endswith(b"/>"):
                depth += 1
            elif depth == 0:
                begun = None
        if begun is not None and len(text) - begun > _LONGEST:
            begun, depth = None, 0
        keep = begun if begun is not None else place
        waiting, base = text[keep:], base + keep
        place -= keep
        begun = 0 if begun is not None else None


class Malformed(Exception):
    """The record is no well-formed XML: its values are not to be trusted, it is rejected."""


class Event:
    """The parts of an event the contract reads; of a name that occurs twice the first counts."""

    def __init__(self, text):
        self.system, self.data = {}, {}
        self.provider, self.time = "", ""
        if "<!" in text or "<?" in text:
            text = _APART.sub(_without_markup, text)
        if "&" in text and _NO_REFERENCE.search(text):
            raise Malformed
        tags = _TAG.findall(text)
        if len(tags) != text.count("<") or "]]>" in text and any("]]>" in content for *_, content in tags):
            raise Malformed
        opened, section = [], ""
        for closing, qualified, attributes, content in tags:
            if closing:
                if not opened or opened.pop() != qualified:
                    raise Malformed
                continue
            if attributes and not _ATTRIBUTES.match(attributes):
                raise Malformed
            opened.append(qualified)
            depth, element = len(opened), qualified.rpartition(":")[2]
            if depth == 2:
                section = element
            elif depth > 2:
                if section == "System":
                    if depth == 3:
                        self._take_system(element, attributes, content)
                elif section == "EventData" or section == "UserData":
                    self._take_data(element, attributes, content)
            if attributes.endswith("/"):
                opened.pop()
        if opened:
            raise Malformed

    def _take_system(self, element, attributes, content):
        if element == "Provider" and "Provider" not in self.system:
            self.provider = value(_attribute(attributes, "Name"))
        elif element == "TimeCreated" and "TimeCreated" not in self.system:
            self.time = _attribute(attributes, "SystemTime")
        self.system.setdefault(element, content)

    def _take_data(self, element, attributes, content):
        # What follows an empty element is not its value.
        content = "" if attributes.endswith("/") else content
        named = _attribute(attributes, "Name") if attributes else ""
        self.data.setdefault(named or element, content)

    def of_system(self, element):
        return value(unescaped(self.system.get(element, "")))

    def __getitem__(self, field):
        content = self.data.get(field)
        if content is None:
            return ""
        return value(unescaped(content.replace("\r\n", "\n").replace("\r", "\n")))


def _without_markup(match):
    section, tag = match.groups()
    if tag:
        return tag
    return (section or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(attributes, wanted):
    for found, double, single in _ATTRIBUTE.findall(attributes):
        if found.rpartition(":")[2] == wanted:
            return unescaped(double or single)
    return ""


def rows_of(event, event_id):
    """The rows of one event as tuples: (server, event id, channel, logon type, domain, name, sid, address, name, outcome)."""
    server = name(event.of_system("Computer"))
    if event_id in (4624, 4625):
        kind = number(event["LogonType"]) or 0
        outcome = "success" if event_id == 4624 else "failure"
        return [(
            server, event_id, LOGON_CHANNELS.get(kind, f"logon-{kind}"), kind, name(event["TargetDomainName"]),
            name(event["TargetUserName"]), sid(event["TargetUserSid"]), address(event["IpAddress"]),
            client_name(event["WorkstationName"]), outcome)]
    if event_id == 4768:
        return [(
            server, event_id, "kerberos-tgt", 0, name(event["TargetDomainName"]), name(event["TargetUserName"]),
            sid(event["TargetSid"]), address(event["IpAddress"]), "", _by_status(event))]
    if event_id == 4769:
        return _service_ticket(event)
    if event_id == 4771:
        return [(
            server, event_id, "kerberos-tgt", 0, "", name(event["TargetUserName"]), sid(event["TargetSid"]),
            address(event["IpAddress"]), "", "failure")]
    if event_id == 4776:
        return [(
            server, event_id, "ntlm-validation", 0, "", name(event["TargetUserName"]), "", "",
            client_name(event["Workstation"]), _by_status(event))]
    if event_id == 4778:
        return [(
            server, event_id, "session-reconnect", 0, name(event["AccountDomain"]), name(event["AccountName"]), "",
            address(event["ClientAddress"]), client_name(event["ClientName"]), "success")]
    if event_id in (5140, 5145):
        return [(
            server, event_id, "share" if event_id == 5140 else "share-object", 0, name(event["SubjectDomainName"]),
            name(event["SubjectUserName"]), sid(event["SubjectUserSid"]), address(event["IpAddress"]), "",
            _by_keywords(event))]
    if event_id in (21, 25):
        domain, account = split_account(event["User"])
        return [(server, event_id, "rdp-session", 0, domain, account, "", address(event["Address"]), "", "success")]
    if event_id == 1149:
        domain, account = name(event["Param2"]), name(event["Param1"])
        if not domain:
            domain, account = split_account(event["Param1"])
        return [(server, event_id, "rdp-authentication", 0, domain, account, "", address(event["Param3"]), "", "success")]
    domain, account = split_account(event["Username"])
    client, resource = address(event["IpAddress"]), name(event["Resource"])
    host = (server, event_id, "rd-gateway-host", 0, domain, account, "", client, "", "success")
    return [(resource, event_id, "rd-gateway", *host[3:]), host] if resource else [host]


def _service_ticket(event):
    service = name(event["ServiceName"])
    if not service or _KRBTGT.match(service):
        return []
    channel = "service-account-ticket"
    if service.endswith("$"):
        channel, service = "service-ticket", service[:-1]
        if not service:
            return []
    return [(
        service, 4769, channel, 0, name(event["TargetDomainName"]), name(event["TargetUserName"]), "",
        address(event["IpAddress"]), "", _by_status(event))]


def _by_status(event):
    return "success" if number(event["Status"]) == 0 else "failure"


def _by_keywords(event):
    """Keywords are hexadecimal, also where an old sample leaves the `0x` out."""
    text = event.of_system("Keywords").lower().removeprefix("0x")
    try:
        return "failure" if int(text or "0", 16) & AUDIT_FAILURE else "success"
    except ValueError:
        return "success"


def _is_of_its_provider(event, event_id):
    expected = PROVIDERS[event_id]
    if event.provider:
        return event.provider == expected
    channel = event.of_system("Channel")
    if expected == SECURITY:
        return channel in ("", "Security")
    return channel.startswith(expected + "/")


def read_event(text):
    """(key or None, milliseconds, rows) of one event's bytes; None where it gives no row."""
    found = _ID.search(text)
    if found and int(found.group(1)) not in PROVIDERS:
        return None
    try:
        event = Event(decoded(text))
    except Malformed:
        return None
    event_id = number(event.of_system("EventID"))
    if event_id not in PROVIDERS or not _is_of_its_provider(event, event_id):
        return None
    moment, computer = milliseconds(event.time), name(event.of_system("Computer"))
    if moment is None or not computer:
        return None
    rows = rows_of(event, event_id)
    if not rows:
        return None
    record = event.of_system("EventRecordID")
    if not record:
        return None, moment, rows
    counted = number(record)
    return (computer, event.of_system("Channel"), event_id, record if counted is None else counted), moment, rows
