import Foundation
import Testing

/// Expected outputs kept beside the tests. `HEADCOUNT_UPDATE_GOLDENS=1 swift test` writes them anew: look at the
/// difference before committing it.
enum Golden {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens")

    static func expect(_ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["HEADCOUNT_UPDATE_GOLDENS"] != nil {
            try Data(text.utf8).write(to: file)
        }
        let expected = Array(try Data(contentsOf: file))
        let found = Array(text.utf8)
        guard expected != found else { return }
        let lines = { (bytes: [UInt8]) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) }
        let (old, new) = (lines(expected), lines(found))
        let line = zip(old, new).prefix { $0 == $1 }.count
        let show = { (lines: [ArraySlice<UInt8>]) in
            line < lines.count ? String(decoding: lines[line], as: UTF8.self) : "(no such line)"
        }
        Issue.record(
            "\(name) differs at line \(line + 1):\n- \(show(old))\n+ \(show(new))", sourceLocation: sourceLocation)
    }
}
