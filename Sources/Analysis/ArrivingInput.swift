import AccessModel
import Contributions
import EvidenceStore

/// An input of which some lines have come: those in order are in the store already, open, the others wait.
struct ArrivingInput {
    let place: ContributionLine.Place
    var input: InputLine?
    /// The store's, from the first line on.
    private var open: OpenInput?
    /// Number of the line that is to be taken next.
    private var next = 1
    private var waiting: [Int: [UInt8]] = [:]
    /// The highest number of a line that came.
    private var highest = 0
    private var parts = SnapshotAssembler()
    private var reading = ReadingAssembler()
    /// Bytes of lines held until others come, or the input ends, about.
    private(set) var held = 0
    /// Bytes of lines of the part begun, which goes to the store with its last line.
    private var heldByPart = 0
    /// What whoever emits gathers of an input before it begins another part is far less.
    private static let mostOfPart = 2 << 30

    enum Failure: Error {
        /// The input is refused; the store holds nothing of it once it is abandoned.
        case line(ContributionLineError)
        case store(StoreError)
    }

    init(_ place: ContributionLine.Place) { self.place = place }

    /// Its path, or its id where that is not known yet.
    var name: String { input?.reading.location.display ?? "contribution \(place.contribution.hex)" }

    /// True where no line but the `input` line has come, and others belong to it.
    var isPlaceOnly: Bool { next == 1 && waiting.isEmpty && (input?.lines ?? 0) > 0 }

    var isWhole: Bool { input.map { next > $0.lines } ?? false }

    /// What is missing, in words.
    var missing: String {
        guard let input else { return "its input line is missing" }
        var lost: [Int] = []
        var count = input.lines - (next - 1) - waiting.count
        if count < 0 { count = 0 }
        var number = next
        while number <= input.lines, lost.count < 5 {
            if waiting[number] == nil { lost.append(number) }
            number += 1
        }
        let names = lost.map(String.init).joined(separator: ", ") + (count > lost.count ? ", ..." : "")
        return "\(count) of its \(input.lines) lines are missing (\(names))"
    }

    /// Takes a line; one that came before is no news.
    mutating func take(
        _ line: ContributionLine, _ bytes: UnsafeRawBufferPointer, into store: EvidenceStore
    ) throws(Failure) {
        guard let number = line.place?.number else { return }
        guard line.place?.content == place.content else {
            throw .line(ContributionLineError("its lines name two contents"))
        }
        if number == 0 {
            guard input == nil else { return }
            input = try ofLine { () throws(ContributionLineError) in try InputLine(line) }
            held += bytes.count
        } else if number == next {
            try replay(line, number, bytes.count, into: store)
            while let bytes = waiting.removeValue(forKey: next) {
                held -= bytes.count
                let line = try ofLine { () throws(ContributionLineError) in
                    let result = bytes.withUnsafeBytes { bytes in
                        Result { () throws(ContributionLineError) in try ContributionLine(bytes) }
                    }
                    return try result.get()
                }
                try replay(line, next, bytes.count, into: store)
            }
        } else if number > next, waiting[number] == nil {
            waiting[number] = Array(bytes)
            held += bytes.count
        }
        highest = max(highest, number)
        if let input, highest > input.lines {
            throw .line(ContributionLineError("it has more lines than its input line counts"))
        }
    }

    private mutating func replay(
        _ line: ContributionLine, _ number: Int, _ size: Int, into store: EvidenceStore
    ) throws(Failure) {
        if ReadingAssembler.takes(line.kind) {
            try ofLine { () throws(ContributionLineError) in try reading.add(line) }
            held += size
        } else {
            let part = try ofLine { () throws(ContributionLineError) in try parts.add(line, number: number) }
            if let part {
                try append(part, to: store)
                heldByPart = 0
            }
            heldByPart += size
            guard heldByPart <= ArrivingInput.mostOfPart else {
                throw .line(ContributionLineError("a part of it has more than \(ArrivingInput.mostOfPart >> 30) GiB"))
            }
        }
        next += 1
    }

    private mutating func append(_ part: EvidenceSnapshot, to store: EvidenceStore) throws(Failure) {
        let open = try opened(in: store)
        try ofStore { () throws(StoreError) in try store.append(part, to: open) }
    }

    private mutating func opened(in store: EvidenceStore) throws(Failure) -> OpenInput {
        if let open { return open }
        let name = name
        let begun = try ofStore { () throws(StoreError) in try store.begin(path: name) }
        open = begun
        return begun
    }

    /// Ends the input, all of whose lines have come.
    mutating func close(in store: EvidenceStore, _ settings: OrganisationSettings) throws(Failure) -> CloseResult {
        guard let input else { throw .line(ContributionLineError("its input line is missing")) }
        let whole = try ofLine { () throws(ContributionLineError) in
            let whole = try reading.reading(
                of: input, records: parts.recordCount, accesses: parts.accessCount)
            try ArrivingInput.check(whole, settings)
            return whole
        }
        if let part = parts.finish() { try append(part, to: store) }
        let open = try opened(in: store)
        return try ofStore { () throws(StoreError) in try store.close(open, reading: whole) }
    }

    /// Drops what is in the store of it.
    func abandon(in store: EvidenceStore) throws(StoreError) { if let open { try store.abandon(open) } }

    /// Days were cut by the zone the log was read by: the store's settings must not say another one.
    static func check(
        _ reading: InputReading, _ settings: OrganisationSettings
    ) throws(ContributionLineError) {
        guard !reading.zone.isEmpty, reading.zone != InputReading.unstatedZone else { return }
        let stated = settings.zone(of: reading.location)
        guard ExactText(stated) == ExactText(reading.zone) else {
            throw ContributionLineError(
                "it was read as local times of \(reading.zone), and the store's settings say "
                    + (stated.isEmpty ? "no zone" : stated) + ": import with the --estate it was emitted with")
        }
    }

    private func ofLine<Value>(_ body: () throws(ContributionLineError) -> Value) throws(Failure) -> Value {
        do { return try body() } catch { throw .line(error) }
    }

    private func ofStore<Value>(_ body: () throws(StoreError) -> Value) throws(Failure) -> Value {
        do { return try body() } catch { throw .store(error) }
    }
}
