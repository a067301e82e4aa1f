import AccessModel

/// What is known of an input at its end, as payloads.
struct ReadingLines {
    let reading: InputReading

    /// Checkpoints and rejected records: what would make the `input` line as long as the log.
    func forEachDetail<Failure: Error>(_ body: (JSONFields) throws(Failure) -> Void) throws(Failure) {
        let checkpoints = reading.checkpoints
        for start in stride(from: 0, to: checkpoints.count, by: ContributionFormat.checkpointsPerLine) {
            let some = checkpoints[start..<min(start + ContributionFormat.checkpointsPerLine, checkpoints.count)]
            var fields = begin(.checkpoints)
            fields.add("offsets", some.map(\.offset))
            fields.add("hashes", some.map(\.hash.hex))
            try body(fields)
        }
        for rejection in reading.tally.rejections {
            var fields = begin(.reject)
            fields.add("reason", rejection.reason.rawValue)
            fields.add("offset", rejection.offset)
            fields.add("record", rejection.record)
            fields.addUnlessEmpty("detail", rejection.detail)
            try body(fields)
        }
    }

    /// The `input` line.
    /// - Parameter lines: how many other lines the input has.
    func input(lines: Int) -> JSONFields {
        var fields = begin(.input)
        let location = reading.location
        fields.add("lines", lines)
        fields.add("path", location.path)
        fields.addUnlessEmpty("member", location.member)
        fields.addUnlessEmpty("sha256", location.sha256)
        fields.add("bytes", location.bytes)
        fields.add("format", reading.format.rawValue)
        fields.add("encoding", reading.encoding.rawValue)
        fields.add("content_bytes", reading.contentBytes)
        fields.addUnlessEmpty("damage", reading.damage)
        fields.addUnlessEmpty("zone", reading.zone)
        if let time = reading.firstSeen { fields.add("first_seen_ms", time.milliseconds) }
        if let time = reading.lastSeen { fields.add("last_seen_ms", time.milliseconds) }
        fields.add("accepted", reading.tally.accepted)
        fields.add("ignored", ReadingLines.sorted(reading.tally.ignored.map { ($0.key, $0.value) }))
        fields.add("rejected", ReadingLines.sorted(reading.tally.rejected.map { ($0.key.rawValue, $0.value) }))
        return fields
    }

    private static func sorted(_ counts: [(name: String, count: UInt64)]) -> [(name: String, count: UInt64)] {
        counts.filter { $0.count > 0 }.sorted { $0.name.isByteOrdered(before: $1.name) }
    }

    private func begin(_ kind: ContributionFormat.Kind) -> JSONFields {
        var fields = JSONFields()
        fields.add("kind", kind.rawValue)
        return fields
    }
}
