import AccessModel
import Yams

/// estate.yaml, parsed and held against its schema.
enum SettingsDocument {
    static let maximumBytes = 4 * 1024 * 1024

    /// - Throws: where the file is no YAML, holds a key no schema row has, or a value of another shape.
    static func read(_ file: PreparedFile) throws(EstateError) -> SettingsValue {
        guard file.bytes.count <= maximumBytes else {
            throw EstateError(file: file.name, problem: "more than \(maximumBytes) bytes")
        }
        let text = try SourceText(file.bytes, file: file.name)
        let empty = SettingsValue(content: .mapping([]), line: 1)
        guard let root = try compose(String(decoding: text.bytes, as: UTF8.self), file: file.name) else { return empty }
        if case .scalar(let scalar) = root, scalar.string.isBlank { return empty }
        return try SettingsReading(file: file.name).value(root, .mapping(SettingsSchema.root), path: "")
    }

    private static func compose(_ yaml: String, file: String) throws(EstateError) -> Node? {
        do {
            return try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            throw failure(error, file: file)
        } catch {
            throw EstateError(file: file, problem: "this is not YAML")
        }
    }

    private static func failure(_ error: YamlError, file: String) -> EstateError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            EstateError(
                file: file, line: mark.line, problem: "this is not YAML: \(problem)",
                remedy: "Put values with a backslash, a star or a colon in single quotes: 'CORP\\svc-*'")
        case .duplicatedKeysInMapping(let duplicates, let context):
            // Of several the parser names the line of one, and which one differs from run to run.
            EstateError(
                file: file, line: duplicates.count == 1 ? context.mark.line : 0,
                problem:
                    "a key is there twice: \(duplicates.sorted { $0.isByteOrdered(before: $1) }.map(shown).joined(separator: ", "))",
                remedy: "Keep one of them")
        default: EstateError(file: file, problem: "this is not YAML")
        }
    }
}

/// Walks a YAML tree along the schema. Depth is the schema's, so no nesting in the file can exhaust the stack.
private struct SettingsReading {
    let file: String

    func value(_ node: Node, _ shape: SettingsShape, path: String) throws(EstateError) -> SettingsValue {
        let line = node.mark?.line ?? 0
        switch shape {
        case .text: return SettingsValue(content: .text(try scalar(node, path)), line: line)
        case .account: return SettingsValue(content: .text(try account(node, path)), line: line)
        case .texts: return try texts(node, path, of: .text)
        case .accounts: return try texts(node, path, of: .account)
        case .mapping(let keys): return try mapping(node, keys, path)
        case .openMapping:
            let pairs = try self.pairs(node, path)
            var values: [(key: String, value: SettingsValue)] = []
            for (key, child) in pairs {
                if case .mapping = child {
                    throw wrong(
                        child, path + "." + key, "one text",
                        remedy: path == "prices" ? "Write \(path): {\(key)/user: \"50.00\"}" : "")
                }
                values.append((key, try value(child, .text, path: path + "." + key)))
            }
            return SettingsValue(content: .mapping(values), line: line)
        case .list(let keys):
            if isNull(node) { return SettingsValue(content: .list([]), line: line) }
            guard case .sequence(let sequence) = node else { throw wrong(node, path, "a list of mappings: [{...}]") }
            var items: [SettingsValue] = []
            for child in sequence { items.append(try mapping(child, keys, path)) }
            return SettingsValue(content: .list(items), line: line)
        }
    }

    private func texts(_ node: Node, _ path: String, of shape: SettingsShape) throws(EstateError) -> SettingsValue {
        let line = node.mark?.line ?? 0
        if isNull(node) { return SettingsValue(content: .list([]), line: line) }
        guard case .sequence(let sequence) = node else {
            guard case .scalar = node else { throw wrong(node, path, "a list of texts: [a, b]") }
            return SettingsValue(content: .list([try value(node, shape, path: path)]), line: line)
        }
        var items: [SettingsValue] = []
        for child in sequence { items.append(try value(child, shape, path: path)) }
        return SettingsValue(content: .list(items), line: line)
    }

