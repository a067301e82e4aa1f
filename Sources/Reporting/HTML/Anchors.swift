import AccessModel

/// Hands out `id` attributes: stable for the same position, safe in a URL, and never twice the same.
struct Anchors {
    private var used: Set<String>
    /// Ids that stand for names before the place they belong to is written, so that what stands above can link there.
    private var reserved: [Name: String] = [:]
    private var taken: Set<Name> = []

    private struct Name: Hashable {
        var prefix: String
        var name: ExactText
    }

    /// - Parameter fixed: ids the page has whatever the position.
    init(fixed: [String] = []) { used = Set(fixed) }

    /// Keeps an id for each of these names, which the first `id` of the same name gets.
    mutating func reserve(_ prefix: String, _ names: some Sequence<String>) {
        for name in names {
            let key = Name(prefix: prefix, name: ExactText(name))
            if reserved[key] == nil { reserved[key] = unused(prefix, name) }
        }
    }

    /// The id kept for a name; nil where none is.
    func link(_ prefix: String, _ name: String) -> String? {
        reserved[Name(prefix: prefix, name: ExactText(name))]
    }

    /// An id made of `prefix` and the letters, digits, `-` and `_` of `name`; a number is added where it is taken.
    mutating func id(_ prefix: String, _ name: String) -> String {
        let key = Name(prefix: prefix, name: ExactText(name))
        if let kept = reserved[key], taken.insert(key).inserted { return kept }
        return unused(prefix, name)
    }

    /// The id kept for a name, once; empty afterwards, and where none is kept.
    mutating func place(_ prefix: String, _ name: String) -> String {
        let key = Name(prefix: prefix, name: ExactText(name))
        guard let kept = reserved[key], taken.insert(key).inserted else { return "" }
        return kept
    }

    private mutating func unused(_ prefix: String, _ name: String) -> String {
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
