"""The values of the row contract, one expectation each: python3 -m unittest discover -s Tests/IndependentCount"""
import unittest

from event_rows import event_texts, read_event
from inputs import Content, decoded
from values import address, client_name, lowered, milliseconds, number, split_account, time_name, unescaped, value


class Values(unittest.TestCase):
    def test_none_in_all_its_spellings(self):
        self.assertEqual([value(text) for text in (None, "", " \t\r\n", "-", " - ", "--", "\u00a0")], [""] * 5 + ["--", "\u00a0"])

    def test_lower_case_has_no_context(self):
        self.assertEqual(lowered("ΟΔΟΣ"), "οδοσ")

    def test_addresses(self):
        expected = {
            "010.0.0.1": "", "10.0.0.256": "", "10.0.0.1:445": "10.0.0.1", "::ffff:10.1.2.3": "10.1.2.3", "fe80::1%13": "fe80::1",
            "[2001:DB8:0:0:1:0:0:1]:80": "2001:db8::1:0:0:1", "0.0.0.0": "", "::": "", "::ffff:0.0.0.0": "", "LOCAL": "",
        }
        self.assertEqual({text: address(text) for text in expected}, expected)

    def test_accounts_split_at_the_first_separator(self):
        self.assertEqual(split_account("CORP\\A\\B"), ("corp", "a\\b"))
        self.assertEqual(split_account("CORP/A"), ("", "corp/a"))
        self.assertEqual(split_account("CORP/A", "\\/"), ("corp", "a"))
        self.assertEqual(split_account("\\A"), ("", "a"))

    def test_client_names_lose_their_backslashes(self):
        self.assertEqual(client_name("\\\\PC7"), "pc7")

    def test_times_are_cut_and_begin_in_1990(self):
        self.assertEqual(time_name(milliseconds("2026-03-01 23:59:59.9999999+00:00")), "2026-03-01T23:59:59.999Z")
        self.assertIsNone(milliseconds("1989-12-31T23:59:59.999Z"))
        self.assertIsNone(milliseconds("2026-02-30T00:00:00Z"))

    def test_numbers(self):
        self.assertEqual([number(text) for text in ("0", "0x0", "0xA", "12", "", "x")], [0, 0, 10, 12, None, None])

    def test_forbidden_characters(self):
        self.assertEqual(unescaped("a&#1;\x02&amp;&lt;&#x41;"), "a\ufffd\ufffd&<A")

    def test_bytes_that_are_no_utf_8(self):
        self.assertEqual(decoded(b"M\xfcller \x80"), "Müller €")


class Streams(unittest.TestCase):
    EVENT = (b"<Event xmlns='x'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4776</EventID>"
             b"<TimeCreated SystemTime='2026-03-01T00:00:00Z'/><EventRecordID>7</EventRecordID><Channel>Security</Channel>"
             b"<Computer>S</Computer></System><EventData><Data Name='TargetUserName'>u</Data><Data Name='Status'>0x0</Data>"
             b"</EventData></Event>")

    def test_an_event_is_read_however_the_stream_is_cut(self):
        stream = b"noise " + self.EVENT[:150] + self.EVENT + b"<Events>" + self.EVENT
        for size in (1, 7, 100, len(stream)):
            chunks = [stream[at:at + size] for at in range(0, len(stream), size)]
            found = [read_event(text) for _, text in event_texts(chunks)]
            self.assertEqual(len(found), 2)
            self.assertEqual(found[0], found[1])
            self.assertEqual(found[0][2], [("s", 4776, "ntlm-validation", 0, "", "u", "", "", "", "success")])

    def test_a_beginning_agrees_at_its_checkpoints(self):
        text = bytes(range(256)) * 1024
        begun, whole, other = (Content([part]) for part in (text[:70_000], text, text[:300] + b"x" + text[301:]))
        self.assertTrue(begun.may_begin(whole))
        self.assertFalse(begun.may_begin(other))


if __name__ == "__main__":
    unittest.main()
