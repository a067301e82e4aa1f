import AccessModel
import Foundation
import LogParsing
import Testing

/// The collection of real logs and what an independent program counted in them. It is no part of the project:
/// `HEADCOUNT_SHARED_DATA` names it, else it is looked for beside the package.
private enum SharedData {
    static let folder: URL? = {
        let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data")
        let named = ProcessInfo.processInfo.environment["HEADCOUNT_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
        let folder = named ?? beside
        guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("oracle.json").path) else {
            print("W3C oracle test skipped: no oracle.json in \(folder.path); set HEADCOUNT_SHARED_DATA")
            return nil
        }
        return folder
    }()

    static func bytes(of file: URL) throws -> [UInt8] {
        guard file.pathExtension == "gz" else { return try [UInt8](Data(contentsOf: file)) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return [UInt8](data)
    }
}

/// The part of `oracle.json` compared here.
private struct Oracle: Decodable {
    struct File: Decodable {
        struct Member: Decodable {
            var mismatching: UInt64
            var before_fields: UInt64
        }

        var members: [Member]
        var lines: UInt64
        var matching: UInt64
        var c_ip: Int
        var cs_username: Int
        var usernames: [String]
        var c_ip_list: [String]?
    }

    var iis: [String: File]
}

// Real logs are not part of the project: the suite is skipped, and says so, where they are absent.
@Suite(.enabled(if: SharedData.folder != nil))
struct W3COracleTests {
    /// Files whose matching lines are not all accepted, with the reason.
    private static let unaccepted: [String: String] = [
        "iis/brianary/ex031118.log": "no time column: no usable time",
        "iis/elastic_beats/error_test.log": "HTTPERR: ignored by rule",
    ]

    /// Where the reference rejects lines that are read here, and why: it splits at every blank, and asks for `#Fields`.
    private static let readOtherwise: [String: String] = [
        "iis/lnav/logfile_w3c.3": "Advanced Logging: values in quotes hold blanks; local times, so no usable time",
        "iis/matomo/iis_custom.log": "Advanced Logging: values in quotes hold blanks; local times, so no usable time",
        "iis/matomo/ncsa_extended.log": "NCSA combined: fixed columns, no #Fields",
    ]

    @Test func realLogsAreReadAsTheOracleCounts() throws {
        let folder = try #require(SharedData.folder)
        let oracle = try JSONDecoder().decode(
            Oracle.self, from: Data(contentsOf: folder.appendingPathComponent("oracle.json")))
        var lines: UInt64 = 0
        for (path, expected) in oracle.iis.sorted(by: { $0.key < $1.key }) {
            let bytes = try SharedData.bytes(of: folder.appendingPathComponent(path))
            let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
            compare(W3CAnswer(hasMark ? Array(bytes.dropFirst(3)) : bytes), expected, path)
            lines += expected.lines
        }
        #expect(oracle.iis.count == 341 && lines == 32_323)
    }

    private func compare(_ answer: W3CAnswer, _ expected: Oracle.File, _ path: String) {
        let tally = answer.tally
        #expect(tally.records == expected.lines, "\(path)")
        let cut = tally.rejected[.truncatedRecord, default: 0]
        let mismatching = expected.members.reduce(0) { $0 + $1.mismatching }
        let beforeFields = expected.members.reduce(0) { $0 + $1.before_fields }
        if W3COracleTests.readOtherwise[path] != nil {
            #expect(tally.accepted + tally.rejected[.noUsableTime, default: 0] == mismatching + beforeFields, "\(path)")
            return
        }
        #expect(tally.rejected[.wrongColumnCount, default: 0] + cut == mismatching, "\(path)")
        #expect(tally.rejected[.beforeFields, default: 0] == beforeFields, "\(path)")
        guard W3COracleTests.unaccepted[path] == nil else {
            #expect(tally.accepted == 0 && expected.matching > 0, "\(path)")
            return
        }
        #expect(tally.accepted == expected.matching, "\(path)")
        if expected.usernames.count == expected.cs_username {
            #expect(answer.accounts == Set(expected.usernames.map(W3CAnswer.account)), "\(path)")
        }
        // The oracle counts spellings; two spellings of one address are one.
        if let list = expected.c_ip_list {
            #expect(answer.addresses == Set(list.compactMap { IPAddress($0)?.text }), "\(path)")
        } else {
            #expect(answer.addresses.count == expected.c_ip, "\(path)")
        }
    }
}

/// What a log proves, as sets.
private struct W3CAnswer {
    var accounts: Set<String> = []
    var addresses: Set<String> = []
    var tally = RecordTally()

    init(_ bytes: [UInt8]) {
        var parser = W3CParser(context: ParserContext(), format: .w3c)
        for start in stride(from: 0, to: bytes.count, by: 65_536) {
            take { batch in
                bytes[start..<min(start + 65_536, bytes.count)].withUnsafeBytes { parser.consume($0, into: &batch) }
            }
        }
        take { parser.finish(isDamaged: false, into: &$0) }
    }

    private mutating func take(_ read: (inout AccessBatch) -> Void) {
        var batch = AccessBatch()
        read(&batch)
        for access in batch.accesses {
            if !access.address.isEmpty { addresses.insert(batch.text(access.address)) }
            if !access.accountDomain.isEmpty || !access.accountName.isEmpty {
                accounts.insert(batch.text(access.accountDomain) + "\\" + batch.text(access.accountName))
            }
        }
        tally.append(batch.tally)
    }

    /// An account as the oracle spells it, split as the row contract says.
    static func account(_ text: String) -> String {
        guard let cut = text.firstIndex(where: { $0 == "\\" || $0 == "/" }) else { return "\\" + text }
        return text[..<cut] + "\\" + text[text.index(after: cut)...]
    }
}
