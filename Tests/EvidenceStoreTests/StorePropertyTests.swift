import AccessModel
import GRDB
import Testing

@testable import EvidenceStore

/// The store against a recount record by record, over random inputs. A failing seed is printed with the failure.
struct StorePropertyTests {
    private func written(_ estate: RandomEstate, seed: UInt64) throws -> (folder: TestFolder, store: EvidenceStore) {
        let folder = try TestFolder()
        let store = try folder.create()
        try estate.write(to: StoreWriter(store: store), seed: seed)
        return (folder, store)
    }

    @Test(arguments: UInt64(1)...60)
    func viewsSayWhatTheWinningRecordsSay(seed: UInt64) throws {
        let estate = RandomEstate(seed: seed)
        let expected = NaiveRecount(estate.inputs, settings: estate.settings)
        let (folder, _) = try written(estate, seed: seed)

        #expect(differences(try folder.view("access_evidence"), expected.accessEvidence()) == "")
        #expect(differences(try folder.view("web_detail"), expected.webDetail()) == "")
        #expect(differences(try folder.view("anonymous_visits"), expected.anonymousVisits()) == "")
        #expect(differences(try folder.view("event_log_ranges"), expected.eventLogRanges()) == "")
        #expect(differences(try folder.view("damages"), expected.damages()) == "")
        let tieOut = "SELECT path, content, records, accepted, ignored, rejected, duplicates FROM inputs"
        #expect(differences(try folder.rows(tieOut), expected.tieOut()) == "")
        let untied = "SELECT * FROM inputs WHERE records <> accepted + ignored + rejected + duplicates"
        #expect(try folder.rows(untied) == [])
    }

    @Test(arguments: UInt64(1)...30)
    func orderAndCuttingLeaveNoTrace(seed: UInt64) throws {
        let estate = RandomEstate(seed: seed)
        let (first, store) = try written(estate, seed: seed &* 31)
        let (second, other) = try written(estate, seed: seed &* 77 &+ 5)
        for view in [
            "access_evidence", "web_detail", "anonymous_visits", "inputs", "damages", "conflicts", "rejections",
            "event_log_ranges",
        ] {
            #expect(differences(try first.view(view), try second.view(view)) == "", "\(view)")
        }
        #expect(try store.evidence() == other.evidence())
        #expect(try store.evidence().eventLogs == other.evidence().eventLogs)
        #expect(try store.evidence().coverage == other.evidence().coverage)
        #expect(try store.conflicts() == other.conflicts())
        #expect(try store.inputs() == other.inputs())
        #expect(try store.rejections() == other.rejections())
    }

    /// What is kept in memory while copies are sought makes no difference.
    @Test(arguments: UInt64(1)...30)
    func limitsOfMemoryLeaveNoTrace(seed: UInt64) throws {
        let estate = RandomEstate(seed: seed)
        let (folder, store) = try written(estate, seed: seed)
        let tables = ["kept", "event_conflict", "input"]
        let before = try tables.map { try folder.view($0) }
        try store.queue.write { database in
            var copies = try EventCopies(
                database, limits: EventCopies.Limits(heldCopies: 1, pendingRows: 1, knownRows: 1))
            try copies.run()
        }
        #expect(try tables.map { try folder.view($0) } == before)
    }

    @Test(arguments: UInt64(1)...30)
    func evidenceSaysWhatTheViewsSay(seed: UInt64) throws {
        let estate = RandomEstate(seed: seed)
        let expected = NaiveRecount(estate.inputs, settings: estate.settings)
        let (_, store) = try written(estate, seed: seed)
        let whole = try store.evidence()
        #expect(differences(lines(whole), expected.evidenceRows(window: nil)) == "")
        #expect(whole.texts == whole.texts.sorted())
        #expect(whole.texts.first == "")
        #expect(Set(whole.texts).count == whole.texts.count)
        let visits = whole.visits.map { visit(whole, $0) }.sorted { $0.isByteOrdered(before: $1) }
        #expect(differences(visits, expected.anonymousVisits()) == "")
        #expect(whole.inputs == (try store.inputs()))
        #expect(differences(eventLogDays(whole), expected.eventLogDays()) == "")

        guard let last = whole.lastDay else { return }
        let window = last.advanced(by: -1)...last
        let part = try store.evidence(window: window)
        #expect(differences(lines(part), expected.evidenceRows(window: window)) == "")
        #expect(part.lastDay == last)
        #expect(part.coverage.allSatisfy { window.contains($0.day) })
        // Record ids are told of all days, so that a gap at the edge of a window shows.
        #expect(eventLogDays(part) == eventLogDays(whole))
        #expect(part.visits.allSatisfy { window.contains($0.day) })
    }

    private func lines(_ evidence: Evidence) -> [String] {
        evidence.rows.map { row in
            let text = evidence.text
            return [
                text(row.server), row.source.name, "\(row.eventID)", row.channel.name(logonType: row.logonType),
                "\(row.logonType)", text(row.accountDomain), text(row.accountName), text(row.accountSID),
                text(row.clientAddress), text(row.clientName), row.outcome.name, row.day.text, text(row.site),
                text(row.productHint), "\(row.count)", row.firstSeen.text, row.lastSeen.text,
            ].joined(separator: "|")
        }.sorted { $0.isByteOrdered(before: $1) }
    }

    private func eventLogDays(_ evidence: Evidence) -> [String] {
        evidence.eventLogs.flatMap { log in
            log.days.map { day in
                let ranges = day.ranges.map { "\($0.first)-\($0.last) \($0.firstTime.text) \($0.lastTime.text)" }
                return ([evidence.text(log.server), evidence.text(log.logChannel), day.day.text] + ranges)
                    .joined(separator: "|")
            }
        }.sorted { $0.isByteOrdered(before: $1) }
    }

    private func visit(_ evidence: Evidence, _ visit: AnonymousVisit) -> String {
        [
            evidence.text(visit.server), evidence.text(visit.site), evidence.text(visit.clientAddress),
            visit.outcome.name, visit.day.text, "\(visit.count)",
        ].joined(separator: "|")
    }
}

extension Evidence {
    /// Everything but the inputs' own equality is in the parts.
    static func == (a: Evidence, b: Evidence) -> Bool {
        a.texts == b.texts && a.rows == b.rows && a.visits == b.visits && a.coverage == b.coverage
            && a.eventLogs == b.eventLogs
            && a.peers == b.peers && a.inputs == b.inputs && a.lastDay == b.lastDay && a.settings == b.settings
    }
}
