import AccessModel
import PositionModel

/// One object of a directory export, whatever the format: values by attribute, and where it stands.
struct DirectoryRecord: Sendable {
    private struct Value: Sendable {
        let slot: AttributeSlot
        let text: String
    }

    /// 1-based line on which the object starts.
    private(set) var line = 0
    /// Attributes the export gives for the object, with or without a value. ("Never" and "not exported" differ.)
    private(set) var present = AttributeSet()
    /// Lists of which only the name of their type was written.
    private(set) var lostCollections = 0
    private var values: [Value] = []

    init() {}

    /// How many values were added.
    var count: Int { values.count }

    /// Forgets everything, keeps the memory, and starts an object at a line.
    mutating func start(line: Int, present: AttributeSet = AttributeSet()) {
        self.line = line
        self.present = present
        lostCollections = 0
        values.removeAll(keepingCapacity: true)
    }

    /// Notes that the export gives the attribute, if only to say that it is empty.
    mutating func mark(_ slot: AttributeSlot) { present.insert(slot.attribute) }

    /// Adds a value as text; values of one attribute keep their order.
    mutating func add(_ slot: AttributeSlot, _ text: String) {
        present.insert(slot.attribute)
        let text = text.trimmed
        if text.utf8.isEmpty { return }
        if slot.attribute.isList, LostCollection.isTypeName(text) {
            lostCollections += 1
        } else {
            values.append(Value(slot: slot, text: slot.attribute.isName ? DistinguishedName.plain(text) : text))
        }
    }

    /// Adds a value that was written as bytes: a SID in its binary form, else text.
    ///
    /// - Returns: false where the bytes were no UTF-8 and were read as Windows-1252.
    mutating func add(_ slot: AttributeSlot, bytes: ArraySlice<UInt8>) -> Bool {
        if slot.attribute.isSID, let sid = SecurityIdentifier.text(binary: Array(bytes)) {
            add(slot, sid)
            return true
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            add(slot, text)
            return true
        }
        add(slot, String(decoding: SourceText.fromWindows1252(Array(bytes)), as: UTF8.self))
        return false
    }

    func has(_ attribute: DirectoryAttribute) -> Bool { present.contains(attribute) }

    /// The first value of the attribute, by its most exact name that has one.
    func text(_ attribute: DirectoryAttribute) -> String {
        var best: Value?
        for value in values where value.slot.attribute == attribute {
            if value.slot.rank == 0 { return value.text }
            if value.slot.rank < best?.slot.rank ?? UInt8.max { best = value }
        }
        return best?.text ?? ""
    }

    /// All values of the attribute, by its most exact name that has any.
    func list(_ attribute: DirectoryAttribute) -> [String] {
        var rank = UInt8.max
        for value in values where value.slot.attribute == attribute { rank = min(rank, value.slot.rank) }
        var texts: [String] = []
        for value in values where value.slot.attribute == attribute && value.slot.rank == rank {
            texts.append(value.text)
        }
        return texts
    }

    /// The most exact class: the one the table of classes knows first, else the last one written.
    var objectClass: String { mostExactClass.text }

    private var mostExactClass: (text: String, kind: DirectoryObjectKind) {
        var found = (text: "", kind: DirectoryObjectKind.other, row: Int.max)
        for value in values where value.slot.attribute == .objectClass {
            let row = DirectoryKinds.classes.firstIndex { isSame(value.text, $0.name) } ?? Int.max
            if row < found.row || found.row == Int.max {
                found = (value.text, row < Int.max ? DirectoryKinds.classes[row].kind : .other, row)
            }
        }
        return (found.text, found.kind)
    }

    /// Without regard to case; `known` is lower-case ASCII.
    private func isSame(_ text: String, _ known: String) -> Bool {
        guard text.utf8.count == known.utf8.count else { return false }
        return zip(text.utf8, known.utf8).allSatisfy { ($0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0) == $1 }
    }

    /// By class, else by account type, else by the bits of userAccountControl, else by what else is exported.
    var kind: DirectoryObjectKind {
        let found = mostExactClass
        if !found.text.isEmpty { return found.kind }
        let type = text(.accountType)
        if !type.isEmpty {
            return withoutClass(
                DirectoryKinds.accountTypes.first { ExactText($0.value) == ExactText(type) }?.kind ?? .other)
        }
        if let control = Int64(text(.accountControl)),
            let kind = DirectoryKinds.accountControls.first(where: { control & $0.bits != 0 })?.kind
        {
            return withoutClass(kind)
        }
        if has(.operatingSystem) || has(.dnsName) { return withoutClass(.computer) }
        if has(.groupScope) || has(.members) { return .group }
        return .account
    }

    /// Account type, control bits and DNS name of a managed service account are those of a computer; where its class is
    /// not exported, the container tells.
    private func withoutClass(_ kind: DirectoryObjectKind) -> DirectoryObjectKind {
        guard kind == .computer else { return kind }
        let parts = DistinguishedName.parts(text(.distinguishedName)).dropFirst()
        let container = parts.first.map { ExactText($0.trimmed.scalarLowercased) }
        return container == DirectoryKinds.managedServiceContainer ? .managedService : .computer
    }

    /// Lower-case: from an attribute, else the `DC` parts of the distinguished name, else the UPN's suffix.
    var domain: String {
        let named = text(.domain)
        if !named.isEmpty { return named.scalarLowercased }
        let parts = DistinguishedName.domain(text(.distinguishedName))
        if !parts.isEmpty { return parts }
        let principal = text(.principalName)
        guard let at = principal.utf8.lastIndex(of: UInt8(ascii: "@")) else { return "" }
        return String(principal[principal.utf8.index(after: at)...]).scalarLowercased
    }
}

/// A set of attributes.
struct AttributeSet: Sendable, Equatable {
    private var bits: UInt64 = 0

    init() {}

    func contains(_ attribute: DirectoryAttribute) -> Bool { bits & 1 << UInt64(attribute.rawValue) != 0 }
    mutating func insert(_ attribute: DirectoryAttribute) { bits |= 1 << UInt64(attribute.rawValue) }
    mutating func formUnion(_ other: AttributeSet) { bits |= other.bits }
    /// True where an object can be named by what is here.
    var nameAnAccount: Bool { contains(.accountName) || contains(.principalName) || contains(.sid) }
}

/// What PowerShell writes in place of the values of a collection that it does not unroll.
enum LostCollection {
    /// Source: Export-Csv and ConvertTo-Json write a value's `ToString()` where they do not go deeper.
    static let typeNames = [
        "Microsoft.ActiveDirectory.Management.", "System.Collections.", "System.Object[]", "System.String[]",
        "System.Byte[]", "System.DirectoryServices.",
    ]

    static func isTypeName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first == UInt8(ascii: "M") || first == UInt8(ascii: "S") else {
            return false
        }
        return typeNames.contains { text.utf8.starts(with: $0.utf8) }
    }
}
