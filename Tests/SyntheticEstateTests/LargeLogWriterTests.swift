import Foundation
import FoundationXML
import Testing

@testable import SyntheticEstate

@Suite struct LargeLogWriterTests {
    private let path = NSTemporaryDirectory() + "/large-log-" + UUID().uuidString

    @Test func writesWholeEventsUpToTheSizeAskedFor() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let events = try LargeLogWriter(seed: 1, accounts: 50, addresses: 20).write(bytes: 300_000, to: path)
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        #expect(text.utf8.count >= 300_000 && text.utf8.count < 303_000)
        #expect(text.components(separatedBy: "<Event ").count - 1 == events)
        #expect(Set(text.matches(of: /<EventRecordID>\d+/).map(\.output)).count == events)
        let accounts = Set(text.matches(of: /u\d{6}/).map { String($0.output) })
        #expect(accounts.count <= 50 && accounts.count > 40)
        #expect(Set(text.matches(of: /10\.1\d\d\.1\d\d\.1\d\d/).map { String($0.output) }).count <= 20)
        for mark in ["@@", "##", "!!"] { #expect(!text.contains(mark)) }
        #expect(XMLParser(data: Data("<Events>\(text)</Events>".utf8)).parse())
    }

    @Test func sameSeedGivesTheSameTextPlainOrCompressed() throws {
        defer {
            for suffix in ["a", "b", "c"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
        try LargeLogWriter(seed: 2).write(bytes: 700_000, to: path + "a")
        try LargeLogWriter(seed: 2).write(bytes: 700_000, to: path + "b", compressed: true)
        try LargeLogWriter(seed: 3).write(bytes: 700_000, to: path + "c")
        let contents = try ["a", "b", "c"].map {
            try Gzip.text(of: Data(contentsOf: URL(fileURLWithPath: path + $0))).bytes
        }
        #expect(contents[0] == contents[1])
        #expect(contents[0] != contents[2])
    }

    @Test func aPipeIsWrittenInto() throws {
        try #require(mkfifo(path, 0o600) == 0)
        defer { try? FileManager.default.removeItem(atPath: path) }
        // Open at both ends, so that nobody waits for anybody.
        let pipe = open(path, O_RDWR | O_NONBLOCK)
        try #require(pipe >= 0)
        defer { close(pipe) }
        try LargeLogWriter(seed: 1).write(bytes: 3000, to: path)
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(pipe, &bytes, bytes.count)
        #expect(count >= 3000)
        #expect(String(decoding: bytes[..<max(count, 0)], as: UTF8.self).hasPrefix("<Event"))
    }
}
