import AccessModel
import GRDB
import Testing

@testable import EvidenceStore

/// Stores merged in any order and grouping against one store that was given all the inputs.
@Suite struct StoreMergeTests {
    private static let views = [
        "access_evidence", "web_detail", "web_identities", "anonymous_visits", "leases", "renames", "inputs",
        "damages", "conflicts", "rejections", "event_log_ranges", "event_log_days",
    ]

    private func store(
        of inputs: [TestInput], _ settings: OrganisationSettings, partSize: Int
    ) throws -> (folder: TestFolder, store: EvidenceStore) {
        let folder = try TestFolder()
        let store = try folder.create()
        try store.set(settings)
        for input in inputs { try store.add(input, partSize: partSize) }
        try store.settle()
        return (folder, store)
    }

    private func merged(
        _ folders: [TestFolder], _ settings: OrganisationSettings
    ) throws -> (folder: TestFolder, store: EvidenceStore) {
        let folder = try TestFolder()
        let store = try folder.create()
        try store.set(settings)
        for other in folders { _ = try store.add(EvidenceStore.open(path: other.storePath, mode: .read)) }
        try store.settle()
        return (folder, store)
    }

    @Test(arguments: UInt64(1)...80)
    func treesOfMergesEqualOneScan(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed &* 7919)
        let estate = RandomEstate(seed: seed)
        let (whole, wholeStore) = try store(of: estate.inputs, estate.settings, partSize: .max)
        // Every input in one to three of the stores.
        var shares = [[TestInput]](repeating: [], count: 1 + generator.below(5))
        for input in estate.inputs.shuffled(using: &generator) {
            for _ in 0...generator.below(3) { shares[generator.below(shares.count)].append(input) }
        }
        for input in estate.inputs where !shares.joined().contains(where: { $0.location == input.location }) {
            shares[0].append(input)
        }
        var folders = try shares.map { try store(of: $0, estate.settings, partSize: 1 + generator.below(40)).folder }
        // Two or three at a time, until one is left.
        repeat {
            folders.shuffle(using: &generator)
            let taken = Array(folders.prefix(2 + generator.below(2)))
            folders.removeFirst(taken.count)
            folders.append(try merged(taken, estate.settings).folder)
        } while folders.count > 1
        for view in StoreMergeTests.views {
            #expect(differences(try folders[0].view(view), try whole.view(view)) == "", "\(view)")
        }
        let found = try EvidenceStore.open(path: folders[0].storePath, mode: .read)
        #expect(try found.evidence() == wholeStore.evidence())
        #expect(try found.inputs() == wholeStore.inputs())
    }

    @Test func theStoresAreOnlyRead() throws {
        let (folder, _) = try store(of: [TestInput(1, path: "a.log", format: .w3c, [])], .init(), partSize: .max)
        let other = try DatabaseQueue(path: folder.storePath)
        try other.writeWithoutTransaction { database in
            // A lock that lets others read and nobody write.
            try database.execute(sql: "BEGIN IMMEDIATE")
            #expect(try merged([folder], .init()).store.inputs().count == 1)
            try database.execute(sql: "ROLLBACK")
        }
    }

    @Test func unreadInputsAreThoseNoStoreRead() throws {
        func note(_ path: String, _ reason: String) -> UnreadInput {
            UnreadInput(path: path, format: .unknown, reason: reason, remedy: "", isFailure: false)
        }
        let (a, first) = try store(of: [TestInput(1, path: "a.log", format: .w3c, [])], .init(), partSize: .max)
        try first.noteUnread([note("b.log", "late"), note("c.log", "only here")])
        try first.settle()
        let (b, second) = try store(of: [TestInput(2, path: "d.log", format: .w3c, [])], .init(), partSize: .max)
        try second.noteUnread([note("a.log", "read elsewhere"), note("b.log", "early")])
        try second.settle()
        for folders in [[a, b], [b, a]] {
            let store = try merged(folders, .init()).store
            #expect(try store.unreadInputs().map { $0.path + " " + $0.reason } == ["b.log early", "c.log only here"])
        }
    }

    /// One store failed to read an archive to its end, another did not, a third has never seen it.
    @Test func anArchiveReadToItsEndInOneStoreIsRead() throws {
        func input(_ number: UInt64) -> TestInput {
            TestInput(number, path: "logs.zip", member: "\(number).log", format: .w3c, [])
        }
        let failed = UnreadInput(path: "logs.zip", format: .unknown, reason: "failed", remedy: "", isFailure: true)
        let (half, halfStore) = try store(of: [input(1)], .init(), partSize: .max)
        try halfStore.noteUnread([failed])
        try halfStore.settle()
        let (whole, _) = try store(of: [input(1), input(2)], .init(), partSize: .max)
        let (none, _) = try store(of: [TestInput(3, path: "x.log", format: .w3c, [])], .init(), partSize: .max)
        for folders in [[half, whole, none], [none, half, whole], [whole, none, half], [half, none, whole]] {
            #expect(try merged(folders, .init()).store.unreadInputs() == [])
        }
        for folders in [[half, none], [none, half], [half, half]] {
            #expect(try merged(folders, .init()).store.unreadInputs() == [failed])
        }
        // In any grouping, too.
        let first = try merged([half, none], .init()), second = try merged([half, whole], .init())
        for folders in [[first.folder, second.folder], [second.folder, first.folder]] {
            #expect(try merged(folders, .init()).store.unreadInputs() == [])
        }
    }

    @Test func aStoreThatIsNotSettledIsRefused() throws {
        let folder = try TestFolder()
        let unsettled = try folder.create()
        try unsettled.add(TestInput(1, path: "a.log", format: .w3c, []))
        let targetFolder = try TestFolder()
        let target = try targetFolder.create()
        #expect { try target.add(unsettled) } throws: { ($0 as? StoreError)?.kind == .notSettled }
        #expect { try target.add(target) } throws: { ($0 as? StoreError)?.kind == .failed }
    }

    /// Ids that lead nowhere must not become other names: nothing is taken over.
    @Test func aTamperedStoreIsRefusedWhole() throws {
        let records = [TestRecord.web(at: "2026-10-01", agent: 5, .web(account: "amiller", peer: "10.0.0.5"))]
        let (folder, store) = try store(
            of: [TestInput(1, path: "a.log", format: .w3c, records)], .init(), partSize: .max)
        let damages = ["UPDATE contribution_row SET account_name = 999999", "UPDATE input SET content = NULL"]
        for damage in damages.reversed() {
            try store.queue.write { try $0.execute(sql: damage) }
            try refuses(folder)
            try store.queue.write {
                try $0.execute(sql: "UPDATE input SET content = '\(String(repeating: "a", count: 32))'")
            }
        }
    }

    private func refuses(_ folder: TestFolder) throws {
        let targetFolder = try TestFolder()
        let target = try targetFolder.create()
        #expect { try target.add(EvidenceStore.open(path: folder.storePath, mode: .read)) } throws: { error in
            (error as? StoreError)?.kind == .damaged
        }
        try target.settle()
        #expect(try targetFolder.view("inputs") == [])
        // The target is as good as new.
        #expect(try target.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM text") } == 1)
    }
}
