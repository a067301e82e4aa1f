import AccessModel
import Foundation
import Testing

@testable import LogInput

/// Real logs. They are never part of the project: they lie in the folder the environment variable HEADCOUNT_SHARED_DATA
/// names, or in `../shared/data` beside the package.
enum SharedData {
    static let root: String? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates: [String?] = [
            ProcessInfo.processInfo.environment["HEADCOUNT_SHARED_DATA"],
            package.deletingLastPathComponent().appendingPathComponent("shared/data").path,
        ]
        return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/oracle.json") }
    }()

    /// `name`, `encoding` and `bytes` of every member of every file of a section of the oracle.
    static func members(_ section: String) throws -> [String: [[String: Any]]] {
        let data = try Data(contentsOf: URL(fileURLWithPath: (root ?? "") + "/oracle.json"))
        let oracle = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let files = oracle?[section] as? [String: [String: Any]] ?? [:]
        return files.mapValues { $0["members"] as? [[String: Any]] ?? [] }
    }
}

// Without the real logs there is nothing these could check.
@Suite(.enabled(if: SharedData.root != nil, "set HEADCOUNT_SHARED_DATA to the folder of the real logs"))
struct SharedDataTests {
    private func read(_ name: String) throws -> Reading { try Reading((SharedData.root ?? "") + "/" + name) }

    private func encodingName(_ reading: Reading) -> String {
        let mark = reading.byteOrderMarkLength > 0 ? "-bom" : reading.encoding == .utf8 ? "" : "-nobom"
        return reading.encoding.rawValue + mark
    }

    private func check(_ section: String, format: (String) -> (LogFormat, UnreadFormat?)) throws {
        let files = try SharedData.members(section)
        #expect(files.count > 100)
        for (name, members) in files.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            let reading = try read(name)
            let (expected, unread) = format(name)
            #expect(reading.format == expected, "\(name)")
            #expect(reading.digest.damage.isEmpty, "\(name)")
            #expect(reading.unread?.reason == unread?.explain(path: name).reason, "\(name)")
            guard expected.isRead, let member = members.first, members.count == 1 else { continue }
            #expect(encodingName(reading) == member["encoding"] as? String, "\(name)")
            if let bytes = member["bytes"] as? Int { #expect(reading.digest.contentBytes == UInt64(bytes), "\(name)") }
        }
    }

    @Test func everyEventFile() throws {
        try check("events") { name in
            if name.hasSuffix(".zip") { return (.archive, .zip) }
            return name.hasSuffix(".tar.gz") ? (.archive, .tar) : (.eventXML, nil)
        }
    }

    @Test func everyWebLog() throws {
        try check("iis") { name in
            switch name {
            case "iis/brianary/ex010320.log": (.iisNative, nil)
            case "iis/matomo/ncsa_extended.log": (.ncsa, nil)
            case "iis/elastic_beats/access_test-x-forward-for.log", "iis/elastic_beats/error_iis_error_url.log":
                (.w3cWithoutFields, nil)
            case "iis/elastic_beats/error_test.log": (.httpErr, nil)
            default: (.w3c, nil)
            }
        }
    }

    /// Plain, the UTF-16 twin of a file holds the same text as the standard library decodes.
    @Test func utf16IsDecodedAsTheStandardLibraryDoes() throws {
        for name in ["powershell_utf16", "utf16le_nobom"] {
            let path = "events/crossformat/RDPAuth_Security.\(name).xml.gz"
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["gzip", "-dc", (SharedData.root ?? "") + "/" + path]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
            process.waitUntilExit()
            let reading = try read(path)
            #expect(reading.digest.contentBytes == UInt64(bytes.count))
            let units = stride(from: Int(reading.byteOrderMarkLength), to: bytes.count - 1, by: 2)
                .map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
            #expect(reading.text == Array(String(decoding: units, as: UTF16.self).utf8))
        }
    }

    @Test func whatIsNotReadIsNamed() throws {
        let root = SharedData.root ?? ""
        let discovery = InputDiscovery.discover([root + "/evtx", root + "/ual", root + "/other", root + "/ad"])
        #expect(discovery.unread.isEmpty && discovery.inputs.count > 150)
        for input in discovery.inputs {
            let name = String(input.path.dropFirst(root.count + 1))
            let reader = try InputReader(input, digest: false)
            let expected: LogFormat =
                switch name {
                case _ where name.hasPrefix("evtx/"): .evtx
                case _ where name.hasPrefix("ual/"): .ual
                case _ where name.hasSuffix(".zip"): .archive
                case "other/DHCPSample.log": .dhcp
                default: .unknown
                }
            #expect(reader.format == expected, "\(name)")
            #expect((reader.unread == nil) == expected.isRead, "\(name)")
            if name.contains("ldif") || name.contains(".ldf") {
                #expect(reader.unread?.reason == UnreadFormat.ldif.explain(path: name).reason, "\(name)")
            }
        }
    }

    @Test func everyFileIsFoundOnce() throws {
        let root = SharedData.root ?? ""
        for section in ["events", "iis"] {
            let found = InputDiscovery.discover([root + "/" + section, root + "/" + section + "/"])
            let expected = try SharedData.members(section).keys.map { root + "/" + $0 }
            #expect(found.inputs.map(\.path) == expected.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
    }
}
