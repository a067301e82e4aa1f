import AccessModel
import EstateInput
import EvidenceStore
import Foundation
import Licensing
import PositionModel
import Reporting
import Testing

@testable import Analysis
@testable import Pseudonyms

/// A position without names: nobody's name in any result, every count the same, and each pseudonym opened with the key.
@Suite struct PseudonymRunTests {
    private static func key(_ byte: UInt8 = 7) throws -> PseudonymKey {
        try #require(PseudonymKey(secret: [UInt8](repeating: byte, count: 48)))
    }

    /// One estate, with names and without.
    private struct Both {
        let workspace: Workspace
        let estate: String
        let named: Position
        let nameless: Position
        var results: String { workspace.file("nameless") }
        var store: String { results + "." + EstateRun.storeName }

        /// - Parameter folder: the estate; nil for the demo's.
        init(_ workspace: Workspace, estate folder: String? = nil) async throws {
            self.workspace = workspace
            let catalogue = try Catalogue.builtIn
            if let folder {
                estate = folder
                named = try await EstateRun(folder: folder, catalogue: catalogue, hasWorkbook: false).run(
                    into: workspace.file("named"), force: false, options: ScanOptions(jobs: 2), monitor: ScanMonitor(),
                    generatedAt: nil
                ).1
            } else {
                let demo = DemoRun(folder: workspace.file("demo"))
                named = try await demo.run(options: ScanOptions(jobs: 2), generatedAt: nil).position
                estate = demo.estate
            }
            nameless = try await EstateRun(folder: estate, catalogue: catalogue, key: PseudonymRunTests.key()).run(
                into: workspace.file("nameless"), force: false, options: ScanOptions(jobs: 2), monitor: ScanMonitor(),
                generatedAt: "now"
            ).1
        }

