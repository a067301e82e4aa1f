"""How exporters frame the same events."""


def lines(events):
    return b"\r\n".join(events) + b"\r\n"


def rooted(events):
    return b"<Events>\r\n" + lines(events) + b"</Events>\r\n"


def declared(events):
    return b'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>' + b"".join(events) + b"</Events>"


def numbered(events):
    return b"".join(
        b'Record %d\n<?xml version="1.0" encoding="utf-8"?>\n%s\n' % (number + 1, event)
        for number, event in enumerate(events))


def sixteen_bits(events):
    return b"\xff\xfe" + lines(events).decode("utf-8").encode("utf-16-le")


FRAMINGS = (
    ("wevtutil", lines), ("rooted", rooted), ("viewer", declared), ("dump", numbered), ("powershell", sixteen_bits))
