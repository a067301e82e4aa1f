import AccessModel
import EvidenceStore
import Foundation
import PositionModel
import Testing

@testable import Analysis

/// What was read ahead is used where it is what would be read now, and nowhere else.
@Suite struct EvidenceAheadTests {
    private func scan(_ workspace: Workspace, _ names: [String], into store: EvidenceStore) async throws {
        for (number, name) in names.enumerated() {
            try workspace.write(
                logonEvent(record: number + 1, user: name, sid: "S-1-5-21-1-2-3-10\(number)\(name.utf8.count)"),
                to: "logs/\(name).xml")
        }
        _ = try await Scan.run(
            paths: names.map { workspace.file("logs/\($0).xml") }, into: store, options: ScanOptions(jobs: 1))
    }

    /// What was read ahead, marked so that it shows whether it was used.
    private func marked(_ path: String, settings: String? = nil, window: WindowRequest? = nil) async throws -> Evidence
    {
        let ahead = EvidenceAhead(store: path, settings: settings, window: window)
        var evidence = try #require(await ahead.evidence)
        evidence.zones.append("read ahead")
        return evidence
    }

    private func isUsed(
        _ ahead: Evidence, _ store: EvidenceStore, _ settings: EstateSettings = EstateSettings(),
        window: WindowRequest? = nil
    ) throws -> Bool {
        let evidence = try Windowed.evidence(store: store, window: window, settings: settings, ahead: ahead)
        let read = try Windowed.evidence(store: store, window: window, settings: settings)
        #expect(evidence.rows == read.rows && evidence.texts == read.texts && evidence.window == read.window)
        #expect(evidence.settings == read.settings && evidence.lastDay == read.lastDay)
        return evidence.zones.contains("read ahead")
    }

    @Test func theSameStoreIsNotReadAgain() async throws {
        let workspace = try Workspace()
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        try await scan(workspace, ["ann", "bert"], into: store)
        let ahead = try await marked(workspace.file("store"))
        let used = try isUsed(ahead, store)
        #expect(used)
    }

    /// An input more than when it was read.
    @Test func aStoreWithAnotherInputIsReadAgain() async throws {
        let workspace = try Workspace()
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        try await scan(workspace, ["ann"], into: store)
        let ahead = try await marked(workspace.file("store"))
        try await scan(workspace, ["bertha"], into: store)
        let usedBefore = try isUsed(ahead, store)
        #expect(!usedBefore)
        let again = try await marked(workspace.file("store"))
        let usedAfter = try isUsed(again, store)
        #expect(usedAfter)
    }

    /// Networks that `reconcile` writes into the store after it was read.
    @Test func aStoreWithOtherSettingsIsReadAgain() async throws {
        let workspace = try Workspace()
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        try await scan(workspace, ["ann"], into: store)
        let ahead = try await marked(workspace.file("store"))
        var settings = try store.settings()
        settings.trustedProxies.append("10.0.0.5/32")
        try store.set(settings)
        let used = try isUsed(ahead, store)
        #expect(!used)
    }

    /// Days that the settings ask for, and others.
    @Test func otherDaysAreReadAgain() async throws {
        let workspace = try Workspace()
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        try await scan(workspace, ["ann"], into: store)
        let file = try workspace.write("window: {days: 30}\n", to: "estate.yaml")
        var settings = EstateSettings()
        settings.windowDays = 30
        let ahead = try await marked(workspace.file("store"), settings: file)
        #expect(ahead.window != nil)
        let usedForTheSameDays = try isUsed(ahead, store, settings)
        #expect(usedForTheSameDays)
        let usedForAll = try isUsed(ahead, store)
        #expect(!usedForAll)
        settings.windowDays = 29
        let usedForFewer = try isUsed(ahead, store, settings)
        #expect(!usedForFewer)
        let usedForOne = try isUsed(ahead, store, settings, window: .last(days: 1))
        #expect(!usedForOne)
        let asked = try await marked(workspace.file("store"), settings: file, window: .last(days: 1))
        let usedAsAsked = try isUsed(asked, store, settings, window: .last(days: 1))
        #expect(usedAsAsked)
    }
}
