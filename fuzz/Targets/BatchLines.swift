import AccessModel

extension AccessBatch {
    /// Everything in the batch with its texts resolved, one line each, so that batches cut differently compare.
    var lines: [String] {
        func quoted(_ range: TextRange) -> String {
            let bytes = arena[Int(range.offset)..<Int(range.offset + range.count)]
            return "\"" + String(decoding: bytes.flatMap(escaped), as: UTF8.self) + "\""
        }
        func line(_ access: Access) -> String {
            let record =
                access.record.map { "\(quoted($0.computer)) \(quoted($0.logChannel)) \($0.recordID)" } ?? "none"
            let texts = [
                access.server, access.accountDomain, access.accountName, access.accountSID, access.address,
                access.clientName, access.serverAddress, access.site, access.forwarded, access.productHint,
                access.agentClass,
            ]
            return "access \(access.source) \(access.eventID) \(access.channel) \(access.logonType) \(access.outcome) "
                + "\(access.time) \(texts.map(quoted).joined(separator: " ")) \(access.agentHash) \(access.peerSigns.rawValue) record \(record) "
                + "at \(access.offset) \(access.continuesRecord)"
        }
        func log(_ sighting: Sighting) -> String {
            "sighting \(sighting.source) \(quoted(sighting.computer)) \(quoted(sighting.logChannel)) "
                + "\(quoted(sighting.serverAddress)) \(sighting.logEvent) \(Day(sighting.time).number)"
        }
        // Batches cut elsewhere have other sightings of a log and day, with the same sum.
        var seen: [String: (records: UInt64, first: Instant, last: Instant)] = [:]
        for sighting in sightings {
            let known = seen[log(sighting)] ?? (0, sighting.time, sighting.lastTime)
            seen[log(sighting)] = (
                known.records + sighting.records, min(known.first, sighting.time), max(known.last, sighting.lastTime)
            )
        }
        func line(_ lease: Lease) -> String {
            "lease \([lease.address, lease.name, lease.hardware].map(quoted).joined(separator: " ")) \(lease.time)"
        }
        func line(_ identity: WebIdentity) -> String {
            let texts = [
                identity.computer, identity.serverAddress, identity.site, identity.account, identity.deviceID,
            ]
            return "identity \(texts.map(quoted).joined(separator: " ")) \(identity.time)"
        }
        let counts = tally.ignored.filter { $0.value > 0 }.map { "ignored \($0.key) \($0.value)" }.sorted()
        let reasons = tally.rejected.map { "rejected \($0.key) \($0.value)" }.sorted()
        let found = [
            accesses.map { line($0) }, seen.map { "\($0.key) \($0.value)" }.sorted(), leases.map { line($0) },
            identities.map { line($0) },
        ]
        return found.flatMap(\.self) + ["accepted \(tally.accepted)"] + counts + reasons
            + tally.rejections.map { "\($0.reason) \($0.offset) \($0.record) \($0.detail)" }
    }

    /// Every accepted record gave at most its rows, and the first row of a record is not a continuation.
    func requireTieOut() {
        let first = accesses.count { !$0.continuesRecord }
        guard UInt64(first) <= tally.accepted else { fatalError("\(first) accesses of \(tally.accepted) accepted") }
        for rejection in tally.rejections where tally.rejected[rejection.reason, default: 0] == 0 {
            fatalError("a rejection that is not counted: \(rejection)")
        }
    }
}

/// A byte as it is where it is printable ASCII, else `\xNN`: two texts that are not valid UTF-8 stay different.
private func escaped(_ byte: UInt8) -> [UInt8] {
    (0x20..<0x7F).contains(byte) ? [byte] : Array("\\x\(String(byte, radix: 16))".utf8)
}
