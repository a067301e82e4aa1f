import AccessModel
import Contributions
import EvidenceStore
import LogInput
import Synchronization

/// Takes the lines of one file into the store.
struct ImportedFile {
    private let input: DiscoveredInput
    private let store: EvidenceStore
    private let settings: OrganisationSettings
    private let inputs: ArrivingInputs
    /// What this file did, to be joined in the order of the files.
    private(set) var summary = ImportSummary()
    /// Paths read as far as they go: those of the inputs that were taken, and those that lines name.
    private(set) var finished: Set<ExactText> = []
    private(set) var unread: [ExactText: UnreadInput] = [:]
    /// The input this file is at work on: its lines follow each other.
    private var current: ArrivingInput?
    /// The last contribution that was found to be through.
    private var through: ContentID?

    init(
        _ input: DiscoveredInput, into store: EvidenceStore, settings: OrganisationSettings,
        sharing inputs: ArrivingInputs
    ) {
        self.input = input
        self.store = store
        self.settings = settings
        self.inputs = inputs
    }

    /// - Parameter isStopped: asked between inputs; true ends the reading early.
    mutating func read(isStopped: () -> Bool) throws {
        let result = try LineFile(input: input).forEachLine { number, bytes in
            summary.lines += 1
            try add(bytes, line: number, isStopped)
        }
        try leave()
        switch result {
        case .success(let damage): if !damage.isEmpty { note(damage, line: 0) }
        case .failure(let error): note(error.message, line: 0)
        }
    }

    private mutating func note(_ reason: String, line: Int) {
        summary.note(ImportSummary.Problem(file: input.path, line: line, reason: reason))
    }

    /// - Parameter bytes: nil for a line that is too long.
    private mutating func add(_ bytes: UnsafeRawBufferPointer?, line number: Int, _ isStopped: () -> Bool) throws {
        let line: ContributionLine
        do throws(ContributionLineError) {
            guard let bytes else {
                throw ContributionLineError("longer than \(ContributionFormat.longestLine) bytes")
            }
            line = try ContributionLine(bytes)
            if line.place == nil { return note(try NoteLine(line)) }
        } catch {
            return note(error.reason, line: number)
        }
        guard let bytes, let place = line.place, place.contribution != through else { return }
        if current?.place.contribution != place.contribution {
            try leave()
            if isStopped() { throw ImportStopped() }
            current = inputs.take(place)
            guard current != nil else {
                through = place.contribution
                return
            }
        }
        try take(line, bytes, number)
    }

    /// Puts back the input whose lines have come so far.
    private mutating func leave() throws(AnalysisError) {
        guard let input = current else { return }
        current = nil
        try inputs.putBack(input)
    }

    private mutating func take(_ line: ContributionLine, _ bytes: UnsafeRawBufferPointer, _ number: Int) throws {
        guard var input = current else { return }
        // One owner while it changes.
        current = nil
        do throws(ArrivingInput.Failure) {
            try input.take(line, bytes, into: store)
            if input.isWhole { return try close(&input) }
        } catch {
            return try refuse(input, error, line: number)
        }
        let isTooMuch = input.held > inputs.memory
        current = input
        if isTooMuch { try leave() }
    }

    private mutating func close(_ input: inout ArrivingInput) throws(ArrivingInput.Failure) {
        let result = try input.close(in: store, settings)
        summary.note(result, of: input.name)
        finished.insert(ExactText(input.name))
        inputs.end(input)
    }

    private mutating func refuse(_ input: ArrivingInput, _ error: ArrivingInput.Failure, line: Int) throws {
        // However this ends: others wait for it.
        defer { inputs.end(input) }
        switch error {
        // This error says what is wrong; one of clearing up would hide it. The next writer drops what stays open.
        case .store(let error): throw error
        case .line(let error):
            try input.abandon(in: store)
            summary.refused.append(
                ImportSummary.Refused(
                    name: input.name, reason: "\(self.input.path) line \(line): \(error.reason)"))
        }
    }

    private mutating func note(_ line: NoteLine) {
        switch line {
        case .finished(let path): finished.insert(ExactText(path))
        case .unread(let input): unread.keepSmaller(input)
        }
    }
}

/// Another file has failed.
struct ImportStopped: Error {}

extension [ExactText: UnreadInput] {
    /// Of two notes on one path the smaller counts, whichever came first.
    mutating func keepSmaller(_ input: UnreadInput) {
        let path = ExactText(input.path)
        if let known = self[path], !input.isSmaller(than: known) { return }
        self[path] = input
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
