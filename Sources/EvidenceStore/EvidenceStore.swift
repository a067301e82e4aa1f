public import AccessModel
import GRDB
import Synchronization

/// The evidence store: one SQLite file that holds what each input contributes; everything else is derived from the set.
///
/// Writing: `begin` an input, `append` its snapshots, `close` it (or `abandon` it), and `settle` once all have closed.
/// An input that has not closed is never seen and is cleared away by the next writer; one that has closed is seen from
/// the next `settle` on. Everything read depends on the set of inputs and the settings alone, never on their order.
///
/// One process writes at a time; others may read meanwhile and see the last settled state. Every call is one
/// transaction: it happens whole or, where it throws, not at all. Calls block; they may come from any thread.
public final class EvidenceStore: Sendable {
    /// What a store is opened for.
    public enum Mode: Sendable, Hashable {
        /// To write; makes the file where there is none.
        case create
        /// To write to a store that nobody reads before it has settled: without the write-ahead log that readers need,
        /// which writes everything twice. As safe against crashes.
        case createAlone
        /// To write to a store that exists.
        case update
        /// To read.
        case read
    }

    /// How long a writer waits for another one to finish.
    public static let patience: Duration = .seconds(5)

    let path: String
    let mode: Mode
    let patience: Duration
    let queue: DatabaseQueue
    /// The writer's lock while this store writes; nil before and after.
    let lock: Mutex<WriterLock?>

    /// Opens a store.
    ///
    /// A new file is readable by its owner only. A symbolic link, a folder, a file that is not a store, and a store of
    /// a newer version are refused.
    /// - Parameter patience: how long to wait for another writer before giving up as `busy`.
    public static func open(
        path: String, mode: Mode, patience: Duration = EvidenceStore.patience
    ) throws(StoreError) -> EvidenceStore {
        let exists = try StoreFile.exists(at: path)
        guard exists || mode == .create || mode == .createAlone else {
            throw StoreError(.missing, path, "there is no such evidence store", "make one with scan --store")
        }
        guard mode != .read else {
            try rollBackIfCutOff(path, patience)
            let store = try EvidenceStore(path: path, mode: mode, patience: patience)
            try store.checkSchema()
            return store
        }
        let lock = try WriterLock(store: path, patience: patience)
        let isNew = try !StoreFile.exists(at: path)
        if isNew { try StoreFile.make(at: path) }
        do throws(StoreError) {
            let store = try EvidenceStore(path: path, mode: mode, patience: patience)
            if mode != .update { try store.createSchemaIfEmpty() }
            try store.checkSchema()
            try store.startWriting(with: lock)
            return store
        } catch {
            // A disk too full for the first page leaves nothing behind.
            if isNew { StoreFile.removeUnbegun(path) }
            throw error
        }
    }

    private init(path: String, mode: Mode, patience: Duration) throws(StoreError) {
        self.path = path
        self.mode = mode
        self.patience = patience
        lock = Mutex(nil)
        do {
            queue = try DatabaseQueue(path: path, configuration: EvidenceStore.configuration(mode, patience))
        } catch {
            throw StoreError(error, while: "open the store", path: path)
        }
    }

    deinit {
        // Before the lock goes: closing may still move the write-ahead log into the file.
        try? queue.close()
    }

