import AccessModel

/// What the text of a machine's name says.
enum MachineName {
    /// An address in place of a name.
    static func isAddress(_ name: String) -> Bool { IPAddress(name) != nil }

    /// Host and domain, not an address.
    static func isFull(_ name: String) -> Bool { name.utf8.contains(UInt8(ascii: ".")) && !isAddress(name) }

    /// The part before the first dot; an address whole.
    static func host(_ name: String) -> String {
        guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")), !isAddress(name) else { return name }
        return String(name[..<dot])
    }

    /// The host a service principal name names: `MSSQLSvc/sql01.corp.contoso.com:1433` (RFC 4120, Microsoft "Name
    /// formats for unique SPNs"); nil where it names none.
    static func host(ofServicePrincipalName name: String) -> String? {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count >= 2 else { return nil }
        let host = parts[1].prefix { $0 != UInt8(ascii: ":") }
        return host.isEmpty ? nil : String(decoding: host, as: UTF8.self).scalarLowercased
    }

    /// For each host name without a domain, the full names that begin with it.
    static func fullNames(of names: some Sequence<ExactText>) -> [ExactText: [ExactText]] {
        var result: [ExactText: [ExactText]] = [:]
        for name in names where isFull(name.string) { result[ExactText(host(name.string)), default: []].append(name) }
        return result
    }
}
