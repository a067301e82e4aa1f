import AccessModel
import DistinctSets
import EvidenceStore
import LogInput
import LogParsing

/// Reads one input after another into a store, or whatever else takes contributions, with buffers of its own.
struct ScanWorker {
    /// What became of an input, or of a member of one.
    enum Result {
        case added(path: String)
        case copy(path: String, of: String)
        case unread(UnreadInput)
        case stopped

        var isStopped: Bool {
            if case .stopped = self { true } else { false }
        }
    }

    private enum Failure: Error {
        case input(InputError)
        case store(StoreError)
    }

    let sink: any ContributionSink
    let options: ScanOptions
    let accumulatorBudget: Int
    let monitor: ScanMonitor
    /// Bytes of the input being read that the monitor knows of.
    private var counted: UInt64 = 0
    /// State the zones of logs whose times are local.
    let settings: OrganisationSettings
    private var differences: [ScanSummary.ReaderDifference] = []

    init(
        sink: any ContributionSink, options: ScanOptions, accumulatorBudget: Int, monitor: ScanMonitor,
        settings: OrganisationSettings
    ) {
        self.sink = sink
        self.options = options
        self.accumulatorBudget = accumulatorBudget
        self.monitor = monitor
        self.settings = settings
    }

    /// Reads an input, all members of it where it is an archive. Where the fastest decompressor stumbles over damage, the
    /// reference reads it again from the front.
    mutating func read(_ input: DiscoveredInput) throws(StoreError) -> [Result] {
        let differencesBefore = differences.count
        do throws(Failure) {
            do throws(Failure) {
                return try read(input, inflation: .fastest)
            } catch .input {
                differences.removeLast(differences.count - differencesBefore)
                return try read(input, inflation: .reference)
            }
        } catch {
            switch error {
            case .input(let error): return [.unread(error.unread(input))]
            case .store(let error): throw error
            }
        }
    }

    /// - Throws: of the input's errors `mustReadAgain` alone, and then nothing of it has been closed.
    private mutating func read(_ input: DiscoveredInput, inflation: Inflation) throws(Failure) -> [Result] {
        var results: [Result] = []
        // Read, and not closed before the custody hash of the file is known.
        var waiting: [Waiting] = []
        do throws(Failure) {
            let source = try ofInput { () throws(InputError) in
                try InputSource(input, digest: options.takesDigest, inflation: inflation)
            }
            while let item = try ofInput({ () throws(InputError) in try source.next() }) {
                switch item {
                case .unread(let unread): results.append(.unread(unread))
                case .log(let reader):
                    if let unread = ParserChoice.missingZone(of: reader, settings) {
                        results.append(.unread(unread))
                        continue
                    }
                    guard let read = try read(reader) else {
                        try abandon(waiting)
                        return results + [.stopped]
                    }
                    waiting.append(read)
                    if let custody = source.custody { results += try close(&waiting, custody) }
                }
            }
            let custody = try ofInput { () throws(InputError) in try source.finish() }
            return results + (try close(&waiting, custody))
        } catch .store(let error) {
            // The next scan drops what stays open.
            throw .store(error)
        } catch .input(let error) {
            try abandon(waiting)
            if case .mustReadAgain = error { throw .input(error) }
            return results + [.unread(error.unread(input))]
        }
    }

    /// An input that was read and waits to be closed.
    private struct Waiting {
        var open: OpenInput
        var reading: InputReading
    }

    private func close(_ waiting: inout [Waiting], _ custody: Custody) throws(Failure) -> [Result] {
        var results: [Result] = []
        for var next in waiting {
            next.reading.location.sha256 = custody.sha256
            next.reading.location.bytes = custody.bytes
            let path = next.reading.location.display
            switch try ofStore({ () throws(StoreError) in try sink.close(next.open, reading: next.reading) }) {
            case .added: results.append(.added(path: path))
            case .copyOf(let original): results.append(.copy(path: path, of: original))
            case .known: results.append(.copy(path: path, of: path))
            }
        }
        waiting = []
        return results
    }

    private func abandon(_ waiting: [Waiting]) throws(Failure) {
        for input in waiting { try ofStore { () throws(StoreError) in try sink.abandon(input.open) } }
    }

    private func ofInput<Value>(_ body: () throws(InputError) -> Value) throws(Failure) -> Value {
        do { return try body() } catch { throw .input(error) }
    }

    private func ofStore<Value>(_ body: () throws(StoreError) -> Value) throws(Failure) -> Value {
        do { return try body() } catch { throw .store(error) }
    }

    /// Reads one log; nil where the scan was stopped.
    private mutating func read(_ reader: InputReader) throws(Failure) -> Waiting? {
        let path = reader.place.display
        guard
            let parser = ParserChoice.parser(
                for: reader, comparing: options.comparesReaders, settings: settings)
        else {
            preconditionFailure("a source names what is not read, and gives no reader for it")
        }
        let open = try ofStore { () throws(StoreError) in try sink.begin(path: path) }
        do throws(Failure) {
            if let reading = try read(reader, with: parser, into: open) {
                return Waiting(open: open, reading: reading)
            }
        } catch .store(let error) {
            // The next scan drops what stays open; this error says what is wrong, a second one would hide it.
            throw .store(error)
        } catch {
            try abandon(open)
            throw error
        }
        try abandon(open)
        return nil
    }