    private func mapping(_ node: Node, _ keys: [SettingsShape.Key], _ path: String) throws(EstateError) -> SettingsValue
    {
        let line = node.mark?.line ?? 0
        var values: [(key: String, value: SettingsValue)] = []
        for (name, child) in try pairs(node, path) {
            guard let key = keys.first(where: { ExactText($0.name) == ExactText(name) }) else {
                throw unknown(name, line: child.mark?.line ?? line, keys: keys.map(\.name), path: path)
            }
            values.append((name, try value(child, key.shape, path: path.isEmpty ? name : path + "." + name)))
        }
        if let missing = keys.first(where: { key in
            key.isRequired && !values.contains { ExactText($0.key) == ExactText(key.name) }
        }) {
            throw EstateError(file: file, line: line, problem: "\(path): an entry has no key \"\(missing.name)\"")
        }
        return SettingsValue(content: .mapping(values), line: line)
    }

    private func pairs(_ node: Node, _ path: String) throws(EstateError) -> [(key: String, value: Node)] {
        if isNull(node) { return [] }
        guard case .mapping(let mapping) = node else { throw wrong(node, path, "a mapping: {key: value}") }
        var result: [(key: String, value: Node)] = []
        for (key, child) in mapping {
            guard case .scalar(let scalar) = key else { throw wrong(key, path, "a text as key") }
            result.append((scalar.string.trimmed, child))
        }
        return result
    }

    private func scalar(_ node: Node, _ path: String) throws(EstateError) -> String {
        guard case .scalar(let scalar) = node else { throw wrong(node, path, "one text") }
        return isNull(node) ? "" : scalar.string.trimmed
    }

    /// A backslash is written once: YAML keeps both of `'CORP\\svc'`, and no account has two.
    private func account(_ node: Node, _ path: String) throws(EstateError) -> String {
        let text = try scalar(node, path)
        var fixed: [UInt8] = []
        for byte in text.utf8 where !(byte == UInt8(ascii: "\\") && fixed.last == byte) { fixed.append(byte) }
        guard fixed.count == text.utf8.count else {
            throw EstateError(
                file: file, line: node.mark?.line ?? 0,
                problem: "\(path): \(shown(text)) has a doubled backslash, so it names no account",
                remedy: "Write '\(shown(String(decoding: fixed, as: UTF8.self)).dropFirst().dropLast())'")
        }
        return text
    }

    /// A key without a value (`vpn:`) is as if it were not there.
    private func isNull(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return false }
        return scalar.string.isEmpty || scalar.string == "~"
    }

    private func wrong(_ node: Node, _ path: String, _ expected: String, remedy: String = "") -> EstateError {
        let found =
            switch node {
            case .scalar(let scalar): "the text \(shown(scalar.string))"
            case .mapping: "a mapping"
            case .sequence: "a list"
            case .alias: "an alias"
            }
        return EstateError(
            file: file, line: node.mark?.line ?? 0,
            problem: "\(path.isEmpty ? "the file" : path) holds \(found) where \(expected) belongs", remedy: remedy)
    }

    private func unknown(_ name: String, line: Int, keys: [String], path: String) -> EstateError {
        let place = path.isEmpty ? "" : " in \(path)"
        let closest = keys.min { EditDistance.between($0, name) < EditDistance.between($1, name) } ?? ""
        let isClose = EditDistance.between(closest, name) <= max(2, closest.utf8.count / 3)
        return EstateError(
            file: file, line: line, problem: "unknown key \(shown(name))\(place)",
            remedy: (isClose ? "Did you mean \"\(closest)\"? " : "") + "Known keys: \(keys.joined(separator: ", "))")
    }
}

/// How many letters two short names differ by.
enum EditDistance {
    /// Longer names are cut: they are nobody's typing mistake.
    private static let limit = 64

    /// Levenshtein distance of the lower-case names, `-` and `_` alike.
    static func between(_ a: String, _ b: String) -> Int {
        let (a, b) = (letters(a), letters(b))
        var previous = Array(0...b.count)
        for (row, letter) in a.enumerated() {
            var current = [row + 1]
            for (column, other) in b.enumerated() {
                let change = previous[column] + (letter == other ? 0 : 1)
                current.append(min(change, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous.last ?? 0
    }

    private static func letters(_ text: String) -> [Unicode.Scalar] {
        Array(text.scalarLowercased.unicodeScalars.prefix(limit)).map { $0 == "-" ? "_" : $0 }
    }
}
