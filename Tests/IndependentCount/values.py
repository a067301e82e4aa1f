"""Reading values: the section of that name of the row contract, and nothing else."""
import ipaddress
import re
from datetime import date

MARGIN = "\t\n\r "
EARLIEST_YEAR = 1990

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(#[xX][0-9a-fA-F]+|#[0-9]+|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?\s*(?:Z|([+-])(\d\d):?(\d\d))?\Z", re.ASCII)
_QUAD = re.compile(r"(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\Z", re.ASCII)
_ADDRESS_PORT = re.compile(r"([^:]*):\d{1,5}\Z", re.ASCII)
_BRACKETED = re.compile(r"\[([^\]]*)\](?::\d{1,5})?\Z", re.ASCII)


def readable(text):
    """Characters XML forbids become U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def unescaped(text):
    """The five entities and numeric references; any other reference stays as it is written."""
    if "&" in text:
        text = _REFERENCE.sub(_referenced, text)
    return readable(text)


def _referenced(match):
    name = match.group(1)
    if name[0] != "#":
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def value(text):
    """Trimmed; missing, blank and `-` are none, the empty text."""
    if not text:
        return ""
    text = text.strip(MARGIN)
    return "" if text == "-" else text


def lowered(text):
    """Scalar by scalar, so that a final sigma is a sigma like any other."""
    return text.lower() if text.isascii() else "".join(scalar.lower() for scalar in text)


def uppered(text):
    return text.upper() if text.isascii() else "".join(scalar.upper() for scalar in text)


def name(text):
    return lowered(value(text))


def client_name(text):
    return value(name(text).lstrip("\\"))


def sid(text):
    return uppered(value(text))


def number(text):
    """Decimal or `0x` hexadecimal; None where it is neither."""
    text = value(text)
    try:
        if text[:2] in ("0x", "0X"):
            return int(text[2:], 16)
        return int(text) if text.isascii() and text.isdigit() else None
    except ValueError:
        return None


_addresses = {}


def address(text):
    """The canonical address, or the empty text where there is none."""
    found = _addresses.get(text)
    if found is None:
        if len(_addresses) > 200_000:
            _addresses.clear()
        found = _addresses[text] = _canonical(value(text))
    return found


def _canonical(text):
    bracketed = _BRACKETED.match(text)
    if bracketed:
        text = bracketed.group(1)
    elif text.count(":") == 1:
        with_port = _ADDRESS_PORT.match(text)
        text = with_port.group(1) if with_port else text
    text = text.partition("%")[0]
    quad = _QUAD.match(text)
    if quad:
        return "" if text == "0.0.0.0" or any(int(octet) > 255 for octet in quad.groups()) else text
    if ":" not in text:
        return ""
    try:
        parsed = ipaddress.IPv6Address(text)
    except ValueError:
        return ""
    mapped = parsed.ipv4_mapped
    shown = str(mapped) if mapped is not None else str(parsed)
    return "" if shown in ("0.0.0.0", "::") else shown


def split_account(text, separators="\\"):
    """(domain, name) of an account written DOMAIN\\name, split at the first separator."""
    text = name(text)
    places = [place for place in (text.find(separator) for separator in separators) if place >= 0]
    if not places:
        return "", text
    return value(text[:min(places)]), value(text[min(places) + 1:])


_days = {}


def day_start(text):
    """Milliseconds since 1970 at the beginning of a day YYYY-MM-DD; None where it is no day that counts."""
    if text not in _days:
        try:
            day = date.fromisoformat(text)
            _days[text] = (day.toordinal() - 719163) * 86_400_000 if day.year >= EARLIEST_YEAR else None
        except ValueError:
            _days[text] = None
    return _days[text]


def milliseconds(text):
    """Milliseconds since 1970 of a UTC time, cut and not rounded; None where it is no usable time."""
    match = _TIME.match(value(text))
    if not match:
        return None
    day, hours, minutes, seconds, fraction, sign, zone_hours, zone_minutes = match.groups()
    start = day_start(day)
    if start is None or int(hours) > 23 or int(minutes) > 59 or int(seconds) > 59:
        return None
    moment = start + (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds) * 1000
    if fraction:
        moment += int((fraction + "00")[:3])
    if sign:
        offset = (int(zone_hours) * 60 + int(zone_minutes)) * 60_000
        moment += -offset if sign == "+" else offset
    return moment


_day_names = {}


def day_name(moment):
    number_of_day = moment // 86_400_000
    if number_of_day not in _day_names:
        _day_names[number_of_day] = date.fromordinal(number_of_day + 719163).isoformat()
    return _day_names[number_of_day]


def time_name(moment):
    seconds, rest = divmod(moment % 86_400_000, 1000)
    return f"{day_name(moment)}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}Z"
