import AccessModel
import Foundation
import Testing

@testable import LogParsing

/// Real logs against counts that an independent program (`oracle.py`, on another XML library) made of them.
@Suite struct WindowsEventOracleTests {
    struct Oracle: Decodable {
        struct File: Decodable {
            var members: [Member]
            var computers: [String: Computer]
        }
        struct Member: Decodable { var encoding: String }
        struct Computer: Decodable, Equatable {
            var events: Int
            var logon_4624: Int
            var users_filtered_list: [String]
            var ips_filtered_list: [String]
        }
        var events: [String: File]
    }

    private static let oracleFile = TestFiles.sharedData.appending(path: "oracle.json")
    private static let hasSharedData: Bool = {
        let exists = FileManager.default.fileExists(atPath: oracleFile.path)
        if !exists { print("WindowsEventOracleTests skipped: no real logs at \(TestFiles.sharedData.path)") }
        return exists
    }()

    // The real logs may not be published, so a plain clone has none.
    @Test(.enabled(if: hasSharedData)) func countsPerComputerAreTheOracles() throws {
        let oracle = try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: Self.oracleFile))
        var compared = 0
        for (path, expected) in oracle.events.sorted(by: { $0.key < $1.key })
        where (path.hasSuffix(".xml.gz") || path.hasSuffix(".xml")) && expected.members.map(\.encoding) == ["utf-8"] {
            let batch = readEvents(try Self.content(of: TestFiles.sharedData.appending(path: path)))
            let found = Self.computers(in: batch)
            #expect(found == expected.computers, "\(path)")
            let differing = Set(found.keys).union(expected.computers.keys).filter {
                found[$0] != expected.computers[$0]
            }
            for computer in differing.sorted() {
                print("\(path) \(computer): \(String(describing: found[computer])) \(batch.tally.rejected)")
            }
            compared += 1
        }
        #expect(compared >= 140)
    }

    private static func content(of file: URL) throws -> [UInt8] {
        guard file.pathExtension == "gz" else { return Array(try Data(contentsOf: file)) }
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", file.path]
        let output = Pipe()
        gzip.standardOutput = output
        try gzip.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        return Array(data)
    }

    private static func computers(in batch: AccessBatch) -> [String: Oracle.Computer] {
        var found: [String: Oracle.Computer] = [:]
        let none = Oracle.Computer(events: 0, logon_4624: 0, users_filtered_list: [], ips_filtered_list: [])
        for sighting in batch.sightings where sighting.isOwnRecord {
            found[batch.text(sighting.computer), default: none].events += 1
        }
        var users: [String: Set<String>] = [:]
        var addresses: [String: Set<String>] = [:]
        for access in batch.accesses where access.eventID == 4624 {
            let computer = batch.text(access.server)
            found[computer, default: none].logon_4624 += 1
            let name = batch.text(access.accountName)
            if !isWellKnown(sid: batch.text(access.accountSID)), !name.isEmpty, !name.hasSuffix("$") {
                users[computer, default: []].insert(batch.text(access.accountDomain) + "\\" + name)
            }
            if let address = IPAddress(batch.text(access.address)), !address.isLoopback {
                addresses[computer, default: []].insert(address.text)
            }
        }
        for (computer, names) in users { found[computer]?.users_filtered_list = names.sorted() }
        for (computer, texts) in addresses { found[computer]?.ips_filtered_list = texts.sorted() }
        return found
    }

    /// As the oracle filters.
    private static func isWellKnown(sid: String) -> Bool {
        ["S-1-5-7", "S-1-5-17", "S-1-5-18", "S-1-5-19", "S-1-5-20"].contains(sid)
            || ["S-1-5-90-", "S-1-5-96-", "S-1-5-111-"].contains { sid.hasPrefix($0) }
    }
}