    private func abandon(_ open: OpenInput) throws(Failure) {
        try ofStore { () throws(StoreError) in try sink.abandon(open) }
    }

    private mutating func read(
        _ reader: InputReader, with parser: any LogParser, into open: OpenInput
    ) throws(Failure) -> InputReading? {
        let isLarge = reader.sizeAsFound.map { $0 >= ParsedChunks.leastSize } ?? true
        let chunks = ParsedChunks(reader, parser: parser, ahead: options.jobs > 1 && isLarge)
        var contribution = Contribution(seed: UInt64.random(in: .min ... .max))
        while try next(chunks, into: &contribution) {
            let offset = reader.fileOffset
            if offset > counted {
                monitor.add(readOnDisk: offset - counted)
                counted = offset
            }
            if contribution.takeVoiding() { try ofStore { () throws(StoreError) in try sink.restart(open) } }
            if contribution.accumulator.approximateBytes > accumulatorBudget {
                try append(contribution.accumulator.takeSnapshot(), to: open)
            }
            if monitor.isStopped { return nil }
        }
        let digest = try ofInput { () throws(InputError) in try reader.finish() }
        var rest = AccessBatch()
        chunks.parser.finish(isDamaged: digest.isCut, into: &rest)
        if let compared = chunks.parser as? ComparedEventParser { note(compared.differences, in: reader.place.display) }
        monitor.add(bytes: 0, records: rest.tally.records, rejected: rest.tally.rejectedTotal)
        contribution.add(rest)
        if contribution.takeVoiding() { try ofStore { () throws(StoreError) in try sink.restart(open) } }
        if !contribution.accumulator.isEmpty { try append(contribution.accumulator.takeSnapshot(), to: open) }
        return InputReading(
            location: InputPath(
                path: reader.place.path, member: reader.place.member, sha256: digest.sha256, bytes: digest.bytes),
            format: reader.format, encoding: reader.encoding, content: digest.content,
            contentBytes: digest.contentBytes, checkpoints: digest.checkpoints, tally: contribution.tally,
            damage: digest.isCut || chunks.parser.damage.isEmpty
                ? digest.damage : [digest.damage, chunks.parser.damage].filter { !$0.isEmpty }.joined(separator: "; "),
            firstSeen: contribution.firstSeen, lastSeen: contribution.lastSeen,
            zone: chunks.parser.lacksZone
                ? InputReading.unstatedZone
                : chunks.parser.usesLocalTime ? settings.zone(path: reader.place.path, member: reader.place.member) : ""
        )
    }

    private func append(_ snapshot: EvidenceSnapshot, to open: OpenInput) throws(Failure) {
        try ofStore { () throws(StoreError) in try sink.append(snapshot, to: open) }
    }

    /// What is left of an input's size that no chunk has counted as read: members of archives, or what follows them.
    mutating func takeUncounted(of size: UInt64?) -> UInt64 {
        defer { counted = 0 }
        return (size ?? 0) > counted ? (size ?? 0) - counted : 0
    }

    /// Inputs read since the last call whose readers differ.
    mutating func takeDifferences() -> [ScanSummary.ReaderDifference] {
        defer { differences = [] }
        return differences
    }

    private mutating func note(_ found: ComparedEventParser.Differences, in path: String) {
        guard found.count > 0 else { return }
        differences.append(
            ScanSummary.ReaderDifference(
                path: path, count: found.count, fast: found.fast, reference: found.reference))
    }

    /// Adds what the next chunk held; false at the end of the input.
    private func next(_ chunks: ParsedChunks, into contribution: inout Contribution) throws(Failure) -> Bool {
        try ofInput { () throws(InputError) in
            try chunks.next { part in
                contribution.add(part.batch)
                monitor.add(
                    bytes: part.bytes, records: part.batch.tally.records, rejected: part.batch.tally.rejectedTotal)
            }
        }
    }
}

/// What one input has contributed so far.
private struct Contribution {
    var accumulator: EvidenceAccumulator
    var tally = RecordTally()
    var firstSeen: Instant?
    var lastSeen: Instant?
    private let seed: UInt64
    private var isVoiding = false

    /// The seed only decides where names land in a hash table: it keeps crafted names from colliding on purpose.
    init(seed: UInt64) {
        self.seed = seed
        accumulator = EvidenceAccumulator(seed: seed)
    }

    /// True once after a batch took back what earlier ones had given.
    mutating func takeVoiding() -> Bool {
        defer { isVoiding = false }
        return isVoiding
    }

    mutating func add(_ batch: AccessBatch) {
        if batch.voidsEarlier {
            accumulator = EvidenceAccumulator(seed: seed)
            (tally, firstSeen, lastSeen) = (RecordTally(), nil, nil)
            isVoiding = true
        }
        accumulator.add(batch)
        tally.append(batch.tally)
        for sighting in batch.sightings {
            firstSeen = min(firstSeen ?? sighting.time, sighting.time)
            lastSeen = max(lastSeen ?? sighting.lastTime, sighting.lastTime)
        }
    }
}
