import AccessModel
import Foundation
import Testing

@testable import SyntheticEstate

@Suite struct WebFarmLogWriterTests {
    private let path = NSTemporaryDirectory() + "/web-farm-log-" + UUID().uuidString

    private func log(
        _ writer: WebFarmLogWriter, _ size: WebFarmLogWriter.Size
    ) throws -> (lines: [String], truth: WebFarmTruth) {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let truth = try writer.write(size, to: path)
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        #expect(text.utf8.count == truth.bytes && text.hasSuffix("\r\n"))
        return (Array(text.components(separatedBy: "\r\n").dropLast()), truth)
    }

    /// Distinct values of one server, as its lines show them.
    private struct Seen {
        var lines = 0
        var visitors: Set<String> = []
        var accounts: Set<String> = []
        var edges: Set<[String]> = []
    }

    @Test func saysOfEveryServerWhatItsLinesShow() throws {
        let (lines, truth) = try log(WebFarmLogWriter(seed: 1, visitors: 1200, people: 100), .lines(12_000))
        var servers: [String: Seen] = [:]
        var headers = 0
        for line in lines {
            if line.hasPrefix("#") {
                if line.hasPrefix("#Fields: ") {
                    headers += 1
                    #expect(line == WebFarm.fields)
                }
                continue
            }
            let values = line.components(separatedBy: " ")
            try #require(values.count == 17, "\(line)")
            let (name, account, address) = (values[3].scalarLowercased, values[9].scalarLowercased, values[10])
            #expect(IPAddress(address)?.text == address)
            servers[name, default: Seen()].lines += 1
            if account == "-" {
                servers[name]?.visitors.insert(address)
            } else {
                #expect(account.hasPrefix("corp\\") && address.hasPrefix("10."))
                servers[name]?.accounts.insert(account)
                servers[name]?.edges.insert([account, address])
            }
        }
        let found = servers.map { name, seen in
            WebFarmTruth.Server(
                name: name, lines: seen.lines, visitors: seen.visitors.count, accounts: seen.accounts.count,
                edges: seen.edges.count)
        }
        #expect(found.sorted { $0.name < $1.name } == truth.servers.sorted { $0.name < $1.name })
        #expect(headers == truth.headers && headers >= 24)
        let requests = lines.filter { !$0.hasPrefix("#") }
        #expect(truth.lines == 12_000 && requests.count == 12_000)
        let anonymous = requests.filter { $0.contains(" 443 - ") }
        #expect(anonymous.count == truth.anonymousLines)
        // 60 %, and the handshakes of connections that are still open at the end.
        #expect((7000...7700).contains(anonymous.count))
        let outside = Set(anonymous.map { $0.components(separatedBy: " ")[10] }.filter { !$0.hasPrefix("10.") })
        #expect(outside.count == truth.visitors && truth.visitors == 1200)
        #expect(outside.filter { $0.contains(":") }.count * 8 == 1200)
    }

    @Test func linesAreInOrderOfTimeAndAccountsFollowRefusals() throws {
        let (lines, truth) = try log(WebFarmLogWriter(seed: 2, visitors: 500, people: 50), .bytes(1_000_000))
        #expect(truth.bytes >= 1_000_000 && truth.bytes < 1_001_000)
        var last = ""
        var refused: Set<[String]> = []
        for line in lines where !line.hasPrefix("#") {
            let time = String(line.prefix(19))
            #expect(last <= time)
            last = time
            let values = line.components(separatedBy: " ")
            let connection = [values[3], values[10]]
            if values[13] == "401" {
                #expect(values[9] == "-")
                refused.insert(connection)
            } else if values[9] != "-" {
                #expect(refused.contains(connection))
            }
        }
        #expect(lines.contains { $0.hasPrefix("2026-09-01 00:") } && last.hasPrefix("2026-09-01 23:"))
    }

    @Test func differentNumbersHaveDifferentPublicAddresses() throws {
        let addresses = (0..<100_000).map { String(decoding: FarmAddress.visitor($0 * 160), as: UTF8.self) }
        #expect(Set(addresses).count == addresses.count)
        for address in addresses.prefix(5000) { #expect(IPAddress(address)?.text == address) }
    }

    @Test func allVisitorsComeWhereTheLogHasRoomForThem() throws {
        for (visitors, expected) in [(1000, 1000...1000), (5000, 4900...5000), (1_000_000, 5100...5300)] {
            let (_, truth) = try log(WebFarmLogWriter(seed: 4, visitors: visitors, people: 50), .lines(10_000))
            #expect(expected.contains(truth.visitors), "\(visitors): \(truth.visitors)")
        }
    }

    @Test func sameSeedGivesTheSameTextPlainOrCompressed() throws {
        defer {
            for suffix in ["a", "b", "c"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
        try WebFarmLogWriter(seed: 2).write(.bytes(700_000), to: path + "a")
        try WebFarmLogWriter(seed: 2).write(.bytes(700_000), to: path + "b", compressed: true)
        try WebFarmLogWriter(seed: 3).write(.bytes(700_000), to: path + "c")
        let contents = try ["a", "b", "c"].map {
            try Gzip.text(of: Data(contentsOf: URL(fileURLWithPath: path + $0))).bytes
        }
        #expect(contents[0] == contents[1])
        #expect(contents[0] != contents[2])
    }
}
