import AccessModel
import DistinctSets
import EvidenceStore

/// A store with one input of synthetic accesses, written as `scan` writes it.
///
/// Twenty servers, ten days, people of a firm of 100,000 with one device each. Every (server, day, person) is a row of one
/// logon; every record has its id. The servers are the store's own, its people those of a part of the firm, which overlaps
/// with that of other stores.
struct WrittenStore {
    static let servers = 20
    static let days = 10
    static let firm = 100_000
    /// Records of a batch: about a chunk of 256 KiB of logs.
    private static let batchSize = 512

    /// Which store it is.
    let number: Int
    let people: Int

    /// - Returns: JSON: the rows, the seconds that counting them, making the snapshot, and writing it took.
    static func write(to path: String, rows: Int, number: Int) throws -> String {
        let written = WrittenStore(number: number, people: rows / (servers * days))
        var accumulator = EvidenceAccumulator(seed: 7)
        let counting = seconds { written.count(into: &accumulator) }
        var snapshot = EvidenceSnapshot()
        let building = seconds { snapshot = accumulator.takeSnapshot() }
        let writing = try seconds {
            let store = try EvidenceStore.open(path: path, mode: .create)
            let input = try store.begin(path: path)
            try store.append(snapshot, to: input)
            _ = try store.close(input, reading: written.reading(of: path))
            try store.settle()
        }
        return "{\"rows\": \(snapshot.rows.count), \"count\": \(counting), \"snapshot\": \(building), "
            + "\"seconds\": \(writing)}"
    }

    private var records: Int { people * WrittenStore.servers * WrittenStore.days }

    /// In the order of time, the servers in turn.
    private func count(into accumulator: inout EvidenceAccumulator) {
        var batch = AccessBatch()
        for record in 0..<records {
            add(record, to: &batch)
            if batch.accesses.count < WrittenStore.batchSize, record + 1 < records { continue }
            accumulator.add(batch)
            batch.removeAll()
        }
    }

    private func add(_ record: Int, to batch: inout AccessBatch) {
        let server = record % WrittenStore.servers
        let visit = record / WrittenStore.servers
        let (day, person) = (visit / people, visit % people)
        // Each server has its people in an order of its own.
        let place = (person * 7919 + server * 31) % people
        let account = (number * people / 4 + place) % WrittenStore.firm
        let time = Instant(milliseconds: Int64(19_000 + day) * 86_400_000 + Int64(person) * 86_400_000 / Int64(people))
        let host = batch.store("srv\(number * WrittenStore.servers + server).corp.example.com".utf8)
        var access = Access()
        access.eventID = 4624
        access.logonType = 3
        access.channel = .network
        access.time = time
        access.server = host
        access.accountDomain = batch.store("corp".utf8)
        access.accountName = batch.store("user\(account)".utf8)
        access.accountSID = batch.store("S-1-5-21-1004336348-1177238915-682003330-\(account + 1000)".utf8)
        access.address = batch.store("10.\(account >> 16).\(account >> 8 & 255).\(account & 255)".utf8)
        access.clientName = batch.store("pc\(account)".utf8)
        access.record = EventRecordKey(
            computer: host, logChannel: batch.store("Security".utf8), recordID: UInt64(visit * 3))
        access.offset = UInt64(record) * 1500
        batch.accesses.append(access)
    }

    private func reading(of path: String) -> InputReading {
        var tally = RecordTally()
        tally.accepted = UInt64(records)
        return InputReading(
            location: InputPath(path: path, sha256: String(repeating: "0", count: 64), bytes: UInt64(records) * 1500),
            format: .eventXML, encoding: .utf8, content: ContentID(high: 1, low: UInt64(number)),
            contentBytes: UInt64(records) * 1500, checkpoints: [], tally: tally)
    }
}
