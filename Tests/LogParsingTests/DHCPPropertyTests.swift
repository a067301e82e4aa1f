import AccessModel
import LogParsing
import Testing

/// Random logs of the kinds of line that go wrong.
private func dirtyLog(lines: Int, using random: inout SeededRandom) -> [UInt8] {
    let ends = ["\n", "\r\n", "\r\r\n", "\r", "\n\n", "\0\0\0", "\r\n\0\0"]
    let values = [
        "", "-", "pc1", "PC-2.corp.example", "10.0.0.5", "2001:db8::7", "00155D01020A", "0", "6", "\u{E9}t\u{E9}",
        "a\"b",
        "52415320AA", "0003000100155D01020A", "10", "x y",
    ]
    let ids = ["00", "10", "11", "12", "13", "30", "55", "1103", "11002", "11004", "11030", "7", "123456", "x", ""]
    var text = "\t\tMicrosoft DHCP Service Activity Log\r\n10\tleased\r\nID,Date,Time\r\n"
    for _ in 0..<lines {
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
            text +=
                ["ID,Date,Time", "Microsoft DHCP", "words", "  ", "\u{FEFF}ID,x"].randomElement(using: &random) ?? ""
        default:
            let id = ids.randomElement(using: &random) ?? ""
            let date = ["10/05/26", "10/05/26", "10/05/26", "13/05/26", ""].randomElement(using: &random) ?? ""
            let count = Int.random(in: 0..<18, using: &random)
            let tail = (0..<count).map { _ in values.randomElement(using: &random) ?? "" }
            let isOrdered = Bool.random(using: &random)
            let known =
                id.utf8.count > 3
                ? ["x", "2001:db8::7", "pc1", "", "10", "0003000100155D01020A"]
                : ["x", "10.0.0.5", "pc1", "00155D01020A", "", "1"]
            text += ([id, date, "08:00:00"] + (isOrdered ? known : []) + tail).joined(separator: ",")
        }
        text += ends.randomElement(using: &random) ?? "\n"
    }
    return Array(text.utf8)
}

/// What happens to each line, found the slow way: split everything, then look.
private struct NaiveCount {
    var records: UInt64 = 0

    init(_ bytes: [UInt8]) {
        var preface = 0
        for piece in bytes.split(omittingEmptySubsequences: true, whereSeparator: { [0x00, 0x0A, 0x0D].contains($0) }) {
            var line = piece
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
            let blank: [UInt8] = [0x20, 0x09, 0x0D]
            while let first = line.first, blank.contains(first) { line = line.dropFirst() }
            while let last = line.last, blank.contains(last) { line = line.dropLast() }
            let text = String(decoding: line, as: UTF8.self)
            if text.utf8.isEmpty || text == "-" { continue }
            let values = text.split(separator: ",", omittingEmptySubsequences: false)
            let isID =
                (1...5).contains(values[0].utf8.count) && values[0].utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard values.count > 1, isID else {
                let folded = String(decoding: line.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
                if folded.utf8.starts(with: "id,".utf8) {
                    preface = .max
                } else if folded.contains("microsoft dhcp") {
                    preface = 0
                } else if preface < 200 {
                    preface += 1
                } else {
                    records += 1
                }
                continue
            }
            preface = .max
            records += 1
        }
    }
}

@Suite struct DHCPProperties {
    @Test func theNaiveTwinCountsTheSame() {
        var leases = 0
        for seed: UInt64 in 0..<200 {
            var random = SeededRandom(state: seed)
            let bytes = dirtyLog(lines: 60, using: &random)
            let reading = DHCPReading(bytes)
            #expect(reading.records == NaiveCount(bytes).records, "seed \(seed)")
            #expect(reading.ignored["address-lease", default: 0] == UInt64(reading.leases.count), "seed \(seed)")
            leases += reading.leases.count
        }
        #expect(leases > 200, "the random logs hold leases")
    }

    @Test func chunkBordersDoNotShow() {
        for seed: UInt64 in 0..<60 {
            var random = SeededRandom(state: seed)
            let bytes = dirtyLog(lines: 30, using: &random)
            let isDamaged = Bool.random(using: &random)
            let context = ParserContext(
                encoding: Bool.random(using: &random) ? .utf8 : .utf16LittleEndian, byteOrderMarkLength: 2)
            let whole = DHCPReading(bytes, context: context, isDamaged: isDamaged)
            for _ in 0..<6 {
                let cuts = (0..<8).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
                #expect(DHCPReading(bytes, cuts: cuts, context: context, isDamaged: isDamaged) == whole, "seed \(seed)")
            }
            let every = DHCPReading(bytes, cuts: Array(0..<bytes.count), context: context, isDamaged: isDamaged)
            #expect(every == whole, "seed \(seed)")
        }
    }

    /// Any bytes at all: nothing crashes, nothing is lost, borders do not show.
    @Test func mutatedLogsAreAccountedFor() {
        for seed: UInt64 in 0..<400 {
            var random = SeededRandom(state: seed)
            var bytes = dirtyLog(lines: 20, using: &random)
            bytes.mutate(using: &random)
            let whole = DHCPReading(bytes)
            let cuts = (0..<8).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
            #expect(whole == DHCPReading(bytes, cuts: cuts), "seed \(seed)")
            #expect(whole.records == NaiveCount(bytes).records, "seed \(seed)")
        }
    }
}
