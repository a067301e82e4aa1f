import AccessModel
import DistinctSets
import EvidenceStore

/// A store with what the logs of a `Firm` would leave in it, written as `scan` writes it: of each server an input of
/// events and one of web lines.
///
/// An account seen has `Firm.rowsOfAccount` rows, each on another server and day.
struct SeenStore {
    /// Records of a batch: about a chunk of 256 KiB of logs.
    private static let batchSize = 512

    let firm: Firm
    private var records: UInt64 = 0

    init(firm: Firm) { self.firm = firm }

    static func server(_ number: Int) -> String { "srv\(number).\(Firm.realm)" }

    mutating func write(to path: String) throws {
        let store = try EvidenceStore.open(path: path, mode: .createAlone)
        for server in 0..<Firm.servers {
            for source in [EvidenceSource.event, .web] {
                let name = "/logs/\(SeenStore.server(server))/\(source == .event ? "security.xml" : "iis.log")"
                let input = try store.begin(path: name)
                records = 0
                var accumulator = EvidenceAccumulator(seed: 7)
                count(server, source, into: &accumulator)
                try store.append(accumulator.takeSnapshot(), to: input)
                _ = try store.close(input, reading: reading(of: name, server: server, source: source))
            }
        }
        try store.settle()
    }

    /// What a server logged, day by day.
    private mutating func count(_ server: Int, _ source: EvidenceSource, into accumulator: inout EvidenceAccumulator) {
        var batch = AccessBatch()
        for day in 0..<Firm.days {
            note(server, source, day, in: &batch)
            for turn in 0..<Firm.rowsOfAccount {
                // Row `turn` of account n is on server (n + 11 turn) mod 40 and on day (13 (n / 40) + 12 turn) mod 60;
                // 37 is the inverse of 13.
                let column = ((server - 11 * turn) % Firm.servers + Firm.servers) % Firm.servers
                let first = ((37 * (day - 12 * turn)) % Firm.days + Firm.days) % Firm.days
                for number in stride(from: first * Firm.servers + column, to: firm.seen, by: Firm.days * Firm.servers) {
                    add(number, server, source, day, to: &batch)
                    if batch.accesses.count < SeenStore.batchSize { continue }
                    accumulator.add(batch)
                    batch.removeAll()
                    note(server, source, day, in: &batch)
                }
            }
            accumulator.add(batch)
            batch.removeAll()
        }
    }

    private func time(_ day: Int, _ number: Int) -> Instant {
        // Odd factor: spreads the accounts over the day.
        Instant(milliseconds: Int64(Firm.firstDay + day) * 86_400_000 + Int64(number &* 7_919 % 86_400) * 1_000)
    }

    /// That the log was written that day.
    private func note(_ server: Int, _ source: EvidenceSource, _ day: Int, in batch: inout AccessBatch) {
        batch.sightings.append(
            Sighting(
                source: source, computer: batch.store(SeenStore.server(server).utf8),
                logChannel: batch.store((source == .event ? "Security" : "W3SVC1").utf8), time: time(day, 0)))
    }

    private mutating func add(
        _ number: Int, _ server: Int, _ source: EvidenceSource, _ day: Int, to batch: inout AccessBatch
    ) {
        var access = Access()
        let device: Int
        let isWeb: Bool
        switch firm.seen(number) {
        case .account(let account, let spelling):
            device = account % firm.computers
            isWeb = spelling == .principal || spelling == .basic
            guard isWeb == (source == .web) else { return }
            access.accountName = batch.store(
                (spelling == .principal ? firm.principal(account) : firm.name(account)).utf8)
            switch spelling {
            case .withSID:
                access.accountDomain = batch.store(Firm.domain.utf8)
                access.accountSID = batch.store(firm.sid(account).utf8)
                access.clientName = batch.store(firm.computer(device).utf8)
            case .realm: access.accountDomain = batch.store(Firm.realm.utf8)
            case .principal: break
            case .basic: access.accountDomain = batch.store(Firm.domain.utf8)
            }
        case .computer(let computer):
            guard source == .event else { return }
            (device, isWeb) = (computer, false)
            access.accountDomain = batch.store(Firm.domain.utf8)
            access.accountName = batch.store("\(firm.computer(computer))$".utf8)
            access.accountSID = batch.store(firm.computerSID(computer).utf8)
        case .stranger(let stranger):
            guard source == .event else { return }
            (device, isWeb) = (stranger % firm.computers, false)
            access.accountDomain = batch.store("partner".utf8)
            access.accountName = batch.store("ext\(stranger)".utf8)
            access.accountSID = batch.store("\(Firm.partnerSID)-\(10_000 + stranger)".utf8)
        }
        access.source = source
        access.time = time(day, number)
        access.server = batch.store(SeenStore.server(server).utf8)
        access.address = batch.store("10.\(device >> 16).\(device >> 8 & 255).\(device & 255)".utf8)
        if isWeb {
            access.channel = .web
            access.serverAddress = batch.store("10.200.0.\(server + 1)".utf8)
            access.site = batch.store("W3SVC1".utf8)
        } else {
            access.eventID = 4624
            access.logonType = 3
            access.channel = .network
            access.record = EventRecordKey(
                computer: access.server, logChannel: batch.store("Security".utf8), recordID: records)
        }
        access.offset = records * 1_500
        records += 1
        batch.accesses.append(access)
    }

    private func reading(of path: String, server: Int, source: EvidenceSource) -> InputReading {
        var tally = RecordTally()
        tally.accepted = records
        return InputReading(
            location: InputPath(path: path, sha256: String(repeating: "0", count: 64), bytes: records * 1_500),
            format: source == .event ? .eventXML : .w3c, encoding: .utf8,
            content: ContentID(high: source == .event ? 1 : 2, low: UInt64(server)), contentBytes: records * 1_500,
            checkpoints: [], tally: tally)
    }
}
