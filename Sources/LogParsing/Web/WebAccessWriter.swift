import AccessModel
import ByteScan

/// Makes an access of each line of a web log: one rule for all formats.
struct WebAccessWriter {
    private var places: PlaceMemory
    private var texts = WebTexts()

    /// - Parameter siteFolder: nearest folder that names a site, for lines that name none.
    init(siteFolder: String) { places = PlaceMemory(siteFolder: siteFolder) }

    /// The next line goes into another batch.
    mutating func beginBatch() {
        places.forget()
        texts.forget()
    }

    /// - Parameter offset: where the line begins, in the decompressed input.
    mutating func add(_ line: WebLine, at offset: UInt64, to batch: inout AccessBatch) {
        var access = Access()
        access.source = .web
        access.time = line.time
        access.offset = offset
        let service = places.fill(&access, from: line, in: &batch)
        let hasUser = readAccount(line.user, &access, &batch)
        access.address = batch.storeAddress(line.peer, bits: &access.addressBits)
        access.forwarded = ForwardedList.store(line.forwarded, in: &batch)
        texts.classify(agent: line.agent, &access, &batch)
        access.productHint = texts.product(path: line.path, query: line.query, in: &batch)
        access.peerSigns = PeerSigns(query: line.query)
        access.channel = line.isExchangeProxy ? .exchangeProxy : service.channel
        access.outcome = service.outcome(status: line.status, hasUser: hasUser)
        if let status = line.status, (200...299).contains(status), !access.productHint.isEmpty {
            addIdentity(of: line, access, to: &batch)
        }
        batch.accesses.append(access)
        batch.tally.accepted &+= 1
    }

    /// Stores the account, split at the first `\` or `/`; true where the line names one.
    private func readAccount(
        _ user: UnsafeRawBufferPointer, _ access: inout Access, _ batch: inout AccessBatch
    ) -> Bool {
        guard !user.isEmpty else { return false }
        let stored = batch.storeLowercased(user)
        // Folding leaves the two separators alone, so the first of them is where it was.
        let text = batch.arena[Int(stored.offset)...]
        let cut = text.firstIndex { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "/") }
        guard let cut else {
            access.accountName = stored
            return true
        }
        let length = UInt32(cut) - stored.offset
        let rest = stored.count - length - 1
        access.accountDomain = length == 0 ? .empty : TextRange(offset: stored.offset, count: length)
        access.accountName = rest == 0 ? .empty : TextRange(offset: UInt32(cut) + 1, count: rest)
        return true
    }

    /// Notes who the query says the request is for. Only of requests that were answered: anybody can be refused, or be sent
    /// to the logon page.
    private func addIdentity(of line: WebLine, _ access: Access, to batch: inout AccessBatch) {
        guard let found = IdentityInQuery(path: line.path, query: line.query) else { return }
        batch.identities.append(
            WebIdentity(
                computer: access.server, serverAddress: access.serverAddress, site: access.site,
                account: found.account.withUnsafeBytes { batch.storeLowercased($0) },
                deviceID: batch.store(found.deviceID), address: access.address, forwarded: access.forwarded,
                time: line.time))
    }
}

extension PeerSigns {
    /// Application Request Routing appends this to the query it passes on (Microsoft Learn, "Application Request
    /// Routing: ... log"; `docs/formats.md`, "Proxies, balancers, probes").
    private static let routingMarker: StaticString = "X-ARR-LOG-ID="
    /// Its value is a GUID.
    private static let valueLength = 36

    fileprivate init(query: UnsafeRawBufferPointer) {
        self = []
        if query.count >= PeerSigns.routingMarker.utf8CodeUnitCount + PeerSigns.valueLength,
            PeerSigns.holdsMarker(query)
        {
            insert(.requestRouting)
        }
    }

    /// The marker is a parameter behind those of the client.
    private static func holdsMarker(_ query: UnsafeRawBufferPointer) -> Bool {
        var start = 0
        while query.count - start >= routingMarker.utf8CodeUnitCount + valueLength {
            let end = LineText.firstIndex(of: UInt8(ascii: "&"), in: query, from: start)
            if isMarker(UnsafeRawBufferPointer(rebasing: query[start..<end])) { return true }
            start = end + 1
        }
        return false
    }

    private static func isMarker(_ parameter: UnsafeRawBufferPointer) -> Bool {
        let length = routingMarker.utf8CodeUnitCount
        guard parameter.count == length + valueLength,
            routingMarker.withUTF8Buffer({ parameter.starts(with: $0) })
        else { return false }
        let digits = parameter[length...].count { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
        return digits == valueLength - 4
    }
}
