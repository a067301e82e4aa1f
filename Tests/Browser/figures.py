"""Whether a report says what its position.json says, and nothing else.

Two rules:

1. Every word with a digit in it is from position.json. A number must be a number of the part of position.json its section
   shows (`PARTS`), in a text of it or by itself, or be derived from it as one row of `DERIVED` says. Any other word (a name,
   a date, a path) must stand in a text of position.json, or in `OWN_WORDS`.
2. Every table whose figures the report must carry (`tables`) has, cell by cell, the figures of position.json: nothing is
   rounded, left out or in the wrong row. `n/d` stands for null and for nothing else.
"""

import datetime
import json
import os
import re
import unicodedata
from decimal import Decimal

NOT_DETERMINABLE = "n/d"

# The parts of position.json each section shows.
PARTS = {
    "header": ["window", "organisation", "catalogue_version", "currency"],
    "footer": ["schema"],
    "position": ["products", "gauge"],
    "auditor-view": ["auditor_view"],
    "elp": ["elp"],
    "bridge": ["bridge"],
    "products": ["products"],
    "over-time": ["evidence_over_time", "window"],
    "servers": ["servers", "coverage", "external"],
    "coverage": ["coverage", "window"],
    "external": ["external", "external_choice", "external_optimum"],
    "mix": ["mix"],
    "licences": ["additive", "bundles", "entitlements"],
    "versions": ["versions"],
    "findings": ["findings"],
    "questions": ["questions", "answers"],
    "accounts": ["accounts"],
    "inputs": ["inputs"],
    "notices": ["notices"],
    "method": [],
}

# Words of the report itself that have a digit: (section, word as a pattern, what it is).
OWN_WORDS = [
    ("header", r"\d{4}-\d\d-\d\dT[\d:.]+Z", "when the report was made, which position.json does not say on purpose"),
    ("inputs", "SHA-256", "name of the hash"),
    ("method", "SHA-256", "name of the hash"),
    ("mix", "0", "no device CAL where all are user CALs, and the other way round"),
    ("bridge", "0", "a step that changes nothing"),
    ("servers", "0", "no visitor on any site"),
    ("versions", "0", "no version short"),
]

# Numbers in the names of products, which come from the catalogue: `Terminal Services before 2008 R2`.
CATALOGUE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Sources/Licensing/Resources/catalogue.json")
SPAN = re.compile(r"^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$")
LEFT_OUT = re.compile(r"^[\d,]+ more (in position\.json|rows?)$")
NUMBER = re.compile(r"^(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$")
IN_TEXT = re.compile(r"\d[\d,]*(?:\.\d+)?")


def check(position, pieces, tables):
    """What is wrong, one line each.

    `pieces` and `tables` are what the probes of those names return.
    """
    return words(position, pieces) + tables_of(position, tables)


# Rule 1


def words(position, pieces):
    problems = []
    whole = "\n".join([*texts(position), *(visible(text) for row in COMPOSED for text in row[1](position))])
    names = numbers(product_names())
    parts = {}
    known = set()
    for piece in pieces:
        section = piece["section"]
        if section not in PARTS:
            if any(character.isdigit() for character in piece["text"]):
                problems.append(f"digits outside of every section: {piece['text'][:60]}")
            continue
        if section not in parts:
            parts[section] = numbers([position.get(key) for key in PARTS[section]]) | derived(position, section) | names
        for word in piece["text"].split():
            if not any(character.isdigit() for character in word) or (section, word) in known:
                continue
            known.add((section, word))
            bare = word.strip("()[]{},.;:'\"≥+−-–…")
            number = bare.removesuffix("%")
            if any(row[0] == section and re.fullmatch(row[1], bare) for row in OWN_WORDS):
                continue
            if NUMBER.match(number):
                # How many rows a table leaves out is checked with its rows.
                if value(number) in parts[section] or LEFT_OUT.match(piece["text"].strip()):
                    continue
            elif word in whole or bare in whole or all(day in whole for day in days_of(bare)):
                continue
            problems.append(f"#{section}: {word} is not in position.json: {' '.join(piece['text'].split())[:90]}")
    return problems


