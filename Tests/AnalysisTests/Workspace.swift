import Foundation
import Testing

/// A folder of a test's own, removed with it.
final class Workspace {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/headcount-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let path = file(name)
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }
}

/// The real logs with reference answers, where they are: `HEADCOUNT_SHARED_DATA`, else `../shared/data` beside the project.
enum SharedData {
    static let folder: String? = {
        if let given = ProcessInfo.processInfo.environment["HEADCOUNT_SHARED_DATA"] { return existing(given) }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return existing(package.deletingLastPathComponent().path + "/shared/data")
    }()

    private static func existing(_ folder: String) -> String? {
        FileManager.default.fileExists(atPath: folder + "/oracle.json") ? folder : nil
    }

    static let whySkipped: Comment? =
        "the real logs are not here: set HEADCOUNT_SHARED_DATA to the folder that holds oracle.json"
}

/// One event of the Security log, as `wevtutil` writes it.
func logonEvent(
    record: Int, computer: String = "srv1.corp.example.com", user: String, domain: String = "CORP",
    sid: String = "S-1-5-21-1-2-3-1001", address: String = "10.0.0.5", workstation: String = "PC1", day: Int = 5,
    logonType: Int = 3
) -> String {
    """
    <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
    <Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4624</EventID>\
    <TimeCreated SystemTime='2026-10-0\(day)T08:00:00.1234567Z'/><EventRecordID>\(record)</EventRecordID>\
    <Channel>Security</Channel><Computer>\(computer)</Computer></System><EventData>\
    <Data Name='TargetUserSid'>\(sid)</Data><Data Name='TargetUserName'>\(user)</Data>\
    <Data Name='TargetDomainName'>\(domain)</Data><Data Name='LogonType'>\(logonType)</Data>\
    <Data Name='WorkstationName'>\(workstation)</Data><Data Name='IpAddress'>\(address)</Data></EventData></Event>

    """
}
