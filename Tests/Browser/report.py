#!/usr/bin/env python3
"""A report in a real browser: readable, quiet, complete, and the same figures as its position.json.

usage: report.py REPORT.html POSITION.json [--screenshots DIR]

Looks at it in Chromium at the width of a desk and of a phone, light and dark, printed, and without scripts. Exits 1 where
something is wrong, 77 where there is no Chromium to look with.
"""
import argparse
import json
import os
import re
import sys
import time

import chromium
import figures

WIDTHS = {"desktop": 1280, "phone": 390}
# Width of A4 less the margins of the print style, in CSS pixels (96 to the inch): 210 mm - 2 x 14 mm.
PAPER = 688
MOST_BYTES = 5_000_000
NO_BROWSER = 77
PROBES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "probes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report")
    parser.add_argument("position")
    parser.add_argument("--screenshots", metavar="DIR")
    parser.add_argument("--most", type=int, default=100, help="problems that are printed (default: 100)")
    arguments = parser.parse_args()
    path = chromium.find()
    if not path:
        print("SKIPPED: no Chromium on this machine (Debian: apt-get install chromium), so the report was not looked at.")
        sys.exit(NO_BROWSER)
    with open(arguments.position, encoding="utf-8") as file:
        position = json.load(file)
    start = time.monotonic()
    with chromium.Chromium(path) as browser:
        problems, facts = look(browser, arguments.report, position, arguments.screenshots)
    for problem in problems[:arguments.most]:
        print("FAILED", problem)
    if len(problems) > arguments.most:
        print(f"FAILED and {len(problems) - arguments.most} more")
    print(f"{arguments.report}: {'; '.join(facts)}; {browser.version}, {time.monotonic() - start:.0f} s: "
          + (f"{len(problems)} problems" if problems else "nothing wrong"))
    sys.exit(1 if problems else 0)


def probe(name):
    with open(os.path.join(PROBES, name + ".js"), encoding="utf-8") as file:
        return file.read()


def look(browser, report, position=None, screenshots=None, thorough=True):
    """Problems, and what was seen. Without a position its figures are not compared; not thorough is the desk by day alone."""
    problems = []
    facts = []
    size = os.path.getsize(report)
    facts.append(f"{size:,} bytes")
    if size >= MOST_BYTES:
        problems.append(f"the file has {size:,} bytes; {MOST_BYTES:,} are the most")
    if screenshots:
        os.makedirs(screenshots, exist_ok=True)
    texts = {}
    for name, width in WIDTHS.items():
        for dark in (False, True):
            if not thorough and (name, dark) != ("desktop", False):
                continue
            where = f"{name}, {'dark' if dark else 'light'}"
            with chromium.Page(browser, width=width, dark=dark) as page:
                page.open(report)
                # Twice: as it opens, and with every folded list open.
                for opened in (False, True):
                    if opened:
                        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
                    problems += [f"{where}: {p}" for p in page.evaluate(probe("layout"))]
                    found = page.evaluate(probe("contrast"))
                    problems += [f"{where}: contrast {p}" for p in found["problems"]]
                facts.append(f"{where}: {found['checked']:,} texts, least contrast {found['least']:.1f}")
                if name == "desktop" and not dark:
                    problems += page.evaluate(probe("folded-links"))
                    problems += page.evaluate(probe("structure"))
                    if position is not None:
                        pieces = page.evaluate(probe("text"))
                        tables = page.evaluate(probe("tables"))
                        facts.append(f"{sum(len(t['rows']) for t in tables):,} rows in {len(tables)} tables")
                        problems += figures.check(position, pieces, tables)
                texts[where] = page.evaluate("document.body.textContent")
                if screenshots:
                    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = false })")
                    page.screenshot(os.path.join(screenshots, f"{name}-{'dark' if dark else 'light'}.png"))
                problems += [f"{where}: {p}" for p in noise(page.events(), report)]
    if not thorough:
        return problems, facts
    problems += printed(browser, report, screenshots, facts)
    with chromium.Page(browser, scripts=False) as page:
        page.open(report)
        texts["without scripts"] = page.evaluate("document.body.textContent")
        problems += [f"without scripts: {p}" for p in noise(page.events(), report)]
    if len(set(texts.values())) != 1:
        problems.append("the text is not the same at every width and without scripts")
    return problems, facts


def printed(browser, report, screenshots, facts):
    """Nothing is cut off on paper, in neither scheme of the reader's screen."""
    problems = []
    for dark in (False, True):
        where = f"print, {'dark' if dark else 'light'} screen"
        with chromium.Page(browser, width=PAPER, dark=dark) as page:
            page.open(report)
            page.send("Emulation.setEmulatedMedia", {"media": "print", "features": [
                {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
            found = page.evaluate(probe("contrast"))
            problems += [f"{where}: contrast {p}" for p in found["problems"]]
            # Sections on paper laid sideways have more room than this window.
            page.evaluate("document.querySelectorAll('.landscape').forEach((s) => s.remove())")
            problems += [f"{where}: {p}" for p in page.evaluate(probe("layout"))]
    with chromium.Page(browser) as page:
        page.open(report)
        data = page.pdf()
        if screenshots:
            with open(os.path.join(screenshots, "print.pdf"), "wb") as file:
                file.write(data)
        pages = len(re.findall(rb"/Type\s*/Page\b", data))
        facts.append(f"{pages} printed pages")
        if pages == 0:
            problems.append("print: no page")
    return problems


def noise(events, report):
    """What the browser complained about or asked for."""
    problems = []
    own = "file://" + os.path.abspath(report)
    for event in events:
        parameters = event["params"]
        match event["method"]:
            case "Runtime.consoleAPICalled":
                problems.append(f"console: {[a.get('value') for a in parameters['args']]}")
            case "Runtime.exceptionThrown":
                problems.append(f"exception: {parameters['exceptionDetails'].get('text')}")
            case "Log.entryAdded":
                problems.append(f"log: {parameters['entry']['text']}")
            case "Audits.issueAdded":
                problems.append(f"issue: {parameters['issue']['code']}")
            case "Page.javascriptDialogOpening":
                problems.append(f"dialog: {parameters['message']}")
            case "Network.requestWillBeSent":
                if parameters["request"]["url"].split("#")[0] != own:
                    problems.append(f"request: {parameters['request']['url'][:100]}")
            case "Page.windowOpen":
                problems.append(f"window: {parameters['url']}")
    return problems


if __name__ == "__main__":
    main()