# Texts the report puts together from two of position.json: (what it is, the texts).
COMPOSED = [
    ("member of an archive", lambda p: (f"{e['path']}!{e['member']}" for e in p["inputs"]["entries"] if e["member"])),
    ("name as a word of a shell", lambda p: (
        "'" + text.replace("'", "'\\''") + "'" for f in p["findings"] for e in f["explain"] for text in e.values() if text)),
    ("days of the window", lambda p: (
        row[0] for e in p.get("evidence_over_time", [])[:1] if e["days"] for row in growth_rows(e, p["window"]))),
]


def days_of(span):
    """Both days of `2026-09-03..2026-09-05`; of any other word a thing that is nowhere."""
    match = SPAN.match(span)
    return match.groups() if match else ("\0",)


def product_names():
    with open(CATALOGUE, encoding="utf-8") as file:
        return [product["name"] for product in json.load(file)["products"]]


def value(text):
    return Decimal(text.replace(",", ""))


def visible(text):
    """As the report shows a text: characters that steer instead of showing become `\\u{...}`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{{{ord(c):x}}}" if steers(c) else c for c in text)


def steers(character):
    code = ord(character)
    if 0x20 <= code <= 0x7E:
        return False
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return True
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs")


def texts(part):
    """Every text of a part of position.json, as the report shows it."""
    if isinstance(part, dict):
        for item in part.values():
            yield from texts(item)
    elif isinstance(part, list):
        for item in part:
            yield from texts(item)
    elif isinstance(part, str):
        yield visible(part)


def numbers(part):
    """Every number of a part of position.json, without its sign: by itself or in a text."""
    found = set()
    if isinstance(part, dict):
        for item in part.values():
            found |= numbers(item)
    elif isinstance(part, list):
        for item in part:
            found |= numbers(item)
    elif isinstance(part, str):
        found |= {Decimal(n.replace(",", "").rstrip(".")) for n in IN_TEXT.findall(part)}
    elif isinstance(part, (int, float)) and not isinstance(part, bool):
        found.add(abs(Decimal(str(part))))
    return found


# What a section says that is derived from position.json: (section, what it is, numbers from the position).
DERIVED = [
    ("position", "findings, all and of each severity", lambda p: counts(f["severity"] for f in p["findings"])),
    ("position", "logs, all and those without a day missing",
     lambda p: {len(p["coverage"]), sum(1 for c in p["coverage"] if not (c["partial"] or c["none"] or c["cleared"]))}),
    ("position", "shares as percentages", lambda p: percentages(p.get("gauge") or {})),
    ("bridge", "running totals", lambda p: {n for b in p["bridge"] for run in running(b) for n in run[:2]}),
    ("products", "by how much the highest count exceeds what is usable",
     lambda p: {r["high"] - r["usable"] for r in p["products"] if None not in (r["high"], r["usable"])}),
    ("products", "open questions beyond those named", lambda p: {len(r["open_questions"]) - 20 for r in p["products"]}),
    ("servers", "days of the window", lambda p: {days(c) for c in p["coverage"]}),
    ("coverage", "share of covered days, cut", lambda p: {100 * c["covered"] // max(days(c), 1) for c in p["coverage"]}),
    ("coverage", "gaps and reasons beyond those named",
     lambda p: {n for c in p["coverage"] for n in (len(c["gaps"]) - 4, len(c["reasons"]) - 4,
                sum(1 for r in c["reasons"] if r["kind"] not in ("no-record", "no-line")) - 4)}),
    ("external", "servers of a host beyond those named", lambda p: {len(c["servers"]) - 20 for c in p["external_choice"]}),
    ("mix", "holders of a licence", lambda p: {len(m["assignment"]) for m in p["mix"]}),
    ("licences", "suites assigned, lines of the ledger", lambda p: {len(p["bundles"]), len(p.get("entitlements", []))}),
    ("over-time", "days of a row, several at a time", lambda p: day_sums(p)),
    ("accounts", "accounts, all, of each class and of each join, in the directory or not", lambda p: account_counts(p)),
    ("inputs", "inputs, those that lost records, and copies",
     lambda p: {len(p["inputs"]["entries"]), sum(1 for e in p["inputs"]["entries"] if e["rejected"] or e["damage"])}
     | {len(e["copies"]) for e in p["inputs"]["entries"]}),
    ("inputs", "records of each rule and reason over all inputs",
     lambda p: set(tally(p, "ignored_by_rule").values()) | set(tally(p, "rejected_by_reason").values())),
]


def derived(position, section):
    return {abs(Decimal(n)) for row in DERIVED if row[0] == section for n in row[2](position)}


def counts(items):
    items = list(items)
    return {len(items)} | {items.count(item) for item in set(items)}


def percentages(gauge):
    shares = [gauge.get("threshold"), gauge.get("surcharge"), gauge.get("share")]
    shares += [line["share"] for line in gauge.get("lines", [])]
    return {Decimal(share) * 100 for share in shares if share}


def running(bridge):
    """Users and devices after each step."""
    users = devices = 0
    for step in bridge["steps"]:
        users += step["users"] * step["sign"]
        devices += step["devices"] * step["sign"]
        yield users, devices, step


def days(coverage):
    return coverage["covered"] + coverage["partial"] + coverage["none"] + coverage["cleared"]


def account_counts(position):
    found = set()
    accounts = position["accounts"]
    for key in ("class", "join"):
        for name in {a[key] for a in accounts}:
            those = [a for a in accounts if a[key] == name]
            listed = sum(1 for a in those if a["in_directory"])
            found |= {len(those), listed, len(those) - listed}
    listed = sum(1 for a in accounts if a["in_directory"])
    return found | {len(accounts), listed, len(accounts) - listed}


def tally(position, key):
    totals = {}
    for entry in position["inputs"]["entries"]:
        for row in entry[key]:
            totals[row["name"]] = totals.get(row["name"], 0) + row["count"]
    return totals


# Rule 2: the figures as the report writes them


def figure(number):
    return NOT_DETERMINABLE if number is None else f"{number:,}".replace("-", "−")


def difference(number):
    return NOT_DETERMINABLE if number is None else ("+" if number > 0 else "") + figure(number)


def money(amount, currency=""):
    if amount is None:
        return NOT_DETERMINABLE
    return (currency + " " if currency else "") + f"{Decimal(amount):,.2f}".replace("-", "−")


def percent(share):
    if not share:
        return NOT_DETERMINABLE
    text = f"{Decimal(share) * 100:,.2f}".rstrip("0").rstrip(".")
    return text + " %"


ANY = None  # a cell that holds words: rule 1 has them
URGENCY = ["gap", "not-determinable", "waste", "covered", "exempt", "none"]
WORD = {"not-determinable": "not determinable"}
STATUS = {True: "short", False: "covered by the count", None: "not determinable"}


def status(row):
    if row["requirement"] == 0 and any(r["figure"] == "requirement" for r in row["reasons"]):
        return "no CAL needed"
    return STATUS[None if row["delta"] is None else row["delta"] < 0]


def tables_of(position, tables):
    problems = []
    for name, section, caption, rows, totals in expected(position):
        found = [t for t in tables if t["section"] == section and caption in t["caption"]]
        if not found:
            problems.append(f"{name}: no table in #{section} for {len(rows)} rows")
            continue
        table = found[0]
        tables.remove(table)
        if len(table["rows"]) + table["more"] != len(rows):
            problems.append(f"{name}: {len(table['rows'])} rows and {table['more']} more, of {len(rows)}")
        for kind, shown, wanted in (("row", table["rows"], rows), ("total", table["totals"], totals)):
            if kind == "total" and len(shown) != len(wanted):
                problems.append(f"{name}: {len(shown)} totals of {len(wanted)}")
            for number, (cells, want) in enumerate(zip(shown, wanted)):
                if len(cells) != len(want):
                    problems.append(f"{name}, {kind} {number + 1}: {len(cells)} cells of {len(want)}")
                for head, cell, text in zip(table["head"], cells, want):
                    # Blanks at the ends, of any sort, do not show.
                    if text is not ANY and cell["text"].split() != text.split():
                        problems.append(f"{name}, {kind} {number + 1}, {head}: {cell['text']!r}, position.json has {text!r}")
    # A table nobody expects says what position.json does not.
    known = {"Answered", "Open, largest", "By severity", "From the files", "joined to another", "in the order of the ledger",
             "one flavour per department", "who gets a licence", "Suites that cover", "cheapest way to license"}
    for table in tables:
        if not any(part in table["caption"] for part in known):
            problems.append(f"#{table['section']}: a table that is not expected: {table['caption']}")
    return problems


def expected(p):
    """Name, section, part of the caption, rows and totals of every table the report must carry."""
    chosen = [r for r in p["products"] if r["chosen"]]
    if chosen:
        yield ("products that were chosen", "position", "Evidenced is the lower bound", [
            [ANY, figure(r["directory"]), figure(r["evidenced"]), figure(r["defended"]), figure(r["entitled"]),
             figure(r["usable"]), figure(r["requirement"]), difference(r["delta"]), status(r)] for r in chosen], [])
    gauge = p.get("gauge")
    if gauge:
        yield ("gauge", "position", "as a share of the requirement", [
            [ANY, figure(g["shortfall"]), figure(g["requirement"]), percent(g["share"]), money(g.get("cost")),
             money(g.get("requirement_cost"))] for g in gauge["lines"]],
            [[ANY, "", "", percent(gauge["share"]), money(gauge.get("cost")), money(gauge.get("requirement_cost"))]])
    for view in p["auditor_view"]:
        yield (f"auditor view of {view['product']}", "auditor-view", "", [
            [ANY, figure(r["auditor"]), figure(r["clean"]), difference(r["difference"]), visible(r["evidence"])]
            for r in view["rows"]], [])
    if p["elp"]:
        yield ("elp", "elp", "", [
            [visible(e["product_family"]), visible(e["version"]) or "–", *(figure(e[k]) for k in (
                "mls_volume_licenses", "fpp_licenses", "fpp_upgrades", "oem_licenses", "preliminary_license_entitlement",
                "identified_by_inventory_discovery_tool")), difference(e["identified_manually"]),
             figure(e["total_software_deployment"]), *(difference(e[k]) for k in (
                 "software_deployment_vs_license_entitlement", "license_allocation", "licensing_delta")),
             visible(e["comments"]) or "–", figure(e["upgrade_license_quantity"]),
             figure(e["upgrade_license_quantity_with_maintenance"]), visible(e["notes"]) or "–"] for e in p["elp"]], [])
    for bridge in p["bridge"]:
        rows = []
        for number, (users, devices, step) in enumerate(running(bridge)):
            rows.append([ANY, step_change(step, "users", number), figure(users), step_change(step, "devices", number),
                         figure(devices), visible(step["source"])])
            if step["rule"] == "disabled":
                rows.append([ANY, "", figure(bridge["auditor_users"]), "", figure(bridge["auditor_devices"]), ""])
        yield (f"bridge of {bridge['product']}", "bridge", "every step", rows,
               [[ANY, "", figure(bridge["defended_users"]), "", figure(bridge["defended_devices"]), ""]])
    if p["products"]:
        yield ("products", "products", "Every product and flavour", [
            [ANY, figure(r["low"]), figure(r["defended"]), figure(r["high"]), figure(r["identified_by_tool"]),
             difference(r["identified_manually"]), figure(r["requirement"]), figure(r["entitled"]), figure(r["usable"]),
             difference(r["delta"]), figure(r["version_shortfall"]),
             ", ".join(f"{visible(t['version'])}: {figure(t['count'])}" for t in r["required_version"])]
            for r in p["products"]], [])
    if p.get("evidence_over_time"):
        yield ("over time", "over-time", "seen in the last days of the window", [
            [ANY, ANY, figure(s["users"]), "–" if s is e["spans"][-1] else figure(s["new_users"]), figure(s["devices"]),
             "–" if s is e["spans"][-1] else figure(s["new_devices"])]
            for e in p["evidence_over_time"] for s in e["spans"]], [])
        for evidence in p["evidence_over_time"]:
            if evidence["days"]:
                yield (f"days of {evidence['product']}", "over-time", "first and last seen, by day",
                       growth_rows(evidence, p["window"]), [])
    servers = {}
    for kind in ("servers", "coverage", "external"):
        for row in p.get(kind, []):
            servers.setdefault(row["server"], {"servers": [], "coverage": [], "external": []})[kind].append(row)
    if servers:
        yield ("servers", "servers", "fully covered by the least", [
            [visible(name), ANY, figure(rows["servers"][0]["users"]) if rows["servers"] else "–", devices_of(rows["servers"]),
             least_covered(rows, "event"), least_covered(rows, "web"),
             " ".join(WORD.get(v, v) for v in URGENCY if any(e["verdict"] == v for e in rows["external"])) or "–",
             *(largest([e[k] for e in rows["external"]]) for k in (
                 "anonymous_visitors", "authenticated_visitors", "employees_from_outside", "attempts"))]
            for name, rows in sorted(servers.items(), key=lambda item: item[0].encode("utf-8", "surrogatepass"))], [])
    if p["coverage"]:
        rows = p["coverage"]
        if len(rows) > 100:  # those that lack days come first
            rows = sorted(rows, key=lambda c: not (c["partial"] or c["none"] or c["cleared"]))
        yield ("coverage", "coverage", "Days of the window", [
            [ANY, f"{100 * c['covered'] // days(c)} % covered" if days(c) else "", figure(c["covered"]), figure(c["partial"]),
             figure(c["none"]), figure(c["cleared"]), ANY] for c in rows], [])
    if p["external"]:
        rows = sorted(p["external"], key=lambda e: URGENCY.index(e["verdict"]))
        yield ("external", "external", "Per server and site", [
            [visible(e["server"]), ANY, figure(e["anonymous_visitors"]), figure(e["authenticated_visitors"]),
             figure(e["employees_from_outside"]), figure(e["attempts"]), *(
                 "–" if e["verdict"] in ("none", "exempt") else money(e.get(k)) for k in ("ec_cost", "cal_cost"))]
            for e in rows], [])
    for mix in p["mix"]:
        other = mix.get("alternatives") or {}
        best = mix.get("optimum")
        rows = [
            [ANY, figure(mix["all_user"]), "0", money(other.get("all_user_cost"), p["currency"]), ""],
            [ANY, "0", figure(mix["all_device"]), money(other.get("all_device_cost"), p["currency"]), ""],
            [ANY, figure(best["users"]), figure(best["devices"]), money(best["cost"], p["currency"]),
             money(best["lower_bound"], p["currency"])] if best else [ANY, *[NOT_DETERMINABLE] * 4],
        ]
        yield (f"mix of {mix['product']}", "mix", "three models compared", rows, [])
        if other.get("sensitivity"):
            yield (f"sensitivity of {mix['product']}", "mix", "at other list prices", [
                [money(s["user_price"], p["currency"]), money(s["device_price"], p["currency"]), figure(s["users"]),
                 figure(s["devices"]), money(s["cost"], p["currency"])] for s in other["sensitivity"]], [])
    if p["additive"]:
        yield ("additive", "licences", "on top of the base CAL", [
            [visible(a["name"]), figure(a["low"]), figure(a["high"]), figure(a["requirement"]), figure(a["entitled"]),
             figure(a["usable"]), difference(a["delta"]), money(a.get("low_cost")), money(a.get("high_cost"))]
            for a in p["additive"]], [])
    if p.get("entitlements"):
        yield ("entitlements", "licences", "entitlements.csv line by line", [
            [str(e["line"]), ANY, figure(e["quantity"]), ANY, visible(e["assigned_to"]) or "–", ANY]
            for e in p["entitlements"]], [])
    if p["bundles"]:
        yield ("bundles", "licences", "Suites that cover several products", [
            [visible(b["holder"]), visible(b["licence"]), b["flavour"], ANY, str(b["line"])] for b in p["bundles"]], [])
    for product in dict.fromkeys(v["product"] for v in p["versions"]):
        cells = [v for v in p["versions"] if v["product"] == product]
        versions = list(dict.fromkeys(v["cal_version"] for v in cells))
        rows = []
        for server in dict.fromkeys(v["server_version"] for v in cells):
            line = [v for v in cells if v["server_version"] == server]
            by_version = {v["cal_version"]: v for v in reversed(line)}
            rows.append([visible(server), *(version_cell(by_version.get(v)) for v in versions), figure(line[0]["shortfall"])])
        yield (f"versions of {product}", "versions", "licences held of each CAL version", rows, [])
    accounts = p["accounts"]
    if accounts:
        rows = []
        for name in sorted({a["class"] for a in accounts}, key=lambda n: n.encode("utf-8", "surrogatepass")):
            those = [a["in_directory"] for a in accounts if a["class"] == name]
            rows.append([visible(name), figure(len(those)), figure(sum(those)), figure(len(those) - sum(those))])
        listed = sum(a["in_directory"] for a in accounts)
        yield ("accounts per class", "accounts", "Accounts per class", rows,
               [[ANY, figure(len(accounts)), figure(listed), figure(len(accounts) - listed)]])
    if p["inputs"]["entries"]:
        keys = ("records", "accepted", "ignored", "rejected", "duplicates")
        entries = sorted(p["inputs"]["entries"], key=lambda e: not (e["rejected"] or e["damage"]))
        totals = p["inputs"]["totals"]
        yield ("inputs", "inputs", "Records = accepted", [
            [ANY, e["sha256"] or "not taken", figure(e["bytes"]), *(figure(e[k]) for k in keys)] for e in entries],
            [[ANY, "", "", *(figure(totals[k]) for k in keys)]])
        for key, caption in (("ignored_by_rule", "Ignored records"), ("rejected_by_reason", "Rejected records")):
            rows = sorted(tally(p, key).items(), key=lambda row: (-row[1], row[0].encode("utf-8", "surrogatepass")))
            if rows:
                yield (key, "inputs", caption, [[visible(name), figure(count)] for name, count in rows], [])


def day_sums(p):
    cells = {cell for e in p.get("evidence_over_time", []) if e["days"] for row in growth_rows(e, p["window"]) for cell in row[1:]}
    rows = {len(growth_rows(e, p["window"])) for e in p.get("evidence_over_time", []) if e["days"]}
    return {int(cell.replace(",", "")) for cell in cells} | rows


def growth_rows(evidence, window):
    """The rows of the table of days: at most 60, each of as many days."""
    first, last = (datetime.date.fromisoformat(window[end]) for end in ("from", "to"))
    length = (last - first).days + 1
    step = -(-length // 60)
    rows, so_far = [], (0, 0)
    for start in range(0, length, step):
        from_ = first + datetime.timedelta(start)
        to = min(from_ + datetime.timedelta(step - 1), last)
        part = [d for d in evidence["days"] if str(from_) <= d["day"] <= str(to)]
        so_far = (part[-1]["users"], part[-1]["devices"]) if part else so_far
        total = {k: sum(d[k] for d in part) for k in ("new_users", "last_users", "new_devices", "last_devices")}
        rows.append([str(from_) if step == 1 else f"{from_} to {to}", figure(total["new_users"]), figure(so_far[0]),
                     figure(total["last_users"]), figure(total["new_devices"]), figure(so_far[1]),
                     figure(total["last_devices"])])
    return rows


def devices_of(lines):
    if not lines:
        return "–"
    low, high = lines[0]["devices_low"], lines[0]["devices_high"]
    if low is None or high is None:
        return NOT_DETERMINABLE
    return figure(low) if low == high else f"{figure(low)} to {figure(high)}"


def least_covered(rows, kind):
    logs = [c for c in rows["coverage"] if (c["source"] == "event") == (kind == "event")]
    if not logs:
        return "–"
    least = min(logs, key=lambda c: c["covered"] / max(days(c), 1))
    return f"{figure(least['covered'])} of {figure(days(least))}"


def largest(values):
    if not values:
        return "–"
    if len(values) == 1:
        return figure(values[0])
    if None in values:
        return NOT_DETERMINABLE
    return "≥ " + figure(max(values)) if max(values) else "0"


def step_change(step, kind, number):
    if number == 0 and step["sign"] > 0:
        return ""
    if step["sign"] == 0 and step[kind]:
        return f"({figure(step[kind])})"
    return difference(step[kind] * step["sign"]) if step[kind] else "0"


def version_cell(cell):
    if cell is None:
        return "–"
    if cell["held"] == 0:
        return "none held" if cell["serves"] else "none held, would not serve"
    return figure(cell["held"]) + (" serve" if cell["serves"] else " do not serve")
