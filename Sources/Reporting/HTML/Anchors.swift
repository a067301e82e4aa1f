/// Hands out `id` attributes: stable for the same position, safe in a URL, and never twice the same.
struct Anchors {
    private var used: Set<String> = []

    /// An id made of `prefix` and the letters, digits, `-` and `_` of `name`; a number is added where it is taken.
    mutating func id(_ prefix: String, _ name: String) -> String {
        let base = prefix + "-" + Anchors.slug(name)
        var candidate = base
        var number = 2
        while used.contains(candidate) {
            candidate = "\(base)-\(number)"
            number += 1
        }
        used.insert(candidate)
        return candidate
    }

    private static let longest = 80

    private static func slug(_ name: String) -> String {
        let bytes = name.utf8.prefix(longest).map { byte -> UInt8 in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: byte
            default: 0x2D
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
