import AccessModel
import Analysis
import EvidenceStore
import Foundation
import Testing

/// Logs as lines, and stores as the rows of all their views.
struct LinesOfLogs {
    static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples").path

    let workspace: Workspace

    /// What `scan --emit` writes.
    func emit(
        _ paths: [String], name: String? = nil, settings: OrganisationSettings = OrganisationSettings(),
        options: ScanOptions = ScanOptions(jobs: 2)
    ) async throws -> [String] {
        let file = workspace.file("emitted-" + UUID().uuidString)
        _ = try await EmitRun.run(
            paths: paths, name: name, to: try ContributionDestination(path: file, force: false), settings: settings,
            options: options)
        let text = try #require(String(data: Data(contentsOf: URL(fileURLWithPath: file)), encoding: .utf8))
        // By bytes: to String a line end behind a carriage return is none.
        return text.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    func write(_ lines: some Sequence<String>) throws -> String {
        try workspace.write(lines.map { $0 + "\n" }.joined(), to: "lines-" + UUID().uuidString)
    }

    struct Imported {
        var summary: ImportSummary
        var views: [StoreView: [[StoreView.Value]]]
        var unread: [UnreadInput]
    }

    func imported(
        _ files: [String], settings: OrganisationSettings = OrganisationSettings(),
        memory: Int = ImportRun.defaultMemory, jobs: Int = 2, store path: String? = nil
    ) async throws -> Imported {
        let store = try EvidenceStore.open(path: path ?? workspace.file(UUID().uuidString), mode: .create)
        try store.set(settings)
        let summary = try await ImportRun.run(paths: files, into: store, memory: memory, jobs: jobs)
        return Imported(summary: summary, views: try Self.views(store), unread: try store.unreadInputs())
    }

    func imported(lines: some Sequence<String>) async throws -> Imported { try await imported([write(lines)]) }

    struct Scanned {
        var views: [StoreView: [[StoreView.Value]]]
        var unread: [UnreadInput]
    }

    func scanned(
        _ paths: [String], settings: OrganisationSettings = OrganisationSettings()
    ) async throws -> Scanned {
        let store = try EvidenceStore.open(path: workspace.file(UUID().uuidString), mode: .create)
        try store.set(settings)
        _ = try await Scan.run(paths: paths, into: store, options: ScanOptions(jobs: 2))
        return Scanned(views: try Self.views(store), unread: try store.unreadInputs())
    }

    static func views(_ store: EvidenceStore) throws -> [StoreView: [[StoreView.Value]]] {
        var views: [StoreView: [[StoreView.Value]]] = [:]
        for view in StoreView.allCases {
            var rows: [[StoreView.Value]] = []
            try store.forEachRow(of: view, columns: { _ in }, row: { rows.append($0) })
            views[view] = rows
        }
        return views
    }

    static func expectSame(
        _ found: [StoreView: [[StoreView.Value]]], _ expected: [StoreView: [[StoreView.Value]]],
        _ what: Comment = "", sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for view in StoreView.allCases {
            #expect(found[view] == expected[view], "\(view) \(what)", sourceLocation: sourceLocation)
        }
    }
}

/// A seeded generator (SplitMix64), so that a failure can be repeated.
struct SeededOrder: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
