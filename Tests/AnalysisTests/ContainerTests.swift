import AccessModel
import Analysis
import EvidenceStore
import Foundation
import Testing

/// What a log lies in makes no difference to what is counted.
@Suite struct ContainerTests {
    private static let samples =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/samples"

    #if Archives
        @Test(arguments: ["exports.zip", "exports.tar.xz"]) func membersCountAsTheirFilesDo(archive: String)
            async throws
        {
            let workspace = try Workspace()
            let path = Self.samples + "/containers/" + archive
            let packed = try EvidenceStore.open(path: workspace.file("packed"), mode: .create)
            let opened = try await Scan.run(paths: [path], into: packed)
            let plain = try EvidenceStore.open(path: workspace.file("plain"), mode: .create)
            let expected = try await Scan.run(
                paths: ["events/log-cleared.xml", "events/wevtutil-without-root.xml", "web/clean-iis10.log"].map {
                    Self.samples + "/" + $0
                }, into: plain)
            #expect(opened.unread.isEmpty && opened.inputs.count == 3 && expected.inputs.count == 3)
            #expect(opened.totals == expected.totals && opened.totals.tiesOut)
            #expect(Set(opened.inputs.map(\.content)) == Set(expected.inputs.map(\.content)))
            let digest = try await Scan.run(paths: [path], into: packed)
            #expect(digest.added.isEmpty && digest.copies.map(\.path) == opened.added)
            for place in try packed.places() {
                #expect(place.path == path && !place.member.isEmpty && place.sha256.utf8.count == 64)
                #expect(place.bytes == UInt64(try Data(contentsOf: URL(fileURLWithPath: path)).count))
            }
            // Then the plain files are copies.
            let again = try await Scan.run(paths: [Self.samples + "/events/log-cleared.xml"], into: packed)
            #expect(again.added.isEmpty && again.copies.count == 1)
        }

        @Test func inspectNamesEveryMember() throws {
            let found = Inspection.run(paths: [Self.samples + "/containers/exports.zip"])
            let members = [
                "dc01/log-cleared.xml", "dc01/wevtutil-without-root.xml.gz", "web01.zip!W3SVC1/clean-iis10.log",
            ]
            #expect(found.inputs.map(\.path) == members.map { Self.samples + "/containers/exports.zip!" + $0 })
            #expect(found.unread.isEmpty)
        }
    #endif

    private func gzip(_ arguments: [String]) throws {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-kf"] + arguments
        try gzip.run()
        gzip.waitUntilExit()
    }

    /// A damaged file whose content is also in a whole one is a copy of it, and its damage is said all the same.
    @Test func aDamagedCopyIsSaidToBeDamaged() async throws {
        let workspace = try Workspace()
        let whole = try workspace.write(logonEvent(record: 1, user: "anna"), to: "a.xml")
        try gzip([whole])
        // Without its trailer: all of the content is there, and nobody can know that.
        let packed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: whole + ".gz")))
        try FileManager.default.removeItem(atPath: whole + ".gz")
        let cut = try workspace.write(Array(packed.dropLast(8)), to: "b.gz")
        for (number, paths) in [[whole, cut], [cut, whole], [workspace.path]].enumerated() {
            let store = try EvidenceStore.open(path: workspace.file("s\(number)"), mode: .create)
            var summary = try await Scan.run(paths: [paths[0]], into: store)
            for path in paths.dropFirst() { summary = try await Scan.run(paths: [path], into: store) }
            #expect(summary.hasDamage && summary.inputs.count == 1)
            #expect(summary.inputs[0].damage.isEmpty && summary.inputs[0].location.path == whole)
            #expect(summary.inputs[0].damagedCopies.map(\.path) == [cut])
            #expect(summary.inputs[0].damagedCopies[0].damage.contains("gzip member 1 is truncated"))
            #expect(ScanDocument(summary).inputs[0].damagedCopies.map(\.path) == [cut])
            if number < 2 { try FileManager.default.removeItem(atPath: workspace.file("s\(number)")) }
        }
    }

    /// What two logs have left after 13 bytes is nothing, as an empty log is: that does not make them its copies.
    @Test func cutToNothingIsAFailure() async throws {
        let workspace = try Workspace()
        for name in ["x", "y"] {
            let path = try workspace.write(logonEvent(record: 1, user: name), to: "logs/\(name).xml")
            try gzip([path])
            let packed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + ".gz")))
            try FileManager.default.removeItem(atPath: path)
            try workspace.write(Array(packed.prefix(13)), to: "logs/\(name).xml.gz")
        }
        try workspace.write("", to: "logs/z0.xml")
        // A store beside the logs is none of them.
        let store = try EvidenceStore.open(path: workspace.file("logs/s.hc"), mode: .create)
        let summary = try await Scan.run(paths: [workspace.file("logs")], into: store)
        #expect(summary.added == [workspace.file("logs/z0.xml")] && summary.copies.isEmpty)
        #expect(summary.unread.map(\.path) == ["logs/x.xml.gz", "logs/y.xml.gz"].map(workspace.file))
        #expect(summary.hasFailures)
    }

    @Test func differingCopiesAreCounted() async throws {
        let workspace = try Workspace()
        try workspace.write(
            logonEvent(record: 1, user: "anna") + logonEvent(record: 2, user: "bert"), to: "logs/a.xml")
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        #expect(try await Scan.run(paths: [workspace.file("logs")], into: store).conflicts == 0)
        try workspace.write(logonEvent(record: 1, user: "anna", workstation: ""), to: "logs/b.xml")
        try workspace.write(logonEvent(record: 1, user: "anna", workstation: "PC2"), to: "logs/c.xml")
        let summary = try await Scan.run(paths: [workspace.file("logs")], into: store)
        #expect(summary.conflicts == 1 && ScanDocument(summary).conflicts == 1)
        #expect(summary.totals.duplicates == 2)
    }

    /// Damage behind what was counted already: the whole file is read again, and nothing counts twice.
    @Test func lateDamageCountsOnce() async throws {
        let workspace = try Workspace()
        let text = (1...4000).map { logonEvent(record: $0, user: "user\($0)", sid: "S-1-5-21-1-2-3-\($0)") }.joined()
        let plain = try workspace.write(text, to: "security.xml")
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", plain]
        try gzip.run()
        gzip.waitUntilExit()
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: plain + ".gz")))
        let cut = try workspace.write(Array(whole.dropLast(500)), to: "cut.xml.gz")
        for jobs in [1, 2] {
            let store = try EvidenceStore.open(path: workspace.file("store\(jobs)"), mode: .create)
            let summary = try await Scan.run(paths: [cut], into: store, options: ScanOptions(jobs: jobs))
            let input = try #require(summary.inputs.first)
            #expect(summary.inputs.count == 1 && summary.added == [cut] && summary.totals.tiesOut)
            #expect(input.damage.contains("gzip member 1 is truncated"))
            #expect(input.accepted > 3900 && input.accepted < 4000)
        }
    }
}
