import AccessModel
import Contributions
public import EvidenceStore
import LogInput

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
    public static func run(
        paths: [String], into store: EvidenceStore, memory: Int = ImportRun.defaultMemory
    ) throws(AnalysisError) -> ImportSummary {
        do {
            var assembly = ImportAssembly(store: store, settings: try store.settings(), memory: memory)
            let discovery = InputDiscovery.discover(paths, leavingOut: store.files)
            for input in discovery.inputs where paths.contains(input.path) || !isOfAnEngine(input.path) {
                try assembly.add(input)
            }
            try assembly.finish(unread: discovery.unread)
            try store.settle()
            assembly.summary.inputs = try store.inputs()
            assembly.summary.conflicts = try store.conflictCount()
            return assembly.summary
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
    private static func isOfAnEngine(_ path: String) -> Bool {
        let name = path.utf8.split(separator: UInt8(ascii: "/")).last
        return name?.first == UInt8(ascii: "_") || name?.first == UInt8(ascii: ".")
    }
}

/// The inputs whose lines are arriving.
private struct ImportAssembly {
    let store: EvidenceStore
    let settings: OrganisationSettings
    let memory: Int
    var summary = ImportSummary()
    private var arriving: [ContentID: ArrivingInput] = [:]
    /// Contributions that are through, taken or refused.
    private var done: Set<ContentID> = []
    /// Places of the inputs that were taken.
    private var finished: Set<ExactText> = []
    private var unread: [ExactText: UnreadInput] = [:]
    private var held = 0

    init(store: EvidenceStore, settings: OrganisationSettings, memory: Int) {
        self.store = store
        self.settings = settings
        self.memory = memory
    }

    mutating func add(_ input: DiscoveredInput) throws {
        let file = input.path
        let result = try LineFile(input: input).forEachLine { number, bytes in
            summary.lines += 1
            try add(bytes, ImportSummary.Problem(file: file, line: number, reason: ""))
        }
        var problem = ImportSummary.Problem(file: file, line: 0, reason: "")
        switch result {
        case .success(let damage): problem.reason = damage
        case .failure(let error): problem.reason = error.message
        }
        if !problem.reason.isEmpty { summary.note(problem) }
    }

    /// - Parameters:
    ///   - bytes: nil for a line that is too long.
    ///   - place: where it stands.
    private mutating func add(_ bytes: UnsafeRawBufferPointer?, _ place: ImportSummary.Problem) throws {
        let line: ContributionLine
        do throws(ContributionLineError) {
            guard let bytes else {
                throw ContributionLineError("longer than \(ContributionFormat.longestLine) bytes")
            }
            line = try ContributionLine(bytes)
            if line.place == nil { return note(try NoteLine(line)) }
        } catch {
            var problem = place
            problem.reason = error.reason
            return summary.note(problem)
        }
        if let bytes { try take(line, bytes, place) }
    }

    private mutating func take(
        _ line: ContributionLine, _ bytes: UnsafeRawBufferPointer, _ place: ImportSummary.Problem
    ) throws {
        guard let id = line.place?.contribution, !done.contains(id), let arrived = line.place else { return }
        // Taken out while it changes: a copy of what it holds would be made otherwise.
        var input = arriving.removeValue(forKey: id) ?? ArrivingInput(arrived)
        held -= input.held
        do throws(ArrivingInput.Failure) {
            try input.take(line, bytes, into: store)
            if input.isWhole { return try close(input) }
        } catch {
            return try refuse(input, error, at: "\(place.file) line \(place.line): ")
        }
        held += input.held
        arriving[id] = input
        guard held <= memory else { throw AnalysisError.scattered(tooScattered) }
    }

    private var tooScattered: String {
        "more than \(memory >> 20) MiB of lines wait for others of their inputs (\(arriving.count) inputs): bring the lines of "
            + "each input together (sort FILE... groups them), or allow more with --memory"
    }

    private mutating func close(_ input: ArrivingInput) throws(ArrivingInput.Failure) {
        var input = input
        let result = try input.close(in: store, settings)
        note(result, of: input.name)
        done.insert(input.place.contribution)
    }

    private mutating func note(_ result: CloseResult, of name: String) {
        switch result {
        case .added: summary.added.append(name)
        case .copyOf(let original): summary.copies.append(.init(path: name, of: original))
        case .known: summary.copies.append(.init(path: name, of: name))
        }
        finished.insert(ExactText(name))
    }

    private mutating func refuse(_ input: ArrivingInput, _ error: ArrivingInput.Failure, at place: String) throws {
        switch error {
        // This error says what is wrong; one of clearing up would hide it. The next writer drops what stays open.
        case .store(let error): throw error
        case .line(let error):
            try input.abandon(in: store)
            done.insert(input.place.contribution)
            summary.refused.append(
                ImportSummary.Refused(name: input.name, reason: place + error.reason))
        }
    }

    private mutating func note(_ line: NoteLine) {
        switch line {
        case .finished(let path): finished.insert(ExactText(path))
        case .unread(let input):
            // Of two notes on one path the smaller counts, whichever came first.
            let path = ExactText(input.path)
            if let known = unread[path], !input.isSmaller(than: known) { return }
            unread[path] = input
        }
    }

    /// Refuses what is not whole, notes further places and what was not read.
    /// - Parameter files: files of lines that cannot be read.
    mutating func finish(unread files: [UnreadInput]) throws {
        for input in arriving.values.sorted(by: { $0.place.contribution < $1.place.contribution }) {
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
                summary.refused.append(ImportSummary.Refused(name: input.name, reason: error.reason))
                return
            }
            if let place = try store.addPlace(reading) { return note(place, of: input.name) }
            reason =
                "only its input line is here, and no input of the same content at a smaller path: "
                + "emit it again, or give the file that has its other lines"
        }
        summary.refused.append(ImportSummary.Refused(name: input.name, reason: reason))
    }
}

extension UnreadInput {
    /// The order by which one of two notes on a path counts, as where stores are merged.
    fileprivate func isSmaller(than other: UnreadInput) -> Bool {
        if isFailure != other.isFailure { return !isFailure }
        for (a, b) in [
            (reason, other.reason), (format.rawValue, other.format.rawValue), (remedy, other.remedy),
        ] where !a.utf8.elementsEqual(b.utf8) { return a.isByteOrdered(before: b) }
        return false
    }
}
