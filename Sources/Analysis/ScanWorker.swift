import AccessModel
import DistinctSets
import EvidenceStore
import LogInput
import LogParsing

/// Reads one input after another into the store, with buffers of its own.
struct ScanWorker {
    /// What became of an input that could be read.
    enum Result {
        case added
        case copy(of: String)
        case stopped
    }

    /// Why an input gave nothing.
    enum Failure: Error {
        case unread(UnreadInput)
        case store(StoreError)
    }

    let store: EvidenceStore
    let options: ScanOptions
    let accumulatorBudget: Int
    let monitor: ScanMonitor
    private var batch = AccessBatch()
    private var differences: [ScanSummary.ReaderDifference] = []

    init(store: EvidenceStore, options: ScanOptions, accumulatorBudget: Int, monitor: ScanMonitor) {
        self.store = store
        self.options = options
        self.accumulatorBudget = accumulatorBudget
        self.monitor = monitor
    }

    mutating func read(_ input: DiscoveredInput) throws(Failure) -> Result {
        let reader: InputReader
        do { reader = try InputReader(input, digest: options.takesDigest) } catch { throw .unread(error.unread(input)) }
        guard
            var parser = ParserChoice.parser(
                for: reader, path: input.path, comparing: options.comparesReaders)
        else {
            throw .unread(reader.explained(input))
        }
        do {
            let open = try store.begin(path: input.path)
            do {
                return try read(reader, of: input, with: &parser, into: open)
            } catch {
                try store.abandon(open)
                throw error
            }
        } catch let error as Failure {
            throw error
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            // `read` and the store throw nothing else; the compiler cannot see it through the nested `do`.
            preconditionFailure("unexpected error type \(type(of: error))")
        }
    }

    private mutating func read(
        _ reader: InputReader, of input: DiscoveredInput, with parser: inout any LogParser, into open: OpenInput
    ) throws -> Result {
        var contribution = Contribution(seed: UInt64.random(in: .min ... .max))
        let isLarge = reader.sizeAsFound.map { $0 >= ReadAhead.leastSize } ?? true
        let ahead = options.jobs > 1 && isLarge ? ReadAhead(reader) : nil
        while try next(reader, ahead, input, with: &parser) {
            contribution.add(batch)
            batch.removeAll()
            if contribution.accumulator.approximateBytes > accumulatorBudget {
                try store.append(contribution.accumulator.takeSnapshot(), to: open)
            }
            if monitor.isStopped {
                try store.abandon(open)
                return .stopped
            }
        }
        let digest = reader.finish()
        parser.finish(isDamaged: digest.isCut, into: &batch)
        if let compared = parser as? ComparedEventParser { note(compared.differences, in: input.path) }
        monitor.add(bytes: 0, records: batch.tally.records, rejected: batch.tally.rejectedTotal)
        contribution.add(batch)
        batch.removeAll()
        if !contribution.accumulator.isEmpty {
            try store.append(contribution.accumulator.takeSnapshot(), to: open)
        }
        let reading = InputReading(
            location: InputPath(path: input.path, sha256: digest.sha256, bytes: digest.bytes),
            format: reader.format, encoding: reader.encoding, content: digest.content,
            contentBytes: digest.contentBytes, checkpoints: digest.checkpoints, tally: contribution.tally,
            damage: digest.damage, firstSeen: contribution.firstSeen, lastSeen: contribution.lastSeen)
        switch try store.close(open, reading: reading) {
        case .added: return .added
        case .copyOf(let original): return .copy(of: original)
        case .known: return .copy(of: input.path)
        }
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

    /// Parses the next chunk into the batch; false at the end of the input.
    private mutating func next(
        _ reader: InputReader, _ ahead: ReadAhead?, _ input: DiscoveredInput, with parser: inout any LogParser
    ) throws(Failure) -> Bool {
        do throws(InputError) {
            var bytes = 0
            let read = { (chunk: UnsafeRawBufferPointer) in
                bytes = chunk.count
                parser.consume(chunk, into: &batch)
            }
            let hasMore = if let ahead { try ahead.nextChunk(read) } else { try reader.nextChunk(read) }
            monitor.add(bytes: bytes, records: batch.tally.records, rejected: batch.tally.rejectedTotal)
            return hasMore
        } catch {
            throw .unread(error.unread(input))
        }
    }
}

/// What one input has contributed so far.
private struct Contribution {
    var accumulator: EvidenceAccumulator
    var tally = RecordTally()
    var firstSeen: Instant?
    var lastSeen: Instant?

    /// The seed only decides where names land in a hash table: it keeps crafted names from colliding on purpose.
    init(seed: UInt64) { accumulator = EvidenceAccumulator(seed: seed) }

    mutating func add(_ batch: AccessBatch) {
        accumulator.add(batch)
        tally.append(batch.tally)
        for sighting in batch.sightings {
            firstSeen = min(firstSeen ?? sighting.time, sighting.time)
            lastSeen = max(lastSeen ?? sighting.time, sighting.time)
        }
    }
}
