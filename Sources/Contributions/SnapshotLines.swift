import AccessModel

/// A part of an input as payloads: the fields of its lines from `kind` on, texts written out.
struct SnapshotLines {
    let snapshot: EvidenceSnapshot
    /// Number of the part in its input, from 1.
    let part: Int
    /// Number of the first line.
    let firstLine: Int

    /// Hands every payload to `body`, the rows first, because records name the lines of theirs.
    func forEach<Failure: Error>(_ body: (JSONFields) throws(Failure) -> Void) throws(Failure) {
        for row in snapshot.rows { try body(fields(row)) }
        for visits in snapshot.visits { try forEachPiece(of: visits, body) }
        try forEachRun(body)
        for sighting in snapshot.sightings { try body(fields(sighting)) }
        for log in snapshot.logs { try forEachRange(of: log, body) }
        for day in snapshot.logDays { try forEachRange(of: day, body) }
        for agents in snapshot.agents { try forEachPiece(of: agents, body) }
        for lease in snapshot.leases { try body(fields(lease)) }
        for rename in snapshot.renames { try body(fields(rename)) }
        for identity in snapshot.identities { try body(fields(identity)) }
    }

    private func text(_ id: TextID) -> String { snapshot.texts[Int(id)].string }

    private func begin(_ kind: ContributionFormat.Kind) -> JSONFields {
        var fields = JSONFields()
        fields.add("kind", kind.rawValue)
        fields.add("part", part)
        return fields
    }

    private func fields(_ row: ContributionRow) -> JSONFields {
        var fields = begin(.row)
        fields.add("source", row.source.name)
        fields.addUnlessZero("event_id", row.eventID)
        fields.add("channel", row.channel.name(logonType: row.logonType))
        fields.addUnlessZero("logon_type", row.logonType)
        fields.add("outcome", row.outcome.name)
        fields.add("day", row.day.text)
        fields.addUnlessEmpty("server", text(row.server))
        fields.addUnlessEmpty("account_domain", text(row.accountDomain))
        fields.addUnlessEmpty("account_name", text(row.accountName))
        fields.addUnlessEmpty("account_sid", text(row.accountSID))
        fields.addUnlessEmpty("address", text(row.address))
        fields.addUnlessEmpty("client_name", text(row.clientName))
        fields.addUnlessEmpty("server_address", text(row.serverAddress))
        fields.addUnlessEmpty("site", text(row.site))
        fields.addUnlessEmpty("forwarded", text(row.forwarded))
        fields.addUnlessEmpty("product_hint", text(row.productHint))
        fields.addUnlessEmpty("agent_class", text(row.agentClass))
        fields.addIfTrue("has_record_ids", row.hasRecordIDs)
        fields.add("count", row.count)
        fields.add("first_seen_ms", row.firstSeen.milliseconds)
        fields.add("last_seen_ms", row.lastSeen.milliseconds)
        fields.addUnlessZero("first_offset", row.firstOffset)
        fields.addUnlessZero("last_offset", row.lastOffset)
        return fields
    }

    private func forEachPiece<Failure: Error>(
        of visits: ContributedVisits, _ body: (JSONFields) throws(Failure) -> Void
    ) throws(Failure) {
        for piece in visits.pieces {
            var fields = begin(.visits)
            fields.add("day", visits.day.text)
            fields.add("outcome", visits.outcome.name)
            fields.add("channel", visits.channel.name(logonType: 0))
            fields.addUnlessEmpty("server", text(visits.server))
            fields.addUnlessEmpty("server_address", text(visits.serverAddress))
            fields.addUnlessEmpty("site", text(visits.site))
            fields.addUnlessEmpty("product_hint", text(visits.productHint))
            fields.addUnlessEmpty("agent_class", text(visits.agentClass))
            fields.addUnlessEmpty("peer", text(visits.peer))
            fields.addUnlessEmpty("hops", text(visits.hops))
            fields.add("first_seen_ms", visits.firstSeen.milliseconds)
            fields.add("last_seen_ms", visits.lastSeen.milliseconds)
            fields.add("visitors", piece.count)
            fields.add("set", Base64Text.encoded(piece.bytes))
            try body(fields)
        }
    }

    private func forEachPiece<Failure: Error>(
        of agents: ContributedAgents, _ body: (JSONFields) throws(Failure) -> Void
    ) throws(Failure) {
        for piece in agents.pieces {
            var fields = begin(.agents)
            fields.addUnlessEmpty("computer", text(agents.computer))
            fields.addUnlessEmpty("server_address", text(agents.serverAddress))
            fields.addUnlessEmpty("site", text(agents.site))
            fields.add("peers", piece.count)
            fields.add("set", Base64Text.encoded(piece.bytes))
            try body(fields)
        }
    }

    /// Records of one log, as they follow each other, at most `recordsPerLine` of them.
    private func forEachRun<Failure: Error>(_ body: (JSONFields) throws(Failure) -> Void) throws(Failure) {
        let records = snapshot.records
        var start = 0
        while start < records.count {
            var end = start + 1
            while end < records.count, end - start < ContributionFormat.recordsPerLine,
                records[end].computer == records[start].computer, records[end].logChannel == records[start].logChannel
            { end += 1 }
            try body(fields(records[start..<end]))
            start = end
        }
    }

