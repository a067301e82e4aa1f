/// What the organisation says about its networks: kept beside the evidence and applied by the views, never baked in.
public struct OrganisationSettings: Sendable, Hashable, Codable {
    /// Internal ranges beside the defaults, as CIDR text.
    public var internalNetworks: [String] = []
    /// Addresses handed out by the VPN, as CIDR text: internal, and never a device by themselves.
    public var vpnNetworks: [String] = []
    /// Proxies whose forwarded list is believed, as CIDR text.
    public var trustedProxies: [String] = []
    /// Folder, or glob over the input path, to the server it holds logs of.
    public var webFolders: [WebFolder] = []
    /// Folder, or glob over the input path, to the time zone of the clock that wrote its logs; the first that fits counts.
    /// For logs whose times are local: those of DHCP servers, and the native format of IIS.
    public var logZones: [LogZone] = []

    public struct WebFolder: Sendable, Hashable, Codable {
        public var pattern: String
        public var server: String

        public init(pattern: String, server: String) {
            self.pattern = pattern
            self.server = server
        }
    }

    public struct LogZone: Sendable, Hashable, Codable {
        public var pattern: String
        /// Name of the IANA time zone database, `UTC`, or a fixed offset `+02:00`.
        public var zone: String

        public init(pattern: String, zone: String) {
            self.pattern = pattern
            self.zone = zone
        }
    }

    public init() {}

    /// The stated zone of the logs found there; empty where none is stated. Never guessed.
    public func zone(of location: InputPath) -> String {
        zone(of: PlaceNames(location: location))
    }

    /// The same of a place that is only named yet.
    public func zone(path: String, member: String) -> String {
        zone(of: PlaceNames(location: InputPath(path: path, member: member, sha256: "", bytes: 0)))
    }

    private func zone(of names: PlaceNames) -> String {
        return logZones.first { names.matches($0.pattern) }?.zone ?? ""
    }

    /// Networks that are internal without being declared.
    public static let defaultInternalNetworks: [(range: String, source: String)] = [
        ("10.0.0.0/8", "RFC 1918"), ("172.16.0.0/12", "RFC 1918"), ("192.168.0.0/16", "RFC 1918"),
        ("100.64.0.0/10", "RFC 6598, shared address space"), ("169.254.0.0/16", "RFC 3927, link-local"),
        ("127.0.0.0/8", "RFC 1122, loopback"), ("fc00::/7", "RFC 4193, unique local"),
        ("fe80::/10", "RFC 4291, link-local"), ("::1/128", "RFC 4291, loopback"),
    ]
}

/// Tells internal from external addresses, and trusted proxies from everybody else.
public struct NetworkMap: Sendable {
    private let internalRanges: [AddressRange]
    private let vpnRanges: [AddressRange]
    private let proxyRanges: [AddressRange]

    public init(_ settings: OrganisationSettings) {
        vpnRanges = settings.vpnNetworks.compactMap(AddressRange.init)
        proxyRanges = settings.trustedProxies.compactMap(AddressRange.init)
        internalRanges =
            OrganisationSettings.defaultInternalNetworks.compactMap { AddressRange($0.range) }
            + settings.internalNetworks.compactMap(AddressRange.init) + vpnRanges
    }

    public func isInternal(_ address: IPAddress) -> Bool { internalRanges.contains { $0.contains(address) } }
    public func isVPN(_ address: IPAddress) -> Bool { vpnRanges.contains { $0.contains(address) } }
    public func isTrustedProxy(_ address: IPAddress) -> Bool { proxyRanges.contains { $0.contains(address) } }

    /// The client behind `peer`: the right-most hop of the forwarded list that is not a trusted proxy, where `peer` is
    /// one; else `peer`. A list that names nobody else (empty, unreadable, only proxies) leaves the furthest known hop.
    public func client(peer: String, forwarded: String) -> String {
        guard let direct = IPAddress(peer), isTrustedProxy(direct) else { return peer }
        let hops = ForwardedHops(forwarded.utf8).addresses
        return (hops.last { !isTrustedProxy($0) } ?? hops.first ?? direct).text
    }
}
