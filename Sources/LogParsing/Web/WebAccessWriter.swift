import AccessModel
import ByteScan

/// Makes an access of each line of a web log: one rule for all formats.
struct WebAccessWriter {
    private let siteFolder: [UInt8]
    private var texts = WebTexts()

    /// - Parameter siteFolder: nearest folder that names a site, for lines that name none.
    init(siteFolder: String) { self.siteFolder = Array(siteFolder.utf8) }

    /// The next line goes into another batch.
    mutating func beginBatch() { texts.forget() }

    /// - Parameter offset: where the line begins, in the decompressed input.
    mutating func add(_ line: WebLine, at offset: UInt64, to batch: inout AccessBatch) {
        var access = Access()
        access.source = .web
        access.time = line.time
        access.offset = offset
        access.server = texts.computer.range(of: line.computer, as: .lowercase, in: &batch)
        access.serverAddress = texts.serverAddress.range(of: line.serverAddress, as: .address, in: &batch)
        let service = readSite(of: line, &access, &batch)
        let hasUser = readAccount(line.user, &access, &batch)
        access.address = texts.peer.range(of: line.peer, as: .address, in: &batch)
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
        batch.sightings.append(
            Sighting(
                source: .web, computer: access.server, logChannel: access.site, serverAddress: access.serverAddress,
                time: line.time))
        batch.tally.accepted &+= 1
    }

    /// Stores the site, as recorded or else the folder, and tells the service from it.
    private mutating func readSite(of line: WebLine, _ access: inout Access, _ batch: inout AccessBatch) -> WebService {
        func read(_ site: UnsafeRawBufferPointer) -> WebService {
            access.site = texts.site.range(of: site, as: .recorded, in: &batch)
            return WebService(site: site, hasFTPSession: line.hasFTPSession)
        }
        return line.site.isEmpty ? siteFolder.withUnsafeBytes(read) : read(line.site)
    }

    /// Stores the account, split at the first `\` or `/`; true where the line names one.
    private func readAccount(
        _ user: UnsafeRawBufferPointer, _ access: inout Access, _ batch: inout AccessBatch
    ) -> Bool {
        guard let cut = user.firstIndex(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "/") }) else {
            access.accountName = batch.storeLowercased(user)
            return !user.isEmpty
        }
        access.accountDomain = batch.storeLowercased(UnsafeRawBufferPointer(rebasing: user[..<cut]))
        access.accountName = batch.storeLowercased(UnsafeRawBufferPointer(rebasing: user[(cut + 1)...]))
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
                deviceID: batch.store(found.deviceID), time: line.time))
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
        if query.count >= PeerSigns.routingMarker.utf8CodeUnitCount, PeerSigns.holdsMarker(query) {
            insert(.requestRouting)
        }
    }

    /// The marker is a parameter behind those of the client.
    private static func holdsMarker(_ query: UnsafeRawBufferPointer) -> Bool {
        guard let found = query.firstOffset(of: routingMarker), found == 0 || query[found - 1] == UInt8(ascii: "&")
        else {
            return false
        }
        let value = query[(found + routingMarker.utf8CodeUnitCount)...].prefix { $0 != UInt8(ascii: "&") }
        let digits = value.count { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
        return value.count == valueLength && digits == valueLength - 4
    }
}
