import AccessModel
import LogParsing
import Testing

/// What happens to each line, found the slow way: split everything, then look.
private struct NaiveCount {
    var records: UInt64 = 0
    var matching: UInt64 = 0
    var accounts: [String] = []

    init(_ bytes: [UInt8]) {
        var fields: [String]?
        var isIgnored = false
        for piece in bytes.split(omittingEmptySubsequences: true, whereSeparator: { $0 == 0 || $0 == 0x0A }) {
            var line = Array(piece)
            while line.last == 0x0D { line.removeLast() }
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
            if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { continue }
            if line.first == UInt8(ascii: "#") {
                let text = String(decoding: line, as: UTF8.self)
                let folded = String(decoding: line.map { $0 &- 0x41 < 26 ? $0 + 32 : $0 }, as: UTF8.self)
                if folded.utf8.starts(with: "#fields:".utf8) {
                    let names = text.utf8.dropFirst(8).split { [0x20, 0x09, 0x0D].contains($0) }
                        .map { String(decoding: $0, as: UTF8.self).lowercased() }
                    fields = names.isEmpty ? nil : names
                }
                if line.contains(0x0D) { records += 1 }
                if folded.utf8.starts(with: "#software:".utf8) { isIgnored = folded.contains("http api") }
                continue
            }
            records += 1
            guard !isIgnored, let fields else { continue }
            let values = line.split(separator: 0x20, omittingEmptySubsequences: false)
            guard values.count == fields.count else { continue }
            matching += 1
            if let place = fields.firstIndex(of: "cs-username") { accounts.append(NaiveCount.account(values[place])) }
        }
    }

    private static func account(_ value: ArraySlice<UInt8>) -> String {
        let text = value == [0x2D] ? "" : String(decoding: value, as: UTF8.self).lowercased()
        guard let cut = text.firstIndex(where: { $0 == "\\" || $0 == "/" }) else { return shown("", text) }
        return shown(String(text[..<cut]), String(text[text.index(after: cut)...]))
    }

    private static func shown(_ domain: String, _ name: String) -> String {
        (domain.isEmpty ? "-" : domain) + "\\" + (name.isEmpty ? "-" : name)
    }
}

/// Random logs of the kinds of line that go wrong.
private func dirtyLog(lines: Int, using random: inout SeededRandom) -> [UInt8] {
    let ends = ["\n", "\r\n", "\r\r\n", "\n\n", "\0\0\0", "\r\n\0\0"]
    let names = ["date", "time", "cs-username", "c-ip", "sc-status", "s-ip", "X-Forwarded-For", "unknown"]
    let values = [
        "-", "CORP\\ann", "corp/Bob", "eve@corp.example", "198.51.100.7", "2001:db8::7", "200", "404", "",
        "\u{E9}t\u{E9}",
        "#x", "a,b",
    ]
    var text = ""
    var count = 5
    for _ in 0..<lines {
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
            count = Int.random(in: 0..<6, using: &random)
            let list = ["date", "time"] + (0..<count).map { _ in names.randomElement(using: &random) ?? "x" }
            text += (Bool.random(using: &random) ? "#Fields: " : "#FIELDS:\t ") + list.joined(separator: "  ") + " "
            count += 2
        case 1:
            let kinds = [
                "#Software: Microsoft HTTP API 2.0", "#Software: IIS", "#Date: 2026-03-02 08:00:00", "#x", "#", "  ",
            ]
            text += kinds.randomElement(using: &random) ?? ""
        default:
            let extra = [0, 0, 0, 0, 0, 1, -1].randomElement(using: &random) ?? 0
            let tail = (0..<max(count - 2 + extra, 0)).map { _ in values.randomElement(using: &random) ?? "" }
            text += (["2026-03-02 08:0\(Int.random(in: 0...9, using: &random)):00"] + tail).joined(separator: " ")
        }
        text += ends.randomElement(using: &random) ?? "\n"
    }
    return Array(text.utf8)
}

private func randomCuts(_ count: Int, using random: inout SeededRandom) -> [Int] {
    (0..<Int.random(in: 0...12, using: &random)).map { _ in Int.random(in: 0...count, using: &random) }.sorted()
}

@Suite struct W3CProperties {
    @Test func theNaiveTwinCountsTheSame() {
        for seed: UInt64 in 0..<150 {
            var random = SeededRandom(state: seed)
            let bytes = dirtyLog(lines: 60, using: &random)
            let naive = NaiveCount(bytes)
            let reading = W3CReading(bytes)
            let ignored = reading.ignored.values.reduce(0, +)
            let mismatching = [.wrongColumnCount, .beforeFields, .truncatedRecord].reduce(0) {
                $0 + (reading.rejected[$1 as RejectionReason] ?? 0)
            }
            #expect(reading.records == naive.records, "seed \(seed)")
            #expect(reading.records - ignored - mismatching == naive.matching, "seed \(seed)")
            #expect(reading.accesses.count == Int(reading.accepted))
            #expect(reading.sightings.values.reduce(0) { $0 + $1.records } == reading.accepted)
        }
    }

    @Test func theNaiveTwinReadsTheSameAccounts() {
        for seed: UInt64 in 0..<100 {
            var random = SeededRandom(state: seed)
            var text = "#Fields: date time s-ip cs-username sc-status\n"
            for _ in 0..<50 {
                let user = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                    ["A", "b", "\\", "/", "@", "\u{C9}", "+", "-", "$"].randomElement(using: &random) ?? "x"
                }
                text += "2026-03-02 08:00:00 192.0.2.1 \(user.joined()) 200\n"
            }
            let reading = W3CReading(text)
            #expect(
                reading.accesses.map { String($0.split(separator: " ")[5]) } == NaiveCount(Array(text.utf8)).accounts)
        }
    }

    @Test func chunkBordersDoNotShow() {
        for seed: UInt64 in 0..<100 {
            var random = SeededRandom(state: seed)
            let bytes = dirtyLog(lines: 40, using: &random)
            let isDamaged = Bool.random(using: &random)
            let encoding: SourceEncoding = Bool.random(using: &random) ? .utf8 : .utf16LittleEndian
            let context = ParserContext(encoding: encoding, byteOrderMarkLength: 2, siteFolder: "W3SVC1")
            let whole = W3CReading(bytes, context: context, isDamaged: isDamaged)
            for _ in 0..<6 {
                let cuts = randomCuts(bytes.count, using: &random)
                #expect(W3CReading(bytes, cuts: cuts, context: context, isDamaged: isDamaged) == whole, "seed \(seed)")
            }
            let every = W3CReading(bytes, cuts: Array(0..<bytes.count), context: context, isDamaged: isDamaged)
            #expect(every == whole, "seed \(seed)")
        }
    }

    /// Any bytes at all: nothing crashes, nothing is lost, borders do not show.
    @Test func anyBytesAreAccountedFor() {
        for seed: UInt64 in 0..<200 {
            var random = SeededRandom(state: seed)
            var bytes = dirtyLog(lines: 20, using: &random)
            bytes.mutate(using: &random)
            let whole = W3CReading(bytes)
            #expect(whole == W3CReading(bytes, cuts: randomCuts(bytes.count, using: &random)), "seed \(seed)")
            #expect(whole.records == NaiveCount(bytes).records, "seed \(seed)")
        }
    }
}
