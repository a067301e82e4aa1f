import AccessModel

/// What the views must say, worked out from the list of inputs record by record, without tables, ids or parts.
struct NaiveRecount {
    /// Inputs by content; equal content is one input at the smallest of its places.
    private var inputs: [TestInput] = []
    /// All inputs as they were given.
    private var given: [TestInput]
    private var settings: OrganisationSettings

    init(_ given: [TestInput], settings: OrganisationSettings = OrganisationSettings()) {
        self.settings = settings
        self.given = given
        for input in given.sorted(by: { $0.location < $1.location })
        where !inputs.contains(where: { $0.content == input.content }) {
            inputs.append(input)
        }
    }

    private struct Copy {
        var input: Int
        var record: TestRecord
        var content: ContentID
    }

    /// The records that count, with the index of their input; and how many duplicates each input has.
    private func winners() -> (records: [(input: Int, record: TestRecord)], duplicates: [Int: Int]) {
        var byEvent: [ExactText: [Copy]] = [:]
        var result: [(input: Int, record: TestRecord)] = []
        for (index, input) in inputs.enumerated() {
            for record in input.records {
                guard let identity = record.identity else {
                    result.append((index, record))
                    continue
                }
                let event = [
                    identity.computer.string, identity.logChannel.string, "\(identity.recordID)",
                    "\(record.rows[0].eventID)", record.time.text,
                ].joined(separator: "\u{1}")
                byEvent[ExactText(event), default: []].append(
                    Copy(input: index, record: record, content: input.content))
            }
        }
        var duplicates: [Int: Int] = [:]
        for copies in byEvent.values {
            let best = copies.sorted(by: isBetter)
            result.append((best[0].input, best[0].record))
            for loser in best.dropFirst() { duplicates[loser.input, default: 0] += 1 }
        }
        return (result, duplicates)
    }

    private func isBetter(_ a: Copy, _ b: Copy) -> Bool {
        func columns(_ copy: Copy) -> [ExactText] { copy.record.rows.flatMap { eventColumns($0, copy.record.day) } }
        let (x, y) = (columns(a), columns(b))
        let (filledX, filledY) = (x.filter { !$0.isEmpty }.count, y.filter { !$0.isEmpty }.count)
        if filledX != filledY { return filledX > filledY }
        if x != y { return x.lexicographicallyPrecedes(y) }
        return a.content == b.content ? a.record.offset < b.record.offset : a.content < b.content
    }

    private func eventColumns(_ row: TestRow, _ day: Day) -> [ExactText] {
        [
            row.server, ExactText(row.source.name), ExactText("\(row.eventID)"),
            ExactText(row.channel.name(logonType: row.logonType)), ExactText("\(row.logonType)"), row.domain,
            row.account, row.sid, row.address, row.clientName, ExactText(row.outcome.name), ExactText(day.text),
        ]
    }

    private func columns(_ row: TestRow, _ day: Day, input: Int) -> [ExactText] {
        var row = row
        if row.source == .web {
            row.address = ExactText(
                NetworkMap(settings).client(peer: row.address.string, forwarded: row.forwarded.string))
            row.server = ExactText(
                WebServerName(location: inputs[input].location, settings: settings)
                    .server(computerName: row.server.string, serverAddress: row.serverAddress.string))
        }
        return eventColumns(row, day)
    }

    private struct Sum {
        var count = 0
        var times: [Instant] = []
    }

    private func group(_ key: (Int, TestRecord, TestRow) -> [ExactText]?) -> [[ExactText]: Sum] {
        var sums: [[ExactText]: Sum] = [:]
        for (input, record) in winners().records {
            for row in record.rows {
                guard let key = key(input, record, row) else { continue }
                sums[key, default: Sum()].count += 1
                sums[key, default: Sum()].times.append(record.time)
            }
        }
        return sums
    }

    private func lines(_ sums: [[ExactText]: Sum]) -> [String] {
        sums.map { key, sum in
            let times = sum.times.sorted()
            return (key.map(\.string) + ["\(sum.count)", times.first?.text ?? "", times.last?.text ?? ""]).joined(
                separator: "|")
        }.sorted { $0.isByteOrdered(before: $1) }
    }

    private func isAnonymous(_ row: TestRow) -> Bool { row.isAnonymousVisit }

