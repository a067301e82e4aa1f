import AccessModel
import Foundation
import Testing

@testable import Pseudonyms

/// The list of our own words is written from the sources, and every place that names somebody is one of theirs.
@Suite struct SentenceWordsTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let list = package.appending(path: "Sources/Pseudonyms/SentenceWords.swift")
    /// Modules whose texts a position quotes.
    private static let modules = [
        "AccessModel", "Analysis", "EstateInput", "Identity", "Licensing", "LogInput", "PositionModel",
        "Reconciliation",
    ]

    /// What stands between quotation marks in the sources, line by line, interpolations left out. A few words too many do no harm.
    private static func literals() throws -> [String] {
        var found: [String] = []
        for module in modules {
            let folder = package.appending(path: "Sources/\(module)")
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift" else { continue }
                var isInside = false
                for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                    if line.drop(while: { $0 == " " }).hasPrefix("//") { continue }
                    if line.contains("\"\"\"") {
                        isInside.toggle()
                    } else if isInside {
                        found.append(withoutInterpolations(String(line)))
                    } else {
                        let plain = withoutInterpolations(String(line))
                        found += plain.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter {
                            $0.offset % 2 == 1
                        }.map { String($0.element) }
                    }
                }
            }
        }
        return found
    }

    private static func withoutInterpolations(_ line: String) -> String {
        var (result, depth) = ("", 0)
        var rest = Array(line)[...]
        while let next = rest.popFirst() {
            if depth > 0 {
                depth += next == "(" ? 1 : next == ")" ? -1 : 0
            } else if next == "\\", rest.first == "(" {
                rest.removeFirst()
                depth = 1
                // Never a part of a word with what stands beside it.
                result.append(" ")
            } else if next == "\\", let escaped = rest.popFirst() {
                result.append(escaped == "\\" ? "\\" : " ")
            } else {
                result.append(next)
            }
        }
        return result
    }

    /// `HEADCOUNT_RECORD=1 swift test --filter SentenceWordsTests` writes the list anew.
    @Test func everyWordOfTheSourcesIsListed() throws {
        let literals = try Self.literals()
        let words = literals.reduce(into: Set<ExactText>()) { $0.formUnion(CommonWords.words($1)) }
            .filter { $0.string.utf8.allSatisfy { $0 < 0x80 } }
        #expect(words.count > 1000 && words.contains("user") && words.contains("server") && words.contains("security"))
        if ProcessInfo.processInfo.environment["HEADCOUNT_RECORD"] != nil {
            var (lines, line) = ([String](), "   ")
            for word in words.sorted()
            where word.string.contains(where: { !$0.isNumber && $0 != "." && $0 != "/" && $0 != "-" }) {
                if line.utf8.count + word.string.utf8.count + 1 > 118 {
                    lines.append(line)
                    line = "   "
                }
                line += " " + word.string
            }
            lines.append(line)
            let text = """
                /// Words and compounds of the sentences positions are made of, in lower case. Written from the sources by
                /// `HEADCOUNT_RECORD=1 swift test --filter SentenceWordsTests`.
                let sentenceWords = \"""
                \(lines.joined(separator: "\n"))
                    \"""

                """
            try text.write(to: Self.list, atomically: true, encoding: .utf8)
        } else {
            let common = CommonWords()
            let missing = words.filter { !common.contain($0) }.sorted()
            #expect(missing.isEmpty, "record the list anew")
        }
    }

    /// A place whose words no sentence has is dead.
    @Test func everyPlaceOfANameIsInASentence() throws {
        let sentences = try Self.literals().joined(separator: "\n").split(separator: " ").joined(separator: " ")
        for place in NamePlaces.before + NamePlaces.after {
            let words = place.split(separator: " ").filter { $0 != "(" && !$0.hasPrefix("(S-1") }.joined(separator: " ")
            #expect(words.isEmpty || sentences.contains(words), "\(place)")
        }
    }
}
