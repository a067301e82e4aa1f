"""The table of a benchmark and its part of the results file."""
import datetime
import os
import re

import measuring

HERE = os.path.dirname(os.path.abspath(__file__))
OPENING = "# Results\n\nWritten by `make bench-core`, `make bench-events`, `make bench-identity`, `make bench-licensing`, `make bench-spark` and `make bench-web`; `README.md` says what each row means.\n"


class Table:
    """The rows of the result, and whether all targets were met."""

    def __init__(self):
        self.rows = []

    def compare(self, what, ours, peer, peer_name, target=None, faster=False):
        """One comparison. `faster`: the ratio is the peer's time by ours and at least `target`; else ours by the peer's,
        at most `target`. Without a target it is there for scale."""
        ratio = peer.median / ours.median if faster else ours.median / peer.median
        verdict, wanted = "", "for scale"
        if target:
            verdict = "PASS" if (ratio >= target if faster else ratio <= target) else "MISS"
            wanted = f"{'>=' if faster else '<='} {target:g}"
        self.add(f"| {what} | {ours.text} | {peer_name} | {peer.text} | {ratio:.2f} | {wanted} | {verdict} |")

    def bound(self, what, value, limit, unit):
        verdict = "PASS" if value <= limit else "MISS"
        self.add(f"| {what} | {value:.2f} {unit} | | | | <= {limit:g} {unit} | {verdict} |")

    def absent(self, what, peer_name, why, target):
        """A comparison that could not be made."""
        self.add(f"| {what} | | {peer_name} | {why} | | {target} | |")

    def add(self, row):
        self.rows.append(row)
        print(row, flush=True)

    def lines(self):
        return ["| what | Headcount | peer | peer's time | ratio | target | |", "|---|---|---|---|---|---|---|",
                *self.rows]


def circumstances(versions, runs):
    """When, on what and with what a benchmark ran: lines of a list."""
    commit = measuring.first_line(["git", "-C", HERE, "rev-parse", "--short", "HEAD"])
    load = os.getloadavg()
    return [
        f"- {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, commit {commit}",
        f"- {measuring.machine()}; load average at the end {load[0]:.1f} (the benchmark itself makes 1 to 2)",
        f"- {', '.join(versions)}",
        f"- Medians of {runs} runs, alternating, with the fastest and the slowest; warm cache",
    ]


def write_part(path, heading, lines):
    """Puts a benchmark's part under its heading into the results file; the other parts stay as they are."""
    parts = {}
    if os.path.exists(path):
        with open(path) as file:
            for part in re.split(r"^(?=## )", file.read(), flags=re.MULTILINE)[1:]:
                parts[part.split("\n", 1)[0]] = part.rstrip("\n") + "\n"
    parts[f"## {heading}"] = "\n".join([f"## {heading}", "", *lines]) + "\n"
    with open(path, "w") as file:
        file.write("\n".join([OPENING, *(parts[name] for name in sorted(parts))]))