    func accessEvidence() -> [String] {
        lines(group { input, record, row in isAnonymous(row) ? nil : columns(row, record.day, input: input) })
    }

    func webDetail() -> [String] {
        lines(
            group { input, record, row in
                guard row.source == .web, !isAnonymous(row) else { return nil }
                return columns(row, record.day, input: input)
                    + [row.site, row.product, row.agentClass, row.address, row.forwarded]
            })
    }

    func anonymousVisits() -> [String] {
        let sums = group { input, record, row in
            guard isAnonymous(row) else { return nil }
            let all = columns(row, record.day, input: input)
            return [all[0], row.site, all[8], all[10], all[11]]
        }
        return sums.map { ($0.map(\.string) + ["\($1.count)"]).joined(separator: "|") }.sorted {
            $0.isByteOrdered(before: $1)
        }
    }

    /// `path|content|records|accepted|ignored|rejected|duplicates`.
    func tieOut() -> [String] {
        let duplicates = winners().duplicates
        return inputs.enumerated().map { index, input in
            let records = UInt64(input.records.count) + input.ignored + UInt64(input.rejections.count)
            return [
                input.location.path, input.content.hex, "\(records)",
                "\(input.records.count - duplicates[index, default: 0])", "\(input.ignored)",
                "\(input.rejections.count)", "\(duplicates[index, default: 0])",
            ].joined(separator: "|")
        }.sorted { $0.isByteOrdered(before: $1) }
    }

    /// `path|member|sha256|content|damage`: damage belongs to the place.
    func damages() -> [String] {
        given.filter { !$0.damage.isEmpty }.map { input in
            [
                input.location.path, input.location.member, input.location.sha256, input.content.hex, input.damage,
            ].joined(separator: "|")
        }.sorted { $0.isByteOrdered(before: $1) }
    }

    /// `computer|log_channel|path|member|first_id|last_id|ranges|missing|is_coarse`.
    func eventLogRanges() -> [String] {
        inputs.flatMap { input in
            let byLog = Dictionary(grouping: input.records.compactMap(\.identity)) { [$0.computer, $0.logChannel] }
            return byLog.map { log, records in
                let ids = Set(records.map(\.recordID)).sorted()
                let gaps = zip(ids, ids.dropFirst()).map { $1 - $0 - 1 }.filter { $0 > 0 }
                return [
                    log[0].string, log[1].string, input.location.path, input.location.member, "\(ids[0])",
                    "\(ids[ids.count - 1])", "\(gaps.count + 1)", "\(gaps.reduce(0, +))", "0",
                ].joined(separator: "|")
            }
        }.sorted { $0.isByteOrdered(before: $1) }
    }

    /// `computer|log_channel|day|id first time last time...`: of each run of ids a day has, over all inputs.
    func eventLogDays() -> [String] {
        struct Key: Hashable {
            var log: [ExactText]
            var day: Day
        }
        var times: [Key: [UInt64: [Instant]]] = [:]
        for record in inputs.flatMap(\.records) {
            guard let identity = record.identity else { continue }
            let key = Key(log: [identity.computer, identity.logChannel], day: record.day)
            times[key, default: [:]][identity.recordID, default: []].append(record.time)
        }
        return times.map { key, records in
            let runs = records.keys.sorted().reduce(into: [[UInt64]]()) { runs, id in
                if let last = runs.last?.last, last + 1 == id {
                    runs[runs.count - 1].append(id)
                } else {
                    runs.append([id])
                }
            }
            let words = runs.map { run in
                let (first, last) = (run[0], run[run.count - 1])
                return "\(first)-\(last) \(records[first]?.min()?.text ?? "") \(records[last]?.max()?.text ?? "")"
            }
            return (key.log.map(\.string) + [key.day.text] + words).joined(separator: "|")
        }.sorted { $0.isByteOrdered(before: $1) }
    }

    /// The rows of `Evidence`, in order, as text.
    func evidenceRows(window: ClosedRange<Day>?) -> [String] {
        let sums = group { input, record, row in
            guard !isAnonymous(row), window?.contains(record.day) ?? true else { return nil }
            return columns(row, record.day, input: input) + [row.site, row.product]
        }
        return lines(sums)
    }
}
