import AccessModel

/// A distinguished name, as far as an estate needs it (RFC 4514).
enum DistinguishedName {
    /// The values of the `DC` parts joined with `.`, lower-case: the DNS name of the domain; empty where there are none.
    static func domain(_ name: String) -> String {
        parts(name).compactMap { part in
            guard let equals = part.utf8.firstIndex(of: UInt8(ascii: "=")),
                ExactText(part[..<equals].trimmed.scalarLowercased) == "dc"
            else { return nil }
            return part[part.utf8.index(after: equals)...].trimmed.scalarLowercased
        }.joined(separator: ".")
    }

    /// The name without the `<GUID=...>;<SID=...>;` that an extended answer puts before it (Microsoft, MS-ADTS,
    /// LDAP_SERVER_EXTENDED_DN_OID).
    static func plain(_ name: String) -> String {
        guard name.utf8.first == UInt8(ascii: "<") else { return name }
        var rest = name.utf8[...]
        while rest.first == UInt8(ascii: "<"), let end = rest.firstIndex(of: UInt8(ascii: ">")),
            rest[end...].dropFirst().first == UInt8(ascii: ";")
        {
            rest = rest[end...].dropFirst(2)
        }
        return String(decoding: rest, as: UTF8.self)
    }

    /// The parts between commas that are neither escaped nor quoted.
    static func parts(_ name: String) -> [String] {
        var parts: [String] = []
        var start = name.utf8.startIndex
        var escaped = false
        var quoted = false
        // Each of these is one byte of UTF-8 and part of no other character.
        for index in name.utf8.indices {
            let byte = name.utf8[index]
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                quoted.toggle()
            } else if byte == UInt8(ascii: ","), !quoted {
                parts.append(String(name[start..<index]))
                start = name.utf8.index(after: index)
            }
        }
        parts.append(String(name[start...]))
        return parts
    }
}
