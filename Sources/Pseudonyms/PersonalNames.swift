public import AccessModel

/// Every name of people, and of what leads to them, that a store and an estate know; and the names that are none: servers and
/// domains.
public struct PersonalNames: Sendable {
    /// Spellings by name in lower case; an empty list where the only one is the name in lower case.
    public typealias Spellings = [ExactText: [ExactText]]

    /// By kind.
    public private(set) var names: [PersonalKind: Spellings] = [:]
    /// Lower case, as written and without their domain: machines servers.csv or the directory calls servers.
    private(set) var servers: Set<ExactText> = []
    /// Lower case, as written and without their domain: machines whose logs say they were reached.
    private(set) var reached: Set<ExactText> = []
    /// Lower case: domains the organisation or its directory names.
    private(set) var domains: Set<ExactText> = []
    /// Lower case: what records give as a domain.
    private(set) var recordedDomains: Set<ExactText> = []
    /// Lower case: other texts that stay as they are, names in them too: sites, departments.
    private(set) var phrases: Set<ExactText> = []

    public init() {}

    /// Names of a kind, how many.
    public func count(_ kind: PersonalKind) -> Int { names[kind]?.count ?? 0 }

    // MARK: Names

    mutating func add(_ name: String, _ kind: PersonalKind) {
        guard !name.utf8.allSatisfy({ $0 == 0x20 }) else { return }
        let folded = ExactText(name.scalarLowercased)
        let spelling = ExactText(name)
        if spelling == folded {
            if names[kind, default: [:]][folded] == nil { names[kind, default: [:]][folded] = [] }
        } else if names[kind]?[folded]?.contains(spelling) != true {
            names[kind, default: [:]][folded, default: []].append(spelling)
        }
    }

    /// An account in any form.
    mutating func add(account text: String) {
        guard text.utf8.contains(where: { $0 != 0x20 && $0 != UInt8(ascii: "-") }) else { return }
        if SIDShape.isOfAccount(text) { return add(text, .sid) }
        if SIDShape.isSID(text) { return }
        if IPAddress(text) != nil { return add(address: text) }
        let account = AccountText(text)
        guard !BuiltInPrincipals.contains(account) else { return }
        // The local account of a machine: the domain is the machine's name, which is told from a domain by who has it.
        if account.hasDollar { add(device: account.name) } else { add(account.name, .user) }
    }

    mutating func add(sid: String) {
        if SIDShape.isOfAccount(sid) { add(sid, .sid) }
    }

    /// A machine's name, short or full, or an address in its place.
    mutating func add(device text: String) {
        guard !MachineText.isNobody(text) else { return }
        if IPAddress(text) != nil { return add(address: text) }
        add(text, .device)
        if let host = MachineText.host(text) { add(host, .device) }
    }

    mutating func add(address text: String) {
        guard let address = IPAddress(text), !address.isLoopback, !address.isUnspecified else { return }
        add(text, .address)
    }

    // MARK: Names that stay

    /// A machine named as a server by the organisation or its directory.
    mutating func keep(server text: String) { PersonalNames.insert(machine: text, into: &servers) }
    /// A machine whose log says it was reached.
    mutating func keep(reached text: String) { PersonalNames.insert(machine: text, into: &reached) }

    private static func insert(machine text: String, into set: inout Set<ExactText>) {
        guard !text.isEmpty else { return }
        let folded = text.scalarLowercased
        set.insert(ExactText(folded))
        if IPAddress(folded) == nil, let host = MachineText.host(folded) { set.insert(ExactText(host)) }
    }

    mutating func keep(domain text: String) {
        if !text.isEmpty { domains.insert(ExactText(text.scalarLowercased)) }
    }
    mutating func keep(recordedDomain text: String) {
        if !text.isEmpty { recordedDomains.insert(ExactText(text.scalarLowercased)) }
    }
    mutating func keep(phrase text: String) {
        if !text.isEmpty { phrases.insert(ExactText(text.scalarLowercased)) }
    }

    // MARK: What a name is

    func isKnown(_ folded: ExactText, _ kind: PersonalKind) -> Bool { names[kind]?[folded] != nil }

    /// True for a machine that is part of the estate, by its name in lower case. One that is known from its log alone is none
    /// where the directory lists a computer of the name (`servers` has those with a server's operating system).
    func isServer(_ folded: ExactText) -> Bool {
        servers.contains(folded) || reached.contains(folded) && !clients.contains(folded)
    }

    /// Lower case: computers the directory lists that are no servers.
    private(set) var clients: Set<ExactText> = []
    mutating func add(client text: String) {
        add(device: text)
        PersonalNames.insert(machine: text, into: &clients)
    }

    /// True for a domain that stays, by its name in lower case. One that only records give may be what somebody typed: it is none
    /// where it is anybody's name.
    func isDomain(_ folded: ExactText) -> Bool {
        if domains.contains(folded) { return true }
        if folded.string.utf8.contains(where: { "@\\ ".utf8.contains($0) }) { return false }
        return recordedDomains.contains(folded) && PersonalKind.allCases.allSatisfy { !isKnown(folded, $0) }
    }
}

/// What the text of a machine's name says.
enum MachineText {
    /// Texts records hold where they name no machine.
    static func isNobody(_ text: String) -> Bool {
        ["", "-", "local", "localhost"].contains(ExactText(text.scalarLowercased))
    }

    /// The part before the first dot; nil for a name without one.
    static func host(_ text: String) -> String? {
        guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")), dot != text.utf8.startIndex else { return nil }
        return String(text[..<dot])
    }
}
