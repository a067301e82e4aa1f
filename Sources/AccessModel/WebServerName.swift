/// Which server a web line belongs to: the precedence fixed by the row contract.
///
/// `s-computername`, else the server the settings map to the folder or file, else `s-ip` unless loopback, else the
/// nearest ancestor folder that is not one of IIS's own, else the input's file name up to its first dot.
public struct WebServerName: Sendable {
    private let mapped: String?
    private let fromPath: String

    /// - Parameters:
    ///   - location: where the input was found (the byte-smallest place, where it was found in several).
    ///   - settings: the organisation's folder map.
    public init(location: InputPath, settings: OrganisationSettings) {
        let path = PlaceNames.parts(of: location.path)
        let member = PlaceNames.parts(of: location.member)
        let folders = member.dropLast().reversed() + path.dropLast().reversed()
        let names = PlaceNames(location: location)
        mapped = settings.webFolders.first { names.matches($0.pattern) }?.server.scalarLowercased
        let file = String(decoding: (member.last ?? path.last ?? "").utf8.prefix { $0 != 0x2E }, as: UTF8.self)
        let own = folders.first { !WebServerName.isLogFolder($0) }
        fromPath = (own ?? file).scalarLowercased
    }

    /// The lower-case server of a line with this `s-computername` and canonical `s-ip` (empty where not logged).
    public func server(computerName: String, serverAddress: String) -> String {
        if !computerName.isEmpty { return computerName }
        if let mapped { return mapped }
        if let address = IPAddress(serverAddress), !address.isLoopback { return serverAddress }
        return fromPath
    }

    /// The nearest folder (or the file) of a path that names an IIS site or service, as written (`W3SVC1`); empty where
    /// there is none.
    public static func siteFolder(path: String) -> String {
        let parts = path.split { $0 == "/" || $0 == "!" }.map(String.init)
        return parts.reversed().first { part in
            let lower = part.scalarLowercased
            return isLogFolder(part) && !["logfiles", "inetpub", "logs", ".", ".."].contains(lower)
        } ?? ""
    }

    /// True for the folders IIS itself makes: `W3SVC1`, `FTPSVC2`, `LogFiles`, ...
    public static func isLogFolder(_ name: String) -> Bool {
        let lower = name.scalarLowercased
        if ["logfiles", "inetpub", "logs", ".", ".."].contains(lower) { return true }
        return ["w3svc", "ftpsvc", "msftpsvc", "smtpsvc"].contains { service in
            lower.hasPrefix(service)
                && lower.utf8.dropFirst(service.utf8.count).allSatisfy { (0x30...0x39).contains($0) }
        }
    }
}

/// Shell-style pattern: `*` any run (also of `/`), `?` any one scalar; case does not matter.
public struct Glob: Sendable, Hashable {
    private let pattern: [Unicode.Scalar]
    /// The same where all of it is ASCII, else empty.
    private let ascii: [UInt8]

    public init(_ pattern: String) {
        let lower = pattern.scalarLowercased
        self.pattern = Array(lower.unicodeScalars)
        ascii = lower.utf8.allSatisfy { $0 < 0x80 } ? Array(lower.utf8) : []
    }

    /// The lower-case byte a text must begin with; nil where it may begin with others.
    public var firstByte: UInt8? {
        ascii.first.flatMap { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") ? nil : $0 }
    }

    /// Linear in the text for each `*`: no pattern can make it explode.
    public func matches(_ text: String) -> Bool {
        // Millions of names are matched against a dozen patterns: nearly all are ASCII, which needs no array of scalars.
        if !ascii.isEmpty, text.utf8.allSatisfy({ $0 < 0x80 }) {
            var text = text
            return text.withUTF8 { bytes in
                matches(ascii, bytes, any: UInt8(ascii: "*"), one: UInt8(ascii: "?")) {
                    $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0
                }
            }
        }
        return matches(pattern, Array(text.scalarLowercased.unicodeScalars), any: "*", one: "?") { $0 }
    }

    @inline(__always)
    private func matches<Symbol: Equatable, Text: RandomAccessCollection>(
        _ pattern: [Symbol], _ text: Text, any: Symbol, one: Symbol,
        folded: (Symbol) -> Symbol
    ) -> Bool where Text.Element == Symbol, Text.Index == Int {
        var (p, t) = (0, 0)
        var retry: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == any {
                retry = (p + 1, t)
                p += 1
            } else if p < pattern.count, pattern[p] == one || pattern[p] == folded(text[t]) {
                p += 1
                t += 1
            } else if let (back, start) = retry {
                retry = (back, start + 1)
                p = back
                t = start + 1
            } else {
                return false
            }
        }
        while p < pattern.count, pattern[p] == any { p += 1 }
        return p == pattern.count
    }
}