    private func fields(_ run: ArraySlice<ContributedRecord>) -> JSONFields {
        var fields = begin(.records)
        fields.addUnlessEmpty("computer", run.first.map { text($0.computer) } ?? "")
        fields.addUnlessEmpty("log", run.first.map { text($0.logChannel) } ?? "")
        fields.add("ids", distances(run.map(\.recordID)))
        fields.add("times_ms", distances(run.map(\.time.milliseconds)))
        fields.add("offsets", distances(run.map { Int64(bitPattern: $0.offset) }))
        fields.add("rows", distances(run.map { Int64(firstLine) + Int64($0.row) }))
        if run.contains(where: { $0.secondRow != nil }) {
            fields.add("second_rows", run.map { $0.secondRow.map { Int64(firstLine) + Int64($0) } ?? 0 })
        }
        return fields
    }

    /// Each number's distance from the one before it, the first one's from 0.
    private func distances<Number: FixedWidthInteger>(_ numbers: [Number]) -> [Number] {
        var last: Number = 0
        return numbers.map { number in
            defer { last = number }
            return number &- last
        }
    }

    private func fields(_ sighting: ContributedSighting) -> JSONFields {
        var fields = begin(.sighting)
        fields.add("source", sighting.source.name)
        fields.addUnlessEmpty("computer", text(sighting.computer))
        fields.addUnlessEmpty("server_address", text(sighting.serverAddress))
        fields.addUnlessEmpty("log", text(sighting.logChannel))
        fields.add("day", sighting.day.text)
        fields.add("records", sighting.records)
        fields.add("first_seen_ms", sighting.firstSeen.milliseconds)
        fields.add("last_seen_ms", sighting.lastSeen.milliseconds)
        fields.addIfTrue("cleared", sighting.cleared)
        fields.addIfTrue("interrupted", sighting.interrupted)
        fields.addIfTrue("lost", sighting.lost)
        fields.add("clearings_ms", span: sighting.clearings)
        fields.add("stops_ms", span: sighting.stops)
        fields.add("stops_found_ms", span: sighting.stopsFound)
        fields.addUnlessZero("clock_changes", sighting.clockChanges)
        fields.addUnlessZero("policy_changes", sighting.policyChanges)
        if let ids = sighting.recordIDs { fields.add("record_ids", [ids.first, ids.last]) }
        return fields
    }

    private func forEachRange<Failure: Error>(
        of log: ContributedLog, _ body: (JSONFields) throws(Failure) -> Void
    ) throws(Failure) {
        for start in stride(from: 0, to: log.ranges.count, by: ContributionFormat.rangesPerLine) {
            let ranges = log.ranges[start..<min(start + ContributionFormat.rangesPerLine, log.ranges.count)]
            var fields = begin(.log)
            fields.addUnlessEmpty("computer", text(log.computer))
            fields.addUnlessEmpty("log", text(log.logChannel))
            fields.add("ranges", ranges.flatMap { [$0.first, $0.last] })
            try body(fields)
        }
    }

    private func forEachRange<Failure: Error>(
        of day: ContributedLogDay, _ body: (JSONFields) throws(Failure) -> Void
    ) throws(Failure) {
        for start in stride(from: 0, to: day.ranges.count, by: ContributionFormat.rangesPerLine) {
            let ranges = day.ranges[start..<min(start + ContributionFormat.rangesPerLine, day.ranges.count)]
            var fields = begin(.logDay)
            fields.addUnlessEmpty("computer", text(day.computer))
            fields.addUnlessEmpty("log", text(day.logChannel))
            fields.add("day", day.day.text)
            fields.add("ranges", ranges.flatMap { [$0.first, $0.last] })
            fields.add("times_ms", ranges.flatMap { [$0.firstTime.milliseconds, $0.lastTime.milliseconds] })
            try body(fields)
        }
    }

    private func fields(_ lease: ContributedLease) -> JSONFields {
        var fields = begin(.lease)
        fields.addUnlessEmpty("address", text(lease.address))
        fields.addUnlessEmpty("name", text(lease.name))
        fields.addUnlessEmpty("hardware", text(lease.hardware))
        fields.add("day", lease.day.text)
        fields.add("count", lease.count)
        fields.add("first_seen_local_ms", lease.firstSeen.milliseconds)
        fields.add("last_seen_local_ms", lease.lastSeen.milliseconds)
        return fields
    }

    private func fields(_ rename: ContributedRename) -> JSONFields {
        var fields = begin(.rename)
        fields.addUnlessEmpty("computer", text(rename.computer))
        fields.addUnlessEmpty("domain", text(rename.domain))
        fields.addUnlessEmpty("old_name", text(rename.oldName))
        fields.addUnlessEmpty("new_name", text(rename.newName))
        fields.addUnlessEmpty("sid", text(rename.sid))
        fields.add("time_ms", rename.time.milliseconds)
        fields.add("offset", rename.offset)
        return fields
    }

    private func fields(_ identity: ContributedIdentity) -> JSONFields {
        var fields = begin(.identity)
        fields.addUnlessEmpty("computer", text(identity.computer))
        fields.addUnlessEmpty("server_address", text(identity.serverAddress))
        fields.addUnlessEmpty("site", text(identity.site))
        fields.addUnlessEmpty("account", text(identity.account))
        fields.addUnlessEmpty("device_id", text(identity.deviceID))
        fields.addUnlessEmpty("address", text(identity.address))
        fields.addUnlessEmpty("forwarded", text(identity.forwarded))
        fields.add("day", identity.day.text)
        return fields
    }
}

extension JSONFields {
    /// First and last time, left out where there is none.
    fileprivate mutating func add(_ key: StaticString, span: ClosedRange<Instant>?) {
        if let span { add(key, [span.lowerBound.milliseconds, span.upperBound.milliseconds]) }
    }
}
