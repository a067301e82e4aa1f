import AccessModel
import Analysis
import EvidenceStore
import Foundation
import SyntheticEstate
import Testing

/// `scan --emit` and `import` give the store that a scan of the same logs gives.
@Suite struct ImportRunTests {
    private let logs: LinesOfLogs
    private let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        logs = LinesOfLogs(workspace: workspace)
    }

    /// The demo's logs: event and web logs, DHCP, archives, damaged files, files that are no logs.
    private func estate() throws -> String {
        let folder = workspace.file("estate")
        try EstateGenerator().generate(into: folder)
        return folder + "/logs"
    }

    @Test func everySampleComesBackAsScanned() async throws {
        let paths = ["events", "web", "dhcp", "containers", "field-cases"].map { LinesOfLogs.samples + "/" + $0 }
        let scanned = try await logs.scanned(paths)
        let imported = try await logs.imported(lines: await logs.emit(paths))
        #expect(!imported.summary.isIncomplete)
        #expect(imported.unread == scanned.unread && !scanned.unread.isEmpty)
        LinesOfLogs.expectSame(imported.views, scanned.views)
        for view in [
            StoreView.accessEvidence, .webDetail, .anonymousVisits, .leases, .inputs, .rejections, .eventLogDays,
        ] {
            #expect(imported.views[view]?.isEmpty == false, "\(view)")
        }
    }

    @Test func generatedLogsComeBackHoweverTheyWereCut() async throws {
        let estate = try estate()
        let scanned = try await logs.scanned([estate])
        for budget in [1 << 20, 64 << 20] {
            let lines = try await logs.emit([estate], options: ScanOptions(jobs: 1, memoryBudget: budget))
            let imported = try await logs.imported(lines: lines)
            #expect(!imported.summary.isIncomplete)
            LinesOfLogs.expectSame(imported.views, scanned.views)
        }
    }

    @Test func aLargeLogComesInSeveralParts() async throws {
        let log = workspace.file("large.xml")
        _ = try LargeLogWriter(seed: 7).write(bytes: 12 << 20, to: log)
        let lines = try await logs.emit([log], options: ScanOptions(jobs: 2, memoryBudget: 1 << 20))
        #expect(lines.contains { $0.contains("\"part\":2,") })
        #expect(lines.filter { $0.contains("\"kind\":\"records\"") }.count > 5)
        let scanned = try await logs.scanned([log])
        LinesOfLogs.expectSame(try await logs.imported(lines: lines).views, scanned.views)
        var order = SeededOrder(state: 1)
        LinesOfLogs.expectSame(try await logs.imported(lines: lines.shuffled(using: &order)).views, scanned.views)
    }

    @Test(arguments: UInt64(1)...2)
    func neitherOrderNorFilesNorRepetitionMatter(seed: UInt64) async throws {
        let estate = try estate()
        let scanned = try await logs.scanned([estate])
        let lines = try await logs.emit([estate])
        var order = SeededOrder(state: seed)
        var files: [[String]] = [[], [], []]
        for line in (lines + lines.filter { _ in order.next() % 3 == 0 }).shuffled(using: &order) {
            files[Int(order.next() % 3)].append(line)
        }
        let paths = try files.map { try logs.write($0) }
        // Every file has lines of every input, so with three jobs they want the same ones.
        for jobs in [1, 3] {
            let imported = try await logs.imported(paths.shuffled(using: &order), jobs: jobs)
            #expect(!imported.summary.isIncomplete)
            #expect(imported.unread == scanned.unread)
            LinesOfLogs.expectSame(imported.views, scanned.views)
        }
    }

    @Test func howManyFilesAreReadAtATimeChangesNothing() async throws {
        let estate = try estate()
        let lines = try await logs.emit([estate])
        // An input to each file, as engines leave them, and one line that is none.
        var files: [String: [String]] = [:]
        for line in lines { files[String(line.dropFirst(60).prefix(20)), default: []].append(line) }
        for name in files.keys.sorted().prefix(3) { files[name]?.insert("no line of ours", at: 0) }
        let paths = try files.keys.sorted().map { name in
            try workspace.write(
                (files[name] ?? []).map { $0 + "\n" }.joined(),
                to: "in/" + name.replacingOccurrences(of: "\"", with: "_"))
        }
        let one = try await logs.imported(paths, jobs: 1)
        #expect(paths.count > 10 && one.summary.problemCount == 3)
        for _ in 0..<4 {
            let many = try await logs.imported(paths, jobs: 8)
            #expect(many.summary.problems == one.summary.problems && many.summary.refused == one.summary.refused)
            #expect(many.summary.lines == lines.count + 3)
            LinesOfLogs.expectSame(many.views, one.views)
        }
    }

    @Test func aStoreThatFailsEndsTheImportForAllFiles() async throws {
        let estate = try estate()
        let lines = try await logs.emit([estate])
        let paths = try (0..<8).map { part in
            try logs.write(lines.enumerated().filter { $0.offset % 8 == part }.map(\.element))
        }
        let path = workspace.file("store")
        _ = try EvidenceStore.open(path: path, mode: .create)
        let store = try EvidenceStore.open(path: path, mode: .read)
        await #expect(throws: AnalysisError.self) {
            try await ImportRun.run(paths: paths, into: store, jobs: 8)
        }
    }

    @Test func importingAgainOrScanningAfterwardsChangesNothing() async throws {
        let estate = try estate()
        let scanned = try await logs.scanned([estate])
        let file = try logs.write(await logs.emit([estate]))
        let path = workspace.file("store")
        _ = try await logs.imported([file], store: path)
        let again = try await logs.imported([file], store: path)
        #expect(again.summary.added.isEmpty && !again.summary.isIncomplete)
        LinesOfLogs.expectSame(again.views, scanned.views)
        let store = try EvidenceStore.open(path: path, mode: .update)
        let summary = try await Scan.run(paths: [estate], into: store)
        #expect(summary.added.isEmpty)
        LinesOfLogs.expectSame(try LinesOfLogs.views(store), scanned.views)
    }

    @Test func theSameLogsGiveTheSameLines() async throws {
        let estate = try estate()
        let lines = try await logs.emit([estate], options: ScanOptions(jobs: 1))
        #expect(try await logs.emit([estate], options: ScanOptions(jobs: 4)) == lines)
        let files = try FileManager.default.subpathsOfDirectory(atPath: estate).map { estate + "/" + $0 }
            .filter { FileManager.default.contents(atPath: $0) != nil }
        #expect(try await Set(logs.emit(files.reversed())) == Set(lines))
    }

    @Test func aNameStandsForThePath() async throws {
        let log = """
            #Fields: date time s-ip cs-method cs-uri-stem cs-username c-ip sc-status
            2026-10-05 08:00:00 10.0.0.9 GET / CORP\\anna 10.0.0.5 200
            2026-10-05 08:00:01 10.0.0.9 GET / - 192.0.2.7 200

            """
        let there = try workspace.write(log, to: "web7/FTPSVC1/u_ex.log")
        let elsewhere = try workspace.write(log, to: "a.log")
        let scanned = try await logs.scanned([there])
        LinesOfLogs.expectSame(
            try await logs.imported(lines: await logs.emit([elsewhere], name: there)).views, scanned.views)
        await #expect(throws: AnalysisError.self) { try await logs.emit([there, elsewhere], name: "x") }
    }

    @Test func packedLinesAreTheSame() async throws {
        let estate = try estate()
        let plain = workspace.file("lines.jsonl")
        let packed = workspace.file("lines.jsonl.gz")
        for path in [plain, packed] {
            _ = try await EmitRun.run(paths: [estate], to: try ContributionDestination(path: path, force: false))
        }
        let bytes = try [plain, packed].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        #expect(bytes[1].starts(with: [0x1F, 0x8B]) && bytes[1].count * 4 < bytes[0].count)
        let scanned = try await logs.scanned([estate])
        LinesOfLogs.expectSame(try await logs.imported([packed]).views, scanned.views)
        #expect(throws: OutputError.self) { try ContributionDestination(path: plain, force: false) }
        _ = try ContributionDestination(path: plain, force: true)
    }

    // MARK: Duplicates

    private static func web(_ lines: Int) -> String {
        "#Fields: date time s-ip cs-method cs-uri-stem cs-username c-ip sc-status\n"
            + (0..<lines).map {
                "2026-10-05 08:00:0\($0 % 10) 10.0.0.9 GET /\($0) CORP\\u\($0 % 7) 10.0.0.\($0 % 50) 200\n"
            }
            .joined()
    }

    @Test func duplicatesAcrossInputsResolveAsInAScan() async throws {
        try workspace.write(Self.web(40), to: "logs/a/grown.log")
        try workspace.write(Self.web(90), to: "logs/b/whole.log")
        try workspace.write(Self.web(90), to: "logs/c/copy.log")
        for (name, records) in [("one", 1...30), ("two", 20...50), ("three", 25...27)] {
            let events = records.map {
                logonEvent(record: $0, user: "u\($0 % 5)", workstation: name == "two" ? "PC1" : "-")
            }
            try workspace.write(events.joined(), to: "logs/\(name).xml")
        }
        let folder = workspace.file("logs")
        let scanned = try await logs.scanned([folder])
        #expect(scanned.views[.conflicts]?.isEmpty == false)
        let lines = try await logs.emit([folder])
        let imported = try await logs.imported(lines: lines)
        LinesOfLogs.expectSame(imported.views, scanned.views)
        #expect(imported.summary.copies.map(\.path) == [folder + "/c/copy.log"])
        var order = SeededOrder(state: 3)
        LinesOfLogs.expectSame(try await logs.imported(lines: lines.shuffled(using: &order)).views, scanned.views)
    }

    /// An engine may drop the lines of all inputs of a content but the one at the byte-smallest path.
    @Test func ofACopyItsPlaceIsEnough() async throws {
        try workspace.write(Self.web(30), to: "logs/a/W3SVC1/x.log")
        try workspace.write(Self.web(30), to: "logs/b/FTPSVC1/x.log")
        let folder = workspace.file("logs")
        let scanned = try await logs.scanned([folder])
        let lines = try await logs.emit([folder])
        let inputs = lines.filter { $0.contains("\"kind\":\"input\"") }
        let ids = try inputs.map { line in
            try #require(line.range(of: "\"contribution\":\"").map { line[$0.upperBound...].prefix(32) })
        }
        #expect(ids.count == 2 && inputs[0].contains("/a/"))
        func without(_ id: Substring) -> [String] {
            lines.filter { !$0.contains(id) || $0.contains("\"kind\":\"input\"") }
        }
        let kept = try await logs.imported(lines: without(ids[1]))
        #expect(!kept.summary.isIncomplete && kept.summary.copies.count == 1)
        LinesOfLogs.expectSame(kept.views, scanned.views)
        // The place that counts is the other one: what was read there is missed.
        let lost = try await logs.imported(lines: without(ids[0]))
        #expect(lost.summary.refused.map(\.name) == [folder + "/a/W3SVC1/x.log"])
        #expect(lost.summary.refused.first?.reason.contains("emit it again") == true)
        LinesOfLogs.expectSame(lost.views, try await logs.scanned([folder + "/b"]).views)
    }

    // MARK: Lines that are not as they were

    /// Two inputs; `harm` is done to a line of the second.
    private func expectRefused(
        _ what: String, harm: (inout [String], Int) -> Void, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let whole = try workspace.write(logonEvent(record: 1, user: "anna"), to: "\(what)/a.xml")
        let harmed = try workspace.write(
            (2...9).map { logonEvent(record: $0, user: "u\($0)") }.joined(), to: "\(what)/b.xml")
        let alone = try await logs.scanned([whole])
        let first = try await logs.emit([whole])
        let second = try await logs.emit([harmed])
        for line in second.indices where second[line].contains("\"line\":") {
            var lines = second
            harm(&lines, line)
            let imported = try await logs.imported(lines: lines + first)
            #expect(imported.summary.refused.count <= 1, sourceLocation: sourceLocation)
            #expect(imported.summary.isIncomplete, "\(line)", sourceLocation: sourceLocation)
            #expect(imported.summary.added == [whole], sourceLocation: sourceLocation)
            LinesOfLogs.expectSame(imported.views, alone.views, "\(what) \(line)", sourceLocation: sourceLocation)
        }
    }

    @Test func aLostLineRefusesTheInput() async throws {
        try await expectRefused("lost") { lines, line in lines.remove(at: line) }
    }

    @Test func aCutLineRefusesTheInput() async throws {
        try await expectRefused("cut") { lines, line in lines[line] = String(lines[line].dropLast(9)) }
    }

    @Test func anAlteredLineRefusesTheInput() async throws {
        try await expectRefused("altered") { lines, line in
            lines[line] = lines[line].replacingOccurrences(of: "\"kind\"", with: "\"Kind\"")
        }
        try await expectRefused("digit") { lines, line in
            var bytes = Array(lines[line].utf8)
            let place = bytes.count / 2
            bytes[place] = bytes[place] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
            lines[line] = String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test func whatIsWrongIsSaidWithFileAndLine() async throws {
        let log = try workspace.write((1...5).map { logonEvent(record: $0, user: "u\($0)") }.joined(), to: "a.xml")
        var lines = try await logs.emit([log])
        lines[2] = lines[2].replacingOccurrences(of: "contribution/1", with: "contribution/2")
        lines.insert("no line of ours", at: 1)
        let file = try logs.write(lines)
        let summary = try await logs.imported([file, workspace.file("missing")]).summary
        #expect(summary.problems.map(\.line) == [2, 4, 0] && summary.problemCount == 3)
        #expect(summary.problems.map(\.file) == [file, file, workspace.file("missing")])
        #expect(summary.problems[1].reason.contains("schema"))
        #expect(summary.refused.map(\.name) == [log])
        #expect(summary.refused.first?.reason.contains("1 of its") == true)
    }

    @Test func aDamagedCopyOfALineDoesNotHideTheGoodOne() async throws {
        let log = try workspace.write((1...5).map { logonEvent(record: $0, user: "u\($0)") }.joined(), to: "a.xml")
        let lines = try await logs.emit([log])
        let scanned = try await logs.scanned([log])
        for line in lines.indices {
            let damaged = lines[line].replacingOccurrences(of: ",", with: ";")
            let imported = try await logs.imported(lines: [damaged] + lines)
            #expect(imported.summary.problemCount == 1 && imported.summary.refused.isEmpty)
            LinesOfLogs.expectSame(imported.views, scanned.views)
        }
    }

    @Test func aCutPackedFileIsSaid() async throws {
        let estate = try estate()
        let packed = workspace.file("lines.jsonl.gz")
        _ = try await EmitRun.run(paths: [estate], to: try ContributionDestination(path: packed, force: false))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: packed))
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: packed))
        let summary = try await logs.imported([packed]).summary
        #expect(summary.isIncomplete && summary.problems.contains { $0.line == 0 && $0.reason.contains("truncated") })
    }

    /// What a scan could not read stays noted until it is read, and so does what an import refused.
    @Test func whatIsRefusedIsUnread() async throws {
        let log = try workspace.write((1...5).map { logonEvent(record: $0, user: "u\($0)") }.joined(), to: "a.xml")
        let lines = try await logs.emit([log])
        let path = workspace.file("store")
        let cut = try logs.write(lines.filter { !$0.contains("\"line\":2,") })
        let refused = try await logs.imported([cut], store: path)
        #expect(refused.unread.map(\.path) == [log] && refused.unread.first?.isFailure == true)
        let whole = try await logs.imported([logs.write(lines)], store: path)
        #expect(whole.unread.isEmpty && whole.summary.added == [log])
    }

    @Test func whatCouldNotBeHadIsUnread() async throws {
        let path = workspace.file("lines.jsonl")
        try EmitRun.unread(
            "hdfs://a/b.xml", reason: "no \"such\" block", to: ContributionDestination(path: path, force: false))
        let imported = try await logs.imported([path])
        #expect(imported.unread.map(\.path) == ["hdfs://a/b.xml"])
        #expect(imported.unread.first?.reason == "no \"such\" block" && imported.unread.first?.isFailure == true)
    }

    @Test func linesReplaceNoDevice() throws {
        #expect(throws: OutputError.self) { try ContributionDestination(path: "/dev/null", force: true) }
        #expect(throws: OutputError.self) { try ContributionDestination(path: workspace.path, force: true) }
    }

    /// Hadoop's convention: names in a folder that begin with a dot or a low line are no data.
    @Test func filesAnEngineLeavesInAFolderAreNoLines() async throws {
        let log = try workspace.write(logonEvent(record: 1, user: "anna"), to: "a.xml")
        let lines = try await logs.emit([log])
        try workspace.write(lines.map { $0 + "\n" }.joined(), to: "folder/part-0")
        let left = try workspace.write("no line of ours", to: "folder/_SUCCESS")
        try workspace.write("nor this", to: "folder/.part-0.crc")
        try workspace.write("nor this", to: "folder/_temporary/0/part-0")
        #expect(try await logs.imported([workspace.file("folder")]).summary.added == [log])
        #expect(try await logs.imported([left]).summary.problemCount == 1)
    }

    @Test func linesTooScatteredForTheMemoryEndTheImport() async throws {
        let log = workspace.file("large.xml")
        _ = try LargeLogWriter(seed: 7).write(bytes: 6 << 20, to: log)
        let lines = try await logs.emit([log])
        #expect(lines.reduce(0) { $0 + $1.utf8.count } > 1 << 20)
        let file = try logs.write(lines.reversed())
        await #expect {
            try await logs.imported([file], memory: 1 << 19)
        } throws: { error in
            guard case AnalysisError.scattered(let message) = error else { return false }
            return message.contains("sort")
        }
    }

    // MARK: Settings

    @Test func localLogsKeepTheZoneTheyWereReadBy() async throws {
        let log =
            "192.0.2.7, CORP\\anna, 10/05/26, 23:30:00, W3SVC1, WEB1, 10.0.0.9, 15, 300, 400, 200, 0, GET, /, -,\n"
        let path = try workspace.write(String(repeating: log, count: 3), to: "berlin/in261005.log")
        var settings = OrganisationSettings()
        settings.logZones = [.init(pattern: "berlin", zone: "America/New_York")]
        let scanned = try await logs.scanned([path], settings: settings)
        let lines = try await logs.emit([path], settings: settings)
        #expect(scanned.views[.accessEvidence]?.isEmpty == false)
        let file = try logs.write(lines)
        LinesOfLogs.expectSame(try await logs.imported([file], settings: settings).views, scanned.views)
        settings.logZones = [.init(pattern: "berlin", zone: "Europe/Berlin")]
        let refused = try await logs.imported([file], settings: settings).summary.refused
        #expect(refused.first?.reason.contains("America/New_York") == true)
        #expect(try await logs.imported([file]).summary.refused.first?.reason.contains("no zone") == true)
    }
}
