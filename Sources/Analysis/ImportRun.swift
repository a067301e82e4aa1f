import AccessModel
import Contributions
public import EvidenceStore
import LogInput
import Synchronization

/// Turns lines back into the store they were written for: `docs/contributions.md`.
///
/// Each input is replayed by the calls a scan makes, once all its lines are there. Lines may come in any order, in any
/// number of files, and more than once; the store is the one a scan of the logs fills.
public enum ImportRun {
    /// Memory for lines that wait for others of their input, in bytes.
    public static let defaultMemory = 1 << 30

    /// Imports files of lines, folders of them, or standard input (`-`), and settles the store.
    ///
    /// A line that is not what was written is named, and an input that is not whole is refused: nothing of it is taken, and
    /// the import goes on.
    /// - Parameter jobs: files read at a time.
    public static func run(
        paths: [String], into store: EvidenceStore, memory: Int = ImportRun.defaultMemory, jobs: Int = 1
    ) async throws(AnalysisError) -> ImportSummary {
        do {
            let settings = try store.settings()
            let discovery = InputDiscovery.discover(paths, leavingOut: store.files)
            let files = discovery.inputs.filter { !isOfAnEngine($0.path, below: paths) }
            let arriving = ArrivingInputs(memory: memory)
            var ending = ImportEnding(store: store, settings: settings)
            for file in try await readAll(
                files, jobs,
                { file in
                    ImportedFile(file, into: store, settings: settings, sharing: arriving)
                })
            { ending.add(file) }
            try ending.finish(arriving.rest(), unread: discovery.unread)
            try store.settle()
            ending.summary.inputs = try store.inputs()
            ending.summary.conflicts = try store.conflictCount()
            return ending.summary
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as AnalysisError {
            throw error
        } catch {
            throw .nothingToRead("\(error)")
        }
    }

    /// What engines put beside their output (`_SUCCESS`, `.part-0.crc`): by Hadoop's convention names in a folder that begin
    /// so are no data.
    private static func isOfAnEngine(_ path: String, below paths: [String]) -> Bool {
        let folders = paths.filter { path.utf8.starts(with: $0.utf8) }
        guard let given = folders.max(by: { $0.utf8.count < $1.utf8.count }) else { return false }
        return path.utf8.dropFirst(given.utf8.count).split(separator: UInt8(ascii: "/")).contains {
            $0.first == UInt8(ascii: "_") || $0.first == UInt8(ascii: ".")
        }
    }

    /// Reads files, several at a time; what they did in their order.
    private static func readAll(
        _ files: [DiscoveredInput], _ jobs: Int, _ begin: @escaping @Sendable (DiscoveredInput) -> ImportedFile
    ) async throws -> [ImportedFile] {
        let queue = WorkQueue(count: files.count)
        let stop = StopFlag()
        let read = try await withThrowingTaskGroup(of: [(Int, ImportedFile)].self) { group in
            for _ in 0..<max(1, min(jobs, files.count)) {
                group.addTask {
                    var read: [(Int, ImportedFile)] = []
                    while !stop.isSet, let number = queue.next() {
                        var file = begin(files[number])
                        do {
                            try file.read { stop.isSet }
                        } catch {
                            stop.set()
                            if error is ImportStopped { break }
                            throw error
                        }
                        read.append((number, file))
                    }
                    return read
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return read.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

private final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}

/// What is left to do when all files are read.
private struct ImportEnding {
    let store: EvidenceStore
    let settings: OrganisationSettings
    var summary = ImportSummary()
    private var finished: Set<ExactText> = []
    private var unread: [ExactText: UnreadInput] = [:]

    init(store: EvidenceStore, settings: OrganisationSettings) {
        self.store = store
        self.settings = settings
    }

    /// Joins what a file did; files come in their order.
    mutating func add(_ file: ImportedFile) {
        summary.add(file.summary)
        finished.formUnion(file.finished)
        for input in file.unread.values { unread.keepSmaller(input) }
        for refused in file.summary.refused { noteUnread(refused) }
    }

    /// What was refused is no better read than what could not be: the store says so too.
    private mutating func noteUnread(_ refused: ImportSummary.Refused) {
        unread.keepSmaller(
            UnreadInput(
                path: refused.name, format: .unknown, reason: "its lines were refused: \(refused.reason)",
                remedy: "import its lines again, whole", isFailure: true))
    }

    private mutating func refuse(_ name: String, _ reason: String) {
        let refused = ImportSummary.Refused(name: name, reason: reason)
        summary.refused.append(refused)
        noteUnread(refused)
    }

    /// Refuses what is not whole, notes further places and what was not read.
    /// - Parameter files: files of lines that cannot be read.
    mutating func finish(_ rest: [ArrivingInput], unread files: [UnreadInput]) throws {
        for input in rest {
            try input.abandon(in: store)
            try finish(input)
        }
        for file in files where file.isFailure {
            summary.note(ImportSummary.Problem(file: file.path, line: 0, reason: file.reason))
        }
        // A path that was read as an input, here or before, is not unread: as where stores are merged.
        let places = Set(try store.places().map { ExactText($0.display) })
        summary.unread = unread.filter { !places.contains($0.key) }.map(\.value)
            .sorted { $0.path.isByteOrdered(before: $1.path) }
        finished.subtract(summary.refused.map { ExactText($0.name) })
        try store.noteUnread(summary.unread, finished: finished.map(\.string).sorted { $0.isByteOrdered(before: $1) })
        summary.added.sort { $0.isByteOrdered(before: $1) }
        summary.copies.sort { $0.path.isByteOrdered(before: $1.path) }
        summary.refused.sort { ($0.name.isByteOrdered(before: $1.name)) }
    }

    /// An input that is not whole. Where it is no more than a further place of a content that is there, its place is all
    /// that is wanted of it: an engine may drop its other lines.
    private mutating func finish(_ input: ArrivingInput) throws {
        var reason = input.missing + ": emit this input again, or give the file that has them"
        if input.isPlaceOnly, let reading = input.input?.reading {
            do throws(ContributionLineError) {
                try ArrivingInput.check(reading, settings)
            } catch {
                return refuse(input.name, error.reason)
            }
            if let place = try store.addPlace(reading) {
                summary.note(place, of: input.name)
                finished.insert(ExactText(input.name))
                return
            }
            reason =
                "only its input line is here, and no input of the same content at a smaller path: "
                + "emit it again, or give the file that has its other lines"
        }
        refuse(input.name, reason)
    }
}
