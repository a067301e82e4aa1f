/// What a record of a DHCP server's audit log says, by its id.
enum DHCPRecordKind {
    /// The server let a client have, keep or give back an address: at that time the client held it.
    case lease
    /// Everything else, by the rule that ignores it.
    case ignored(DHCPRule)

    private struct Row {
        var ids: ClosedRange<Int>
        var kind: DHCPRecordKind
    }

    /// Ids from here on are of the DHCPv6 service, whose records have columns of their own.
    static let firstV6ID = 1000

    /// Source of all rows: the list of ids at the head of the logs themselves (`DhcpSrvLog-*.log`, Windows Server 2016;
    /// `DhcpV6SrvLog-*.log`, Windows Server 2019); what does not stand there is marked.
    private static let table: [Row] = [
        Row(ids: 0...2, kind: .ignored(.service)),  // log started, stopped, paused
        Row(ids: 10...11, kind: .lease),  // leased, renewed
        Row(ids: 12...12, kind: .lease),  // released: by the client, which held it until then
        Row(ids: 13...13, kind: .ignored(.addressConflict)),  // found in use: whoever uses it is not the named client
        Row(ids: 14...15, kind: .ignored(.leaseRefused)),  // pool exhausted, denied
        Row(ids: 16...18, kind: .ignored(.leaseEnded)),  // deleted, expired: hours or days after the client was seen
        Row(ids: 20...21, kind: .lease),  // BOOTP address leased, static and dynamic
        Row(ids: 22...22, kind: .ignored(.leaseRefused)),  // BOOTP pool exhausted
        Row(ids: 23...23, kind: .ignored(.leaseEnded)),  // BOOTP address deleted
        Row(ids: 24...25, kind: .ignored(.service)),  // database cleanup
        Row(ids: 30...32, kind: .ignored(.nameUpdate)),  // DNS update requested, failed, done
        Row(ids: 33...33, kind: .ignored(.leaseRefused)),  // dropped by NAP policy
        Row(ids: 34...35, kind: .ignored(.nameUpdate)),  // DNS update failed
        Row(ids: 36...36, kind: .ignored(.leaseRefused)),  // dropped: failover standby
        Row(ids: 50...999, kind: .ignored(.rogueDetection)),  // "50+"
        // Observed, "Authorized(servicing)" in a DHCPv6 log: the rogue detection of that service.
        Row(ids: 1000...1999, kind: .ignored(.rogueDetection)),
        Row(ids: 11000...11001, kind: .ignored(.leaseOffered)),  // Solicit, Advertise
        Row(ids: 11002...11002, kind: .lease),  // Request: assigned, where the record has no error code
        Row(ids: 11003...11003, kind: .ignored(.leaseOffered)),  // Confirm: is the link still the same one? (RFC 8415)
        Row(ids: 11004...11005, kind: .lease),  // Renew, Rebind
        Row(ids: 11006...11006, kind: .ignored(.addressConflict)),  // Decline: the client found it in use (RFC 8415)
        Row(ids: 11007...11007, kind: .lease),  // Release
        Row(ids: 11008...11008, kind: .ignored(.leaseOffered)),  // Information Request: no address is assigned
        Row(ids: 11009...11009, kind: .ignored(.leaseRefused)),  // Scope Full
        Row(ids: 11010...11013, kind: .ignored(.service)),  // started, stopped, log paused, log file
        Row(ids: 11014...11015, kind: .ignored(.addressConflict)),  // bad address, already in use
        Row(ids: 11016...11019, kind: .ignored(.leaseEnded)),  // client deleted, record not deleted, expired
        Row(ids: 11020...11021, kind: .ignored(.service)),  // database cleanup
        Row(ids: 11022...11024, kind: .ignored(.nameUpdate)),  // DNS update requested, failed, done
        Row(ids: 11028...11029, kind: .ignored(.nameUpdate)),  // DNS update failed
        Row(ids: 11030...11031, kind: .ignored(.service)),  // records of stateless clients purged
        Row(ids: 11032...11032, kind: .ignored(.leaseOffered)),  // stateless client: no address is assigned
    ]

    init(id: Int) {
        self = DHCPRecordKind.table.first { $0.ids.contains(id) }?.kind ?? .ignored(.unknownID)
    }
}

/// Why a record of a DHCP log gives no row of evidence of access. The raw value is the rule's name in tallies.
enum DHCPRule: String, CaseIterable {
    /// It proves which client held an address, which is no access: kept as a lease, not as a row.
    case addressLease = "address-lease"
    /// The end of a lease, noted by the server alone.
    case leaseEnded = "address-lease-ended"
    case leaseOffered = "address-lease-offered"
    case leaseRefused = "address-lease-refused"
    /// A lease whose record names nobody: no host name and no MAC.
    case leaseOfNobody = "address-lease-of-nobody"
    /// An address a remote access server keeps for its dial-in clients: the name is the server's, not the client's.
    case remoteAccessPool = "remote-access-pool"
    case addressConflict = "address-conflict"
    case nameUpdate = "dns-update"
    case rogueDetection = "dhcp-rogue-detection"
    case service = "dhcp-service"
    case unknownID = "dhcp-other"
}
