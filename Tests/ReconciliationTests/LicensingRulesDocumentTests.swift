import Foundation
import Testing

/// docs/licensing-rules.md names a test for each rule; every one of them is there.
@Suite struct LicensingRulesDocumentTests {
    private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Functions behind `@Test` anywhere in the tests.
    private func tests() throws -> Set<String> {
        let folder = Self.project.appendingPathComponent("Tests")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var names: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            var isTest = false
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                if line.contains("@Test") { isTest = true }
                guard isTest, let start = line.range(of: "func ") else { continue }
                names.insert(String(line[start.upperBound...].prefix { $0 != "(" }))
                isTest = false
            }
        }
        return names
    }

    @Test func everyTestNamedThereIsThere() throws {
        let document = try String(
            contentsOf: Self.project.appendingPathComponent("docs/licensing-rules.md"), encoding: .utf8)
        let known = try tests()
        #expect(known.count > 500)
        var named = 0
        for line in document.split(separator: "\n") where line.hasPrefix("|") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells.count == 5, cells[1] != " rule ", !cells[1].hasPrefix("---") else { continue }
            let names = cells[3].split(separator: "`").map(String.init).filter { !$0.allSatisfy { ", ".contains($0) } }
            #expect(!names.isEmpty, "\(cells[1])")
            for name in names {
                named += 1
                #expect(known.contains(name), "\(name)")
            }
        }
        #expect(named > 70)
    }
}
