import AccessModel

/// A distinguished name, as far as an estate needs it (RFC 4514).
enum DistinguishedName {
    /// The values of the `DC` parts joined with `.`, lower-case: the DNS name of the domain; empty where there are none.
    static func domain(_ name: String) -> String {
        parts(name).compactMap { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, String(pair[0]).trimmed.scalarLowercased == "dc" else { return nil }
            return String(pair[1]).trimmed.scalarLowercased
        }.joined(separator: ".")
    }

    /// The parts between commas that are neither escaped nor quoted.
    static func parts(_ name: String) -> [String] {
        var parts: [String] = []
        var current = String.UnicodeScalarView()
        var escaped = false
        var quoted = false
        for scalar in name.unicodeScalars {
            if escaped {
                escaped = false
            } else if scalar == "\\" {
                escaped = true
            } else if scalar == "\"" {
                quoted.toggle()
            } else if scalar == ",", !quoted {
                parts.append(String(current))
                current = String.UnicodeScalarView()
                continue
            }
            current.append(scalar)
        }
        parts.append(String(current))
        return parts
    }
}
