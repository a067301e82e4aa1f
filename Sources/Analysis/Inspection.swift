import AccessModel
import DistinctSets
import LogInput
import LogParsing

/// A quick look at what is in some files, and which questions they can answer. Reads a bounded head of each.
public struct Inspection: Sendable, Codable {
    public static let currentSchema = "headcount.inspect/1"

    public var schema = Inspection.currentSchema
    /// Decompressed bytes looked at per input: of an input that has more, the counts are of its beginning.
    public var bytesPerInput: Int
    public var inputs: [InspectedInput]
    public var unread: [UnreadEntry]
    public var questions: [Question]

    public struct UnreadEntry: Sendable, Codable {
        public var path: String
        public var format: String
        public var reason: String
        public var remedy: String
        /// True where the file could not be read, not merely is something else.
        public var isFailure: Bool
    }

    /// True where a file that should have been readable was not.
    public var hasFailures: Bool { unread.contains { $0.isFailure } }

    /// A question people bring, and whether these inputs can answer it.
    public struct Question: Sendable, Codable {
        public enum Answer: String, Sendable, Codable { case yes, no, partly }
        public var question: String
        public var answer: Answer
        public var why: String
    }
}

/// What the head of one input shows.
public struct InspectedInput: Sendable, Codable {
    public var path: String
    public var format: String
    public var encoding: String
    /// Decompressed bytes looked at.
    public var bytesRead: Int
    /// True where the look ended before the input did: counts are of the part looked at.
    public var sampled: Bool
    public var records: UInt64
    public var accepted: UInt64
    /// Records of a DHCP log that show which client held an address; their times are local.
    public var leases: UInt64
    public var ignored: [Counted]
    public var rejected: [Counted]
    public var servers: [String]
    public var channels: [Counted]
    /// Which columns of evidence are filled in some record: `account`, `sid`, `address`, `client name`, `forwarded`.
    public var fields: [String]
    public var firstSeen: String
    public var lastSeen: String
    /// What is wrong with the container, as far as it was read.
    public var damage: String

    public struct Counted: Sendable, Codable {
        public var name: String
        public var count: UInt64
    }
}

extension Inspection {
    /// Decompressed bytes looked at, of one input at most and of all together: some seconds, however many inputs there are.
    static let mostBytesPerInput = 8 << 20
    static let bytesInAll = 2 << 30
    /// Less of an input would show too little of it.
    static let leastBytesPerInput = 256 << 10
    /// Bytes of an archive after which no further member is looked at: to get to it, what is before it must be read.
    static let bytesOfArchive: UInt64 = 256 << 20

    static func bytesPerInput(of inputs: Int) -> Int {
        max(leastBytesPerInput, min(mostBytesPerInput, bytesInAll / max(1, inputs)))
    }

    /// Servers named per input; more are counted.
    public static let serversNamed = 20

    /// Looks at everything under `paths`.
    public static func run(paths: [String]) -> Inspection {
        let discovery = InputDiscovery.discover(paths)
        let bytes = bytesPerInput(of: discovery.inputs.count)
        let looks = Together.map(discovery.inputs.count, size: 1) { Look(at: discovery.inputs[$0], bytes: bytes) }
        let inputs = looks.flatMap(\.inputs)
        var unread = discovery.unread + looks.flatMap(\.unread)
        unread.sort { $0.path.isByteOrdered(before: $1.path) }
        return Inspection(
            bytesPerInput: bytes, inputs: inputs,
            unread: unread.map {
                UnreadEntry(
                    path: $0.path, format: $0.format.rawValue, reason: $0.reason, remedy: $0.remedy,
                    isFailure: $0.isFailure)
            },
            questions: InspectionQuestions.answers(inputs))
    }
}

/// What one input shows, or every member of it where it is an archive.
private struct Look: Sendable {
    var inputs: [InspectedInput] = []
    var unread: [UnreadInput] = []

    init(at input: DiscoveredInput, bytes: Int) {
        for inflation in [Inflation.fastest, .reference] {
            do throws(InputError) {
                self = try Look(at: input, bytes: bytes, inflation: inflation)
            } catch .mustReadAgain where inflation == .fastest {
                continue
            } catch {
                unread.append(error.unread(input))
            }
            return
        }
    }