    /// A writer that died while it went over to its write-ahead log, or back to one plain file, has left a rollback
    /// journal. SQLite undoes that change for whoever may write, and refuses to read before; nothing settled is in it.
    private static func rollBackIfCutOff(_ path: String, _ patience: Duration) throws(StoreError) {
        guard try StoreFile.exists(at: path + "-journal"), StoreFile.isWritable(path) else { return }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration(.update, patience))
            try queue.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
            try queue.close()
        } catch {
            throw StoreError(error, while: "open the store", path: path)
        }
    }

    private static func configuration(_ mode: Mode, _ patience: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = mode == .read
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(Double(patience.components.seconds))
        configuration.prepareDatabase { database in
            // A store may come from elsewhere: what its schema calls must not have side effects.
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cache_size = -\(EvidenceStore.pageCacheKiB)")
            // With a write-ahead log, safe against crashes; durable once settled.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        return configuration
    }

    /// Another connection, to read; nil where there can be none.
    func secondReader() -> SecondReader? {
        try? SecondReader(path: path, configuration: EvidenceStore.configuration(.read, patience))
    }

    private static let pageCacheKiB = 16_384

    /// The files a store can consist of while it is written: the store itself, its write-ahead log with its index, its
    /// rollback journal, and the writer's lock. Those that are not there are listed too.
    public var files: [String] { EvidenceStore.files(of: path) }

    /// The same of a store that may not be there.
    public static func files(of path: String) -> [String] {
        ["", "-wal", "-shm", "-journal", WriterLock.suffix].map { path + $0 }
    }

    // MARK: Settings

    /// What the organisation says about its networks and folders.
    public func settings() throws(StoreError) -> OrganisationSettings {
        try read("read the settings") { try SettingsTable(database: $0).read() }
    }

    /// Replaces the settings. The views apply them at once; the logs are not needed.
    public func set(_ settings: OrganisationSettings) throws(StoreError) {
        try write("change the settings") { database in
            let table = SettingsTable(database: database)
            guard try table.read() != settings else { return }
            try EvidenceStore.checkZones(settings, database, self.path)
            try table.write(settings)
            let names = EffectiveNames(database: database, settings: settings)
            try names.resolveServers()
            try names.resolveClients(all: true)
        }
    }

    /// A row of a store is a day: what was read by one zone cannot be moved to another one's days.
    private static func checkZones(_ settings: OrganisationSettings, _ database: Database, _ path: String) throws {
        let inputs = try Row.fetchAll(
            database, sql: "SELECT id, zone FROM input WHERE zone NOT IN ('', ?)",
            arguments: [InputReading.unstatedZone])
        for input in inputs {
            let (id, zone): (Int64, String) = (input["id"], input["zone"])
            let places = try InputTable(database).places(of: id, settledOnly: false).sorted()
            guard let place = places.first,
                !places.contains(where: { ExactText(settings.zone(of: $0)) == ExactText(zone) })
            else { continue }
            throw StoreError(
                .settings, path,
                "the times of \(place.display) were read as local times of \(zone), and the settings now say "
                    + (settings.zone(of: place).isEmpty ? "no zone" : settings.zone(of: place)),
                "scan the logs into a new store, or state the zone as before")
        }
    }

    // MARK: Writing

    /// Starts an input. Nothing of it is seen before it has closed and the store has settled.
    /// - Parameter path: where it is read from, for messages.
    public func begin(path: String) throws(StoreError) -> OpenInput {
        try write("start an input") { database in
            try database.execute(
                sql: "INSERT INTO input(state, opened_as) VALUES (?, ?)", arguments: [InputState.open, path])
            return OpenInput(id: database.lastInsertedRowID, path: path)
        }
    }

    /// Adds a part of what the input contributes.
    public func append(_ snapshot: EvidenceSnapshot, to input: OpenInput) throws(StoreError) {
        try write("add to \(input.path)") { [path] database in
            try EvidenceStore.checkOpen(input, database, path)
            try SnapshotWriter(snapshot, to: input.id, in: database).write()
            try database.execute(sql: "UPDATE input SET parts = parts + 1 WHERE id = ?", arguments: [input.id])
        }
    }

    /// Ends an input that has been read to its end. Where its content is in the store already, what it contributed is
    /// dropped and its place is noted as a copy; where its place is known too, nothing changes.
    public func close(_ input: OpenInput, reading: InputReading) throws(StoreError) -> CloseResult {
        try write("close \(input.path)") { [path] database in
            try EvidenceStore.checkOpen(input, database, path)
            return try InputClosing(database: database, input: input.id).close(reading)
        }
    }

    /// Notes a further place of a content that the store has, for an input of which only its place is known.
    /// - Returns: nil, and nothing is noted, where the store does not have the content, or where what was read at this
    ///   place is what counts: its evidence is wanted then.
    public func addPlace(_ reading: InputReading) throws(StoreError) -> CloseResult? {
        try write("note \(reading.location.display)") { database in
            try InputClosing.addFurtherPlace(reading, in: database)
        }
    }

    /// Takes back everything appended to an input; it stays open.
    public func restart(_ input: OpenInput) throws(StoreError) {
        try write("start \(input.path) again") { [path] database in
            try EvidenceStore.checkOpen(input, database, path)
            let removal = InputRemoval(database: database, input: input.id)
            try removal.removeContribution()
            try database.execute(sql: "UPDATE input SET parts = 0 WHERE id = ?", arguments: [input.id])
        }
    }

    /// Drops an input that could not be read to its end.
    public func abandon(_ input: OpenInput) throws(StoreError) {
        try write("drop \(input.path)") { [path] database in
            try EvidenceStore.checkOpen(input, database, path)
            try InputRemoval(database: database, input: input.id).run()
        }
    }

    /// Notes inputs that could not be read at all; a later note on the same path replaces the earlier one, and closing
    /// an input found there removes it.
    /// - Parameter finished: paths that were read as far as they go (archives of many members as well as files): what
    ///   an earlier scan noted on them no longer holds.
    public func noteUnread(_ inputs: [UnreadInput], finished: [String] = []) throws(StoreError) {
        try write("note unread inputs") { database in
            try InputTable(database).forgetUnread(finished)
            try InputTable(database).noteUnread(inputs)
        }
    }

    /// Makes all closed inputs part of the evidence, and leaves one plain file (unless somebody is reading it, or
    /// inputs are still open).
    public func settle() throws(StoreError) {
        try write("settle the evidence") { try Settlement(database: $0).run() }
        try stopWriting()
    }

    private static func checkOpen(_ input: OpenInput, _ database: Database, _ path: String) throws {
        let state = try Int.fetchOne(database, sql: "SELECT state FROM input WHERE id = ?", arguments: [input.id])
        guard state == InputState.open else {
            throw StoreError(
                .notOpen, path, "the input \(input.path) is not open in this store", "begin it again")
        }
    }

    // MARK: Reading

    /// The inputs that are part of the evidence, by location.
    public func inputs() throws(StoreError) -> [InputSummary] {
        try read("list the inputs") { try InputTable($0).summaries() }
    }

    /// Every place of every closed input, settled or not, by display path: what a resumed scan need not read again.
    public func places() throws(StoreError) -> [InputPath] {
        try read("list the inputs") { try InputTable($0).allPlaces() }
    }

    /// False where inputs have closed that no `settle` has followed: a scan is running, or one was cut off.
    public func isSettled() throws(StoreError) -> Bool {
        try read("look at the inputs") { try !Settlement(database: $0).isNeeded() }
    }

    /// Inputs that could not be read, by path.
    public func unreadInputs() throws(StoreError) -> [UnreadInput] {
        try read("list the unread inputs") { try InputTable($0).unread() }
    }

    /// The rejected records kept with their place, by input and offset.
    public func rejections() throws(StoreError) -> [InputRejection] {
        try read("list the rejected records") { try InputTable($0).rejections() }
    }

    /// First and last day with evidence; nil for an empty store.
    public func days() throws(StoreError) -> ClosedRange<Day>? {
        try read("find the first and last day") { try EvidenceReader($0, window: nil).span() }
    }

    /// How many events were exported several times with different values.
    public func conflictCount() throws(StoreError) -> UInt64 {
        try read("count the conflicting events") { try InputTable($0).conflictCount() }
    }

    /// Events that were exported several times with different values.
    public func conflicts() throws(StoreError) -> [EventConflict] {
        try read("list the conflicting events") { try InputTable($0).conflicts() }
    }

    /// Hands every row of a view to `body`, in the byte order of its columns from the first on; the names of the columns
    /// come first. What `body` throws ends the reading and is thrown.
    public func forEachRow(
        of view: StoreView, columns: ([String]) throws -> Void, row body: ([StoreView.Value]) throws -> Void
    ) throws {
        try queue.read { database in
            do {
                try view.read(database, columns: columns, row: body)
            } catch let error as DatabaseError {
                throw StoreError(error, while: "read the view \(view.rawValue)", path: path)
            }
        }
    }

    /// What the store proves, on the days of `window` or on all.
    public func evidence(window: ClosedRange<Day>? = nil) throws(StoreError) -> Evidence {
        try evidence(window: window, smallestForTwo: SecondReader.smallestStore)
    }

    /// - Parameter smallestForTwo: bytes of a store from which on two connections read it.
    func evidence(window: ClosedRange<Day>?, smallestForTwo: Int64) throws(StoreError) -> Evidence {
        let second = StoreFile.size(path) < smallestForTwo ? nil : secondReader()
        return try read("read the evidence") { try EvidenceReader($0, window: window, second: second).read() }
    }
}

/// An input being written: names it in `append`, `close` and `abandon`.
public struct OpenInput: Sendable, Hashable {
    /// Number among the inputs of whatever takes them.
    public let id: Int64
    /// Where it is read from.
    public let path: String

    public init(id: Int64, path: String) {
        self.id = id
        self.path = path
    }
}

/// What became of an input that closed.
public enum CloseResult: Sendable, Hashable {
    /// It is a new input.
    case added
    /// Its content is in the store already, found at the given place; this is one more copy.
    case copyOf(String)
    /// Content and place are in the store already: nothing changed.
    case known
}
