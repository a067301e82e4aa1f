import AccessModel
import Testing

@testable import LogParsing

/// How values are read out of fields, and what hostile ones give.
@Suite struct EventValueTests {
    /// What a reading finds, nil where nothing.
    private func read(_ text: String, _ reading: EventValue.Reading) -> String? {
        var found: String?
        _ = Array(text.utf8).withUnsafeBytes { bytes in
            reading.offer(bytes) { value in
                found = String(decoding: value, as: UTF8.self)
                return true
            }
        }
        return found
    }

    @Test(arguments: [
        ("0200C3CB0A0102030000000000000000", "10.1.2.3"), ("0200c3cb0a010203", "10.1.2.3"),
        ("0200C3CB0A0102", nil), ("020", nil), ("0200", nil), ("", nil), ("0300C3CB0A010203", nil),
        ("0200C3CB0A01020G", nil), ("1700C3CB0000000020010DB800000000000000000000000100000000", "2001:db8:0:0:0:0:0:1"),
        ("1700C3CB0000000020010DB80000000000000000000000", nil), (String(repeating: "02", count: 129), nil),
    ])
    func socketAddresses(digits: String, address: String?) {
        #expect(read(digits, .socketAddress) == address)
    }

    @Test(arguments: [
        (
            "010500000000000515000000" + "56d628fc05668f976f2456bb7b040000",
            "S-1-5-21-4230534742-2542757381-3142984815-1147"
        ),
        ("010100000000000512000000", "S-1-5-18"), ("010100000000FFFF12000000", "S-1-65535-18"),
        // The sa login, a login of SQL Server's own, a SID cut and one with more than it says.
        ("01", nil), ("b0c1d2e3f4a5968778695a4b3c2d1e0f", nil), ("0105000000000005", nil),
        ("01010000000000051200000000", nil), ("0100000000000005", nil),
        ("0110" + String(repeating: "00", count: 70), nil),
        ("", nil),
    ])
    func binarySIDs(digits: String, sid: String?) {
        #expect(read(digits, .binarySID) == sid)
    }

    @Test(arguments: [
        ("<a><UserId>CORP\\alice</UserId></a>", "CORP\\alice"), ("<UserId>\n alice \n</UserId>", "alice"),
        ("<UserId>r&amp;d&lt;&gt;&quot;&apos;&nbsp;&amp;lt;</UserId>", "r&d<>\"'&nbsp;&lt;"),
        ("<UserId>&</UserId>", "&"),
        ("<UserIds>x</UserIds><UserId>y</UserId>", "y"), ("<UserId>a</UserId><UserId>b</UserId>", "a"),
        ("<UserId/><x>z</x>", nil), ("<UserId />", nil), ("<UserId></UserId>", nil), ("<UserId>N/A</UserId>", nil),
        ("<UserId>cut", nil), ("<UserId", nil), ("<", nil), ("", nil), ("UserId>x<", nil), ("<UserId>-</UserId>", nil),
    ])
    func elements(text: String, value: String?) {
        #expect(read(text, .element("UserId")) == value)
    }

    @Test(arguments: [
        ("a:1\nkey:2\nkey:3", "2"), ("key: 2 \r\nb:3", "2"), ("a:\nkey:\nkey:3", nil), ("xkey:2", nil), ("", nil),
        ("\n\nkey:x", "x"), ("key", nil), ("key:-", nil),
    ])
    func lines(text: String, value: String?) {
        #expect(read(text, .line("key:")) == value)
    }

    @Test(arguments: [
        ("[CLIENT: 10.0.2.17]", "10.0.2.17"), (" x [CLIENT: <local machine>] y", "<local machine>"),
        ("[CLIENT: ]", nil),
        ("[CLIENT: 1", nil), ("[CLIENT:1]", nil), ("", nil), ("[CLIENT: a][CLIENT: b]", "a"),
    ])
    func clients(text: String, value: String?) {
        #expect(read(text, .clientBrackets) == value)
    }

    @Test func partsOfALine() {
        #expect(read("Accepted x for a b from c from d", .between(after: " for ", before: " from ")) == "a b")
        #expect(read("Accepted x for a", .between(after: " for ", before: " from ")) == nil)
        #expect(read(" from  for x", .between(after: " for ", before: " from ")) == nil)
        #expect(read("10.0.0.1, 10.0.0.2", .listHead) == "10.0.0.1")
        #expect(read(", 10.0.0.2", .listHead) == nil)
        #expect(read("alice", .listHead) == "alice")
        #expect(read("host/pc1", .unlessBeginning("host/")) == nil)
        #expect(read("hos", .unlessBeginning("host/")) == "hos")
        #expect(read("\\\\PC1", .hostName) == "PC1")
        #expect(read("\\\\10.1.2.3", .hostName) == nil)
        #expect(read("\\\\[fe80::1]", .hostName) == nil)
        #expect(read("\\\\10.1.2.3", .host) == "10.1.2.3")
        #expect(read("\\\\", .host) == nil)
        #expect(read("02-00-5E-10-00-AA", .hostName) == "02-00-5E-10-00-AA")
    }

    @Test(arguments: [
        ("corp\\\\alice", "corp|alice"), ("corp\\alice", "corp|alice"), ("alice", "|alice"), ("corp\\\\", "corp|"),
        ("\\\\alice", "|alice"),
    ])
    func doubledBackslashes(name: String, account: String) {
        var sample = EventSample(id: "4", provider: "OpenSSH", logChannel: "OpenSSH/Operational")
        sample.data = ["process": "sshd", "payload": "Accepted password for \(name) from 192.0.2.10 port 1 ssh2"]
        #expect(sample.read().rows == ["4|ssh|0|fs01.corp.example|\(account)||192.0.2.10||success"])
    }

    @Test(arguments: [
        ("99", "failure"), ("100", "success"), ("399", "success"), ("400", "failure"), ("", "failure"),
        ("ok", "failure"),
    ])
    func webStatus(status: String, outcome: String) {
        let sample = EventSample(
            id: "6200", provider: "Microsoft-Windows-IIS-Logging", logChannel: "Microsoft-Windows-IIS-Logging/Logs",
            data: ["c-ip": "192.0.2.10", "cs-username": "CORP/alice", "sc-status": status])
        #expect(sample.read().rows == ["6200|web-event|0|fs01.corp.example|corp|alice||192.0.2.10||\(outcome)"])
    }

    /// Every reading over every cut of every sample's values ends, and gives nothing that is none.
    @Test func readingsOfRandomBytesEnd() {
        var generator = SeededGenerator(state: 0x7265_6164)
        let readings: [EventValue.Reading] = [
            .whole, .listHead, .clientBrackets, .line("a:"), .element("a"), .between(after: "a", before: "b"),
            .socketAddress, .binarySID, .host, .hostName, .unlessBeginning("a"),
        ]
        for _ in 0..<4000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                "ab:\n<>/&;,\\[]0257 -CLIENT".utf8.randomElement(using: &generator) ?? 0
            }
            for reading in readings {
                if case .whole = reading { continue }
                let found = read(String(decoding: bytes, as: UTF8.self), reading)
                if let found, !bytes.isEmpty { #expect(!found.isEmpty) }
            }
        }
    }
}
