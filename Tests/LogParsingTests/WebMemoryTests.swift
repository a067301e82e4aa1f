import AccessModel
import Testing

@testable import LogParsing

/// What is remembered from line to line never changes what a line gives.
struct WebMemoryTests {
    /// More places than are remembered, some too long to be, read together and line by line.
    @Test func aMixOfPlacesGivesWhatEachAloneGives() {
        let head = "#Fields: date time s-sitename s-computername s-ip cs-uri-stem cs-username c-ip sc-status\n"
        var random = SeededRandom(state: 3)
        let lines = (0..<3000).map { number in
            let place = Int.random(in: 0..<150, using: &random)
            let name = place % 50 == 0 ? String(repeating: "n", count: 190) + "\(place)" : "WEB\(place)"
            let site = ["W3SVC\(place % 3)", "MSFTPSVC1", "-"][place % 3]
            let day = Int.random(in: 1...3, using: &random)
            return "2026-03-0\(day) 08:00:0\(number % 10) \(site) \(name) 10.0.\(place % 2).\(place) /a u\(number % 7) "
                + "192.0.2.1 200\n"
        }
        let together = W3CReading(Array((head + lines.joined()).utf8), cuts: [head.utf8.count + 20_000, 90_000])
        var alone: [String] = []
        var seen: [String: Seen] = [:]
        for line in lines {
            let reading = W3CReading(head + line)
            alone += reading.accesses.map { $0.replacing(#/ @\d+$/#, with: "") }
            seen.merge(reading.sightings) { $0.joined(with: $1) }
        }
        #expect(together.accesses.map { $0.replacing(#/ @\d+$/#, with: "") } == alone)
        #expect(together.sightings == seen)
    }

    /// A line that takes back what came before it takes back what was remembered, too.
    @Test func whatIsTakenBackIsNotPointedTo() {
        let native = "2026-03-01 08:00:00 192.0.2.1 GET /a - 80 ann 10.0.0.1 Edge - 200 0 0 15\n"
        let head = "#Fields: date time s-ip cs-uri-stem cs-uri-query cs-username c-ip sc-status\n"
        let line = "2026-03-01 09:00:00 192.0.2.1 /a - ann 10.0.0.1 200\n"
        let reading = W3CReading(native + native + head + line + line)
        #expect(reading.accepted == 2 && reading.accesses.count == 2)
        #expect(reading.sightings.values.map(\.records) == [2])
    }

    @Test func agentsAreClassedAsRowByRow() {
        var random = SeededRandom(state: 4)
        var memory = AgentMemory()
        let parts = UserAgentClass.table.map(\.text.description) + ["Mozilla/5.0", "+", "x", "bing", "PRTG", "\u{FC}"]
        for _ in 0..<20_000 {
            let agent = (0...Int.random(in: 0..<4, using: &random)).map { _ in
                parts.randomElement(using: &random) ?? ""
            }.joined()
            let text = Bool.random(using: &random) ? agent : agent.uppercased()
            let expected = UserAgentClass.table.firstIndex { row in
                let folded = text.lowercased()
                return row.match == .start
                    ? folded.hasPrefix(row.text.description) : folded.contains(row.text.description)
            }
            Array(text.utf8).withUnsafeBytes { bytes in
                #expect(UserAgentClass.row(of: bytes) == expected, "\(text)")
                // Few hashes, so that agents push each other out.
                #expect(memory.row(of: bytes, hash: UInt64(text.utf8.count)) == expected, "\(text)")
            }
        }
    }
}
