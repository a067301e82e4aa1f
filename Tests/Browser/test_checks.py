"""Every check of a report can fail: pages with one fault each, and figures that are not the position's."""
import copy
import os
import tempfile
import unittest

import attacks
import chromium
import figures
import hostile_estate
import report

GOOD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>t</title><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body { color: #111; background: #fff; font: 16px sans-serif } STYLE</style></head>
<body><h1>A</h1><section id="products"><h2 id="b">B</h2>
<table><caption>c</caption><thead><tr><th scope="col">x</th></tr></thead>
<tbody><tr><th scope="row">y</th></tr></tbody></table>
<svg role="img" width="100" height="20"><title>s</title><rect width="50" height="20" fill="#000"></rect></svg>
BODY</section></body></html>"""

# What is put into the page or its style, and a word of the complaint.
FAULTS = [
    ('<p id="b">twice</p>', "", "id twice"),
    ('<p><a href="#nowhere">x</a></p>', "", "link to no id"),
    ('<p><a href="http://example.com/">x</a></p>', "", "link leaves the page"),
    ("<h4>x</h4>", "", "heading skips a level"),
    ("<h1>x</h1>", "", "not one h1"),
    ('<table><thead><tr><th scope="col">x</th></tr></thead></table>', "", "table without caption"),
    ("<table><caption>c</caption><tbody><tr><td>x</td></tr></tbody></table>", "", "without column headers"),
    ("<table><caption>c</caption><thead><tr><th>x</th></tr></thead></table>", "", "th without scope"),
    ('<table><caption>c</caption><thead><tr><th scope="col">x</th></tr></thead><tbody><tr><th scope="row">x</th><td>y</td></tr></tbody></table>',
     "", "row of 2 cells under 1"),
    ('<table><caption>c</caption><thead><tr><th scope="col">x</th></tr></thead><tbody><tr><td>y</td></tr></tbody></table>',
     "", "row without a header cell"),
    ("<svg><rect /></svg>", "", "without role and title"),
    ('<svg aria-hidden="true"><rect /></svg>', "", "hidden drawing without words"),
    ("<script>1</script>", "", "an element a report has not"),
    ('<p onclick="1">x</p>', "", "event handler"),
    ('<p aria-labelledby="nobody">x</p>', "", "names no id"),
    ("<p>grey</p>", "p { color: #999 }", "contrast"),
    ("<p>faint</p>", "p { opacity: .3 }", "contrast"),
    ('<svg role="img" width="90" height="20"><title>s</title><rect width="90" height="20" fill="#333"></rect><text y="15">dark</text></svg>',
     "", "contrast"),
    ("<p>dark</p>", "@media (prefers-color-scheme: dark) { p { color: #eee } }", "desktop, dark: contrast"),
    ("<p>paper</p>", "@media print { p { color: #ddd } }", "print, light screen: contrast"),
    ("<details><summary>s</summary><p>folded</p></details>", "p { color: #999 }", "contrast"),
    ('<div class="w">x</div>', ".w { width: 500px }", "phone, light: the page is"),
    ('<div class="w">x</div>', "@media print { .w { width: 900px } }", "print, light screen: the page is"),
    ('<svg role="img" width="90" height="20"><title>s</title><text y="15">one</text><text y="15" x="5">two</text></svg>', "",
     "texts of a drawing overlap"),
    ("<p>x</p>", "p { background: url(http://example.com/x.png) }", "request"),
    ('<p style="color:red">x</p>', "", "attribute a report has not"),
    ('<img src="data:,x" alt="">', "", "an element a report has not"),
]


@unittest.skipUnless(chromium.find(), "no Chromium on this machine")
class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = chromium.Chromium(chromium.find())
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def problems(self, body="", style="", thorough=True):
        path = os.path.join(self.folder.name, "page.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(GOOD.replace("BODY", body).replace("STYLE", style))
        return report.look(self.browser, path, thorough=thorough)[0]

    def test_a_good_page(self):
        self.assertEqual(self.problems(), [])

    def test_each_fault(self):
        for body, style, complaint in FAULTS:
            with self.subTest(body=body, style=style):
                try:
                    found = self.problems(body, style, thorough=any(w in complaint for w in ("dark", "phone", "print")))
                except Exception as error:  # a probe that gives up says why
                    found = [str(error)]
                    self.assertIn("background image", found[0])
                    continue
                self.assertTrue(any(complaint in problem for problem in found), found)

    def test_a_script_that_runs_is_heard(self):
        """The strings, put into a page as they are and without a policy: the alarm must ring for many of them."""
        path = os.path.join(self.folder.name, "attacked.html")
        rung = set()
        for number, attack in enumerate(a for a in hostile_estate.attacks() if a.text and "alert(" in a.text):
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"<!DOCTYPE html><title>t</title><body><div title=\"{attack.text}\">{attack.text}</div>")
            with chromium.Page(self.browser) as page:
                page.before_load(attacks.ALARM)
                page.open(path)
                page.evaluate(attacks.TOUCH)
                if any(p.startswith("console") and "RAN" in p for p in report.noise(page.events(), path)):
                    rung.add(number)
        self.assertGreater(len(rung), 30)


class Figures(unittest.TestCase):
    position = {
        "organisation": "Contoso 7", "currency": "USD", "window": {"from": "2026-10-01", "to": "2026-10-31", "as_of": "2026-10-31"},
        "catalogue_version": "1", "schema": "s/1", "auditor_view": [], "elp": [], "bridge": [], "coverage": [], "external": [],
        "external_choice": [], "external_optimum": None, "mix": [], "additive": [], "bundles": [], "versions": [],
        "findings": [], "questions": [], "answers": [], "accounts": [], "notices": [], "gauge": None,
        "inputs": {"entries": [], "totals": {}},
        "products": [{
            "product": "windows-server", "flavour": "user", "chosen": True, "directory": 1763, "evidenced": 1163, "defended": None,
            "low": 1163, "high": 1402, "entitled": 1100, "usable": 700, "requirement": 1255, "delta": -555, "version_shortfall": 0,
            "identified_by_tool": 1255, "identified_manually": 0, "required_version": [{"version": "2022", "count": 945}],
            "open_questions": [], "reasons": []}],
    }
    tables = [
        {"section": "position", "caption": "Evidenced is the lower bound", "head": list("abcdefghi"), "totals": [], "more": 0, "rows": [[
            {"text": t} for t in ("Windows Server", "1,763", "1,163", "n/d", "1,100", "700", "1,255", "−555", "short")]]},
        {"section": "products", "caption": "Every product and flavour", "head": list("abcdefghijkl"), "totals": [], "more": 0, "rows": [[
            {"text": t} for t in ("Windows Server", "1,163", "n/d", "1,402", "1,255", "0", "1,255", "1,100", "700", "−555", "0", "2022: 945")]]},
    ]

    def check(self, pieces=(), change=None):
        tables = copy.deepcopy(self.tables)
        if change:
            change(tables)
        return figures.check(self.position, list(pieces), tables)

    def test_the_same_figures(self):
        self.assertEqual(self.check([{"section": "products", "text": "short by 555, of 1,763 (2022)"}]), [])

    def test_a_number_from_nowhere(self):
        self.assertTrue(self.check([{"section": "products", "text": "short by 556"}]))
        # From another section's part.
        self.assertTrue(self.check([{"section": "bridge", "text": "1,763 users"}]))
        self.assertTrue(self.check([{"section": "header", "text": "Fabrikam7"}]))
        self.assertTrue(self.check([{"section": "nowhere", "text": "1"}]))

    def test_cells(self):
        def put(place, row, text):
            def change(tables):
                tables[place]["rows"][0][row]["text"] = text
            return change
        for place, row, text in ((0, 1, "1,764"), (0, 3, "0"), (0, 7, "555"), (0, 8, "covered by the count"), (1, 11, "2022: 946")):
            with self.subTest(text=text):
                self.assertTrue(self.check(change=put(place, row, text)))

    def test_rows_that_are_missing_or_too_many(self):
        self.assertTrue(self.check(change=lambda tables: tables[0]["rows"].clear()))
        self.assertTrue(self.check(change=lambda tables: tables.pop()))
        self.assertTrue(self.check(change=lambda tables: tables.append(dict(tables[0], caption="else"))))

    def test_steering_characters(self):
        self.assertEqual(figures.visible("a\u202eb\x1b"), "a\\u{202e}b\\u{1b}")
        self.assertEqual(figures.visible("Jörg"), "Jörg")


class Outputs(unittest.TestCase):
    def found(self, kind, data, **more):
        findings = attacks.Findings()
        getattr(findings, kind)("x", data, **more)
        return findings.problems

    def test_terminal(self):
        self.assertEqual(self.found("text", "Jörg\n".encode()), [])
        for data in (b"\x1b[2J", "\u202e".encode(), "\u200b".encode(), b"\xc0\xaf", "\u2028".encode(), b"\r", "\x9b".encode()):
            self.assertTrue(self.found("text", data), data)

    def test_json(self):
        self.assertEqual(self.found("json", b'{"a": "\\u202e"}'), [])
        self.assertEqual(self.found("json", b'1\n2\n', lines=True), [])
        for data in (b"{", b'"\\ud800"', b"NaN", b"\"\x01\""):
            self.assertTrue(self.found("json", data), data)

    def test_csv(self):
        self.assertEqual(self.found("csv", b"a,b\n-31,\"'=1+1\"\n"), [])
        for data in (b"=1+1\n", b"a\n\" =1+1\"\n", "a\n\uff1d1\n".encode(), b"a\na;=1\n", "\u00a0=1\n".encode(), b"a,b\nc\n", b"-31+1\n"):
            self.assertTrue(self.found("csv", data), data)


if __name__ == "__main__":
    unittest.main()