    private init(at input: DiscoveredInput, bytes: Int, inflation: Inflation) throws(InputError) {
        let source = try InputSource(input, digest: false, inflation: inflation)
        while let item = try source.next() {
            switch item {
            case .log(let reader):
                if let unread = ParserChoice.missingZone(of: reader, OrganisationSettings()) {
                    self.unread.append(unread)
                } else {
                    inputs.append(try InspectedInput.look(at: reader, bytes: bytes))
                }
            case .unread(let input): unread.append(input)
            }
            if inputs.count + unread.count > 1, source.fileOffset >= Inspection.bytesOfArchive {
                unread.append(
                    UnreadInput(
                        path: input.path, format: .unknown,
                        reason:
                            "an archive, of which only the first \(inputs.count + unread.count) members were looked at",
                        remedy: "scan reads all of it", isFailure: false))
                return
            }
        }
    }
}

extension InspectedInput {
    fileprivate static func look(at reader: InputReader, bytes most: Int) throws(InputError) -> InspectedInput {
        guard var parser = ParserChoice.parser(for: reader) else {
            preconditionFailure("a source names what is not read, and gives no reader for it")
        }
        var batch = AccessBatch()
        var accumulator = EvidenceAccumulator(seed: 0)
        var tally = RecordTally()
        func add(_ batch: AccessBatch) {
            if batch.voidsEarlier { (accumulator, tally) = (EvidenceAccumulator(seed: 0), RecordTally()) }
            accumulator.add(batch)
            tally.append(batch.tally)
        }
        var bytes = 0
        var hasMore = true
        while hasMore, bytes < most {
            hasMore = try reader.nextChunk { chunk in
                bytes += chunk.count
                parser.consume(chunk, into: &batch)
            }
            add(batch)
            batch.removeAll()
        }
        var damage = ""
        if !hasMore {
            let digest = try reader.finish()
            damage = digest.damage
            parser.finish(isDamaged: digest.isCut, into: &batch)
            add(batch)
        }
        return InspectedInput(
            reader, bytes: bytes, sampled: hasMore, tally: tally, snapshot: accumulator.takeSnapshot(),
            damage: damage)
    }

    private init(
        _ reader: InputReader, bytes: Int, sampled: Bool, tally: RecordTally,
        snapshot: EvidenceSnapshot, damage: String
    ) {
        let naming = WebServerName(
            location: InputPath(path: reader.place.path, member: reader.place.member, sha256: "", bytes: 0),
            settings: .init())
        func text(_ id: TextID) -> String { snapshot.texts[Int(id)].string }
        var servers: Set<ExactText> = []
        for sighting in snapshot.sightings {
            let name =
                sighting.source == .event
                ? text(sighting.computer)
                : naming.server(
                    computerName: text(sighting.computer), serverAddress: text(sighting.serverAddress))
            servers.insert(ExactText(name))
        }
        var channels: [ExactText: UInt64] = [:]
        var fields: Set<ExactText> = []
        for row in snapshot.rows {
            channels[ExactText(row.channel.name(logonType: row.logonType)), default: 0] += row.count
            if row.accountName != 0 { fields.insert("account") }
            if row.accountSID != 0 { fields.insert("sid") }
            if row.address != 0 { fields.insert("address") }
            if row.clientName != 0 { fields.insert("client name") }
            if row.forwarded != 0 { fields.insert("forwarded") }
        }
        if !snapshot.visits.isEmpty { fields.insert("address") }
        for lease in snapshot.leases {
            if lease.name != 0 { fields.insert("lease name") }
            if lease.hardware != 0 { fields.insert("lease hardware") }
        }
        let names = servers.sorted().map(\.string)
        self.init(
            path: reader.place.display, format: reader.format.rawValue, encoding: reader.encoding.rawValue,
            bytesRead: bytes,
            sampled: sampled, records: tally.records, accepted: tally.accepted,
            leases: snapshot.leases.reduce(0) { $0 &+ $1.count },
            ignored: tally.ignored.map { Counted(name: $0.key, count: $0.value) }.sorted(by: Counted.order),
            rejected: tally.rejected.map { Counted(name: $0.key.rawValue, count: $0.value) }.sorted(by: Counted.order),
            servers: Array(names.prefix(Inspection.serversNamed))
                + (names.count > Inspection.serversNamed ? ["and \(names.count - Inspection.serversNamed) more"] : []),
            channels: channels.map { Counted(name: $0.key.string, count: $0.value) }.sorted(by: Counted.order),
            fields: fields.sorted().map(\.string),
            firstSeen: snapshot.sightings.map(\.firstSeen).min()?.text ?? snapshot.leases.map(\.firstSeen).min()?.text
                ?? "",
            lastSeen: snapshot.sightings.map(\.lastSeen).max()?.text ?? snapshot.leases.map(\.lastSeen).max()?.text
                ?? "", damage: damage)
    }
}

extension InspectedInput.Counted {
    fileprivate static func order(_ a: Self, _ b: Self) -> Bool {
        a.count != b.count ? a.count > b.count : a.name.isByteOrdered(before: b.name)
    }
}