        /// Everything that was written, as a reader sees it: by file, in lower case, without hashes and pseudonyms.
        func outputs() throws -> [String: String] {
            var texts = ["table": PositionTable.text(nameless)]
            for name in try FileManager.default.contentsOfDirectory(atPath: results) {
                let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: results + "/" + name)))
                if name.hasSuffix(".xlsx") {
                    for member in try ZipReader(bytes).members {
                        texts[name + "!" + member.name] = String(decoding: member.content, as: UTF8.self)
                    }
                } else {
                    texts[name] = String(decoding: bytes, as: UTF8.self)
                }
            }
            return texts.mapValues { text in
                var text = text.lowercased()
                for (mark, plain) in [("<wbr />", ""), ("&amp;", "&"), ("&#39;", "'"), ("\\\\", "\\")] {
                    text = text.replacingOccurrences(of: mark, with: plain)
                }
                // Hashes of inputs, and pseudonyms: `corp\\user` is no name in `corp\\user-7k3q9x2m4d0v8h6w`.
                for pattern in ["[0-9a-f]{32,64}", "[a-z]+-[0-9a-hjkmnp-tv-z]{16}"] {
                    text = text.replacingOccurrences(of: pattern, with: "#", options: .regularExpression)
                }
                return text
            }
        }
    }

    /// What the directory and the store call people and what is theirs.
    private static func planted(_ both: Both) throws -> (names: Set<String>, accounts: Set<String>) {
        let estate = try EstateReader.read(folder: both.estate)
        var (names, accounts): (Set<String>, Set<String>) = ([], [])
        for account in estate.directory.accounts
        where !BuiltInPrincipals.contains(AccountText(account.domain + "\\" + account.name)) {
            let name = account.name.hasSuffix("$") ? String(account.name.dropLast()) : account.name
            names.formUnion([
                name, account.principalName, account.mail, account.sid, account.displayName, account.distinguishedName,
                account.employeeID,
            ])
            accounts.insert(account.domain + "\\" + account.name)
        }
        for computer in estate.directory.computers where !computer.isServer {
            names.formUnion([computer.name, computer.dnsName, computer.sid])
        }
        let evidence = try EvidenceStore.open(path: both.store, mode: .read).evidence()
        for row in evidence.rows {
            if IPAddress(evidence.text(row.clientAddress)) != nil { names.insert(evidence.text(row.clientAddress)) }
        }
        for visit in evidence.visits { names.insert(evidence.text(visit.clientAddress)) }
        let common = CommonWords()
        names = Set(
            names.map(\.scalarLowercased).filter { name in
                guard !name.isEmpty, IPAddress(name).map({ !$0.isLoopback }) ?? true else { return false }
                return IPAddress(name) != nil || !common.contain(ExactText(name))
            })
        return (names, Set(accounts.map(\.scalarLowercased)))
    }

    /// True where the text stands with no letter or digit beside it: `10.0.0.5` is not in `10.0.0.51`.
    private static func holds(_ text: String, _ name: String) -> Bool {
        let name = Array(name.utf8)
        func isWord(_ byte: UInt8?) -> Bool {
            guard let byte else { return false }
            return (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
        }
        let bytes = Array(text.utf8)
        guard let first = name.first, bytes.count >= name.count else { return false }
        for start in 0...(bytes.count - name.count) where bytes[start] == first {
            guard bytes[start..<start + name.count].elementsEqual(name) else { continue }
            let before = start > 0 ? bytes[start - 1] : nil
            let after = start + name.count < bytes.count ? bytes[start + name.count] : nil
            if !isWord(before), !isWord(after) { return true }
        }
        return false
    }

    /// Every number, truth value and null, and the length of every list, by the keys that lead to it.
    private static func figures(_ position: Position) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        func walk(_ value: Any, _ path: String) {
            if let object = value as? [String: Any] {
                for (key, value) in object where key != "pseudonyms" { walk(value, path + "." + key) }
            } else if let list = value as? [Any] {
                counts["\(path)#\(list.count)", default: 0] += 1
                for value in list { walk(value, path) }
            } else if !(value is String) {
                counts["\(path)=\(value)", default: 0] += 1
            }
        }
        walk(try JSONSerialization.jsonObject(with: Data(PositionJSON.text(position).utf8)), "")
        return counts
    }

    @Test func theDemoWithoutNames() async throws {
        let both = try await Both(Workspace())
        let (names, accounts) = try Self.planted(both)
        #expect(names.count > 400 && accounts.count > 60)
        let outputs = try both.outputs()
        #expect(
            Set(["position.json", "position.csv", "elp.csv", "report.html", "manifest.json", "table"]).isSubset(
                of: outputs.keys))
        #expect(PositionRun.hasWorkbook == outputs.keys.contains { $0.hasPrefix("position.xlsx!xl/worksheets/") })
        #expect(!outputs.keys.contains { $0.contains(EstateRun.storeName) })
        for (file, text) in outputs {
            // Substrings first: they are quick, and few.
            let found = names.union(accounts).filter { text.contains($0) && Self.holds(text, $0) }
            #expect(found.isEmpty, "\(file)")
        }

        #expect(try Self.figures(both.nameless) == Self.figures(both.named))
        let id = try Self.key().id
        #expect(both.nameless.pseudonyms?.key == id && both.named.pseudonyms == nil)
        for file in ["position.json", "manifest.json", "report.html", "table"] {
            #expect(try #require(outputs[file]).contains(id), "\(file)")
        }
        #expect(try !PositionJSON.text(both.named).contains("\"pseudonyms\""))

        // Lists by name are in the order of the new names.
        let order = both.nameless.accounts.map { ExactText($0.account) }
        #expect(order == order.sorted())
        for mix in both.nameless.mix {
            for flavour in Flavour.allCases {
                let holders = mix.assignment.filter { $0.flavour == flavour }.map { ExactText($0.holder) }
                #expect(holders == holders.sorted())
            }
        }

        // Each opens to a name that gives it.
        let estate = try EstateReader.read(folder: both.estate)
        let known = try PseudonymRun.names(store: EvidenceStore.open(path: both.store, mode: .read), estate: estate)
        let key = try Self.key()
        let kinds = PersonalKind.allCases.map(\.rawValue).joined(separator: "|")
        let json = try PositionJSON.text(both.nameless)
        let pattern = try Regex("(\(kinds))-[0-9a-hjkmnp-tv-z]{16}")
        let pseudonyms = Set(json.matches(of: pattern).map { String(json[$0.range]) })
        #expect(pseudonyms.count > 250)
        for text in pseudonyms {
            let revelation = Revelation(of: try Pseudonym(reading: text), key: key, names: known)
            let kind = try #require(PersonalKind(rawValue: revelation.kind))
            #expect(!revelation.names.isEmpty, "\(text)")
            #expect(revelation.names.allSatisfy { Pseudonym(of: $0, kind: kind, key: key).text == text })
        }
        let wrong = Revelation(of: try Pseudonym(reading: pseudonyms.min() ?? ""), key: try Self.key(8), names: known)
        #expect(wrong.names.isEmpty)

        // Again, and with another key.
        let store = try EvidenceStore.open(path: both.store, mode: .read)
        let again = try PseudonymRun.pseudonymiser(key: key, store: store, estate: estate, catalogue: .builtIn)
        #expect(try PositionJSON.text(both.named.pseudonymised(by: again)) == json)
        let other = try PseudonymRun.pseudonymiser(key: Self.key(8), store: store, estate: estate, catalogue: .builtIn)
        let others = try PositionJSON.text(both.named.pseudonymised(by: other))
        #expect(pseudonyms.isDisjoint(with: others.matches(of: pattern).map { String(others[$0.range]) }))

        // The store of an earlier run names people.
        try FileManager.default.createDirectory(atPath: both.workspace.file("used"), withIntermediateDirectories: false)
        try both.workspace.write("x", to: "used/" + EstateRun.storeName)
        let run = EstateRun(folder: both.estate, catalogue: try Catalogue.builtIn, key: key)
        await #expect(throws: AnalysisError.self) {
            _ = try await run.run(
                into: both.workspace.file("used"), force: true, options: ScanOptions(), monitor: ScanMonitor(),
                generatedAt: nil)
        }
    }

    /// Names that are words of ours, numbers, formulas, parts of each other or a server's.
    @Test func hostileNames() async throws {
        let workspace = try Workspace()
        let long = String(repeating: "lorem", count: 60)
        let users = [
            "user", "server", "1", "2026", "security", "fs01", "corp", "licences", "=cmd|' /C calc'!A0", "+1+1", "ann",
            "ann.lee",
            "ann.lee.adm", "web-ann", "x\u{202E}gpj.exe", "j\u{F6}rg \u{1F600}", "O'Neil, Pat", "a\\b", long,
            "S-1-5-21-1-1-1-1", "10.9.8.7",
        ]
        func xml(_ text: String) -> String {
            text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "'", with: "&apos;")
                .replacingOccurrences(of: "<", with: "&lt;")
        }
        var log = "<Events>\n"
        for (number, user) in users.enumerated() {
            log += logonEvent(
                record: number + 1, computer: "fs01.corp.example.com", user: xml(user),
                sid: "S-1-5-21-1-2-3-\(1100 + number)",
                address: "10.0.0.\(number + 1)",
                workstation: number % 2 == 0 ? "PC-\(number)" : xml(String(user.prefix(40))))
        }
        try workspace.write(log + "</Events>\n", to: "estate/logs/fs01/sec.xml")
        try workspace.write("server,product,version\nfs01,windows-server,2022\n", to: "estate/servers.csv")
        var csv = "SamAccountName,UserPrincipalName,DisplayName,SID,Enabled,Department\n"
        for (number, user) in users.enumerated() where number % 3 != 0 {
            let name = user.replacingOccurrences(of: "\"", with: "\"\"")
            csv +=
                "\"\(name)\",\"\(name)@corp.example.com\",\"Display \(number) Of\",S-1-5-21-1-2-3-\(1100 + number),True,Sales\n"
        }
        try workspace.write(
            csv + "esc\u{1B}[31mred,esc@corp.example.com,Red\u{7}Bell,S-1-5-21-1-2-3-1999,True,Sales\n",
            to: "estate/directory/users.csv")
        try workspace.write("organisation: {name: Firm, domains: [CORP, corp.example.com]}\n", to: "estate/estate.yaml")
        let both = try await Both(workspace, estate: workspace.file("estate"))
        #expect(try Self.figures(both.nameless) == Self.figures(both.named))

        let common = CommonWords()
        let outputs = try both.outputs()
        for user in users + ["esc\u{1B}[31mred", "red\u{7}bell", "display 1 of", "pc-2"] {
            let name = user.scalarLowercased
            for (file, text) in outputs {
                #expect(!text.contains("corp\\" + name) || name == "corp", "\(file): \(name)")
                #expect(!text.contains(name + "@corp"), "\(file): \(name)")
                if !common.contain(ExactText(name)), !["fs01", "corp"].contains(name) {
                    #expect(!Self.holds(text, name), "\(file): \(name)")
                }
            }
        }
        for entry in both.nameless.accounts {
            let account = AccountText(entry.account)
            #expect((try? Pseudonym(reading: account.name)) != nil, "\(entry.account)")
        }

        // Sentences and numbers are what they were; names in them apart.
        func sentences(_ position: Position) -> [String] {
            (position.findings.flatMap { [$0.id, $0.statement, $0.effect] } + position.questions.map(\.question)
                + position.products.flatMap { $0.reasons.map(\.reason) }
                + position.auditorView.flatMap { $0.rows.map(\.evidence) }
                + position.bridge.flatMap { $0.steps.map(\.label) }
                + position.coverage.flatMap { $0.reasons.map(\.text) })
                .sorted { $0.isByteOrdered(before: $1) }
        }
        let (before, after) = (sentences(both.named), sentences(both.nameless))
        let named = before.filter { sentence in
            users.contains { $0.count > 4 && !common.contain(ExactText($0)) && sentence.contains($0) }
        }
        #expect(Set(before).subtracting(named).isSubset(of: Set(after)))
        #expect(before.count > 20)
    }
}
