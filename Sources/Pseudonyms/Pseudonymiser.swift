import AccessModel
import PositionModel

/// Puts pseudonyms in the place of names: of a name alone, and of the names in a text.
public struct Pseudonymiser: Sendable {
    let key: PseudonymKey
    let names: PersonalNames
    /// Pseudonyms of the names that are known, by kind and by name in lower case.
    private let pseudonyms: [PersonalKind: [ExactText: String]]
    private var texts: NamesInTexts?
    private var ids: NamesInTexts?

    /// - Parameters:
    ///   - names: of the store and the estate, all of them.
    ///   - phrases: what else stands in sentences: names of products and licences.
    /// - Throws: where two names have one pseudonym.
    public init(key: PseudonymKey, names: PersonalNames, phrases: [String] = []) throws(PseudonymError) {
        self.key = key
        self.names = names
        var pseudonyms: [PersonalKind: [ExactText: String]] = [:]
        for kind in PersonalKind.allCases {
            let folded = Array((names.names[kind] ?? [:]).keys)
            let made = Together.map(folded.count) { Pseudonym(ofFolded: folded[$0], kind: kind, key: key).text }
            try Pseudonymiser.requireDistinct(made)
            pseudonyms[kind] = Dictionary(zip(folded, made), uniquingKeysWith: { first, _ in first })
        }
        self.pseudonyms = pseudonyms
        texts = namesInTexts(common: CommonWords(phrases: phrases), phrases: phrases)
        ids = machinesInIDs(phrases)
    }

    static func requireDistinct(_ pseudonyms: [String]) throws(PseudonymError) {
        var seen: Set<ExactText> = []
        for pseudonym in pseudonyms where !seen.insert(ExactText(pseudonym)).inserted {
            throw .collision(pseudonym: pseudonym)
        }
    }

    // MARK: Texts

    /// The text with pseudonyms in the place of every whole name in it.
    public func text(_ text: String) -> String { texts?.replaced(text) ?? text }

    /// The id of a finding or question. Ids name rules, products, lines and servers, so they stay; only a machine that is no server
    /// has its pseudonym in them.
    func identifier(_ id: String) -> String { ids?.replaced(id) ?? id }

    private func machinesInIDs(_ phrases: [String]) -> NamesInTexts? {
        let machines = names.reached.filter { ExactText(server($0.string)) != $0 }
        if machines.isEmpty { return nil }
        var tree = NameTree()
        for phrase in phrases { tree.insert(phrase, .keep) }
        var replacements: [String] = []
        for machine in machines {
            tree.insert(machine.string, .replace(Int32(replacements.count)))
            replacements.append(server(machine.string))
        }
        return NamesInTexts(tree: tree, replacements: replacements) { name, _ in name }
    }

    private func namesInTexts(common: CommonWords, phrases: [String]) -> NamesInTexts {
        var tree = NameTree()
        var replacements: [String] = []
        // What stays comes first, and so wins over a name it is equal to; the name keeps its places as a name.
        for phrase in phrases { tree.insert(phrase, .keep) }
        for phrase in names.phrases where !names.isPersonal(phrase) { tree.insert(phrase.string, .keep) }
        for domain in names.domains.union(names.recordedDomains) where names.isDomain(domain) {
            tree.insert(domain.string, .keep)
        }
        for server in names.servers.union(names.reached) where names.staysInTexts(server: server) {
            tree.insert(server.string, .keep)
        }
        // A name of several kinds has in texts the pseudonym of the first.
        for kind in PersonalKind.allCases {
            let isCode = [.sid, .address, .hardware].contains(kind)
            // Machines the estate is made of are no devices.
            for (folded, pseudonym) in pseudonyms[kind] ?? [:] where kind != .device || !names.isServer(folded) {
                let onlyAsName = !isCode && common.contain(folded)
                let number = Int32(replacements.count)
                // A full name keeps its domain.
                replacements.append(kind == .device ? device(folded.string) : pseudonym)
                tree.insert(folded.string, .replace(number), onlyAsName: onlyAsName)
                // A server's or domain's name may be an account's too, which is one where the text says so.
                if !onlyAsName { tree.insert(folded.string, .replace(number), onlyAsName: true) }
                for shown in Pseudonymiser.shownForms(folded, spellings: names.names[kind]?[folded] ?? []) {
                    tree.insert(shown, .replace(number), onlyAsName: onlyAsName)
                }
            }
        }
        return NamesInTexts(tree: tree, replacements: replacements) { [key] name, kind in
            Pseudonym(of: name, kind: kind, key: key).text
        }
    }

    /// How messages show names that are long or hold what a terminal obeys.
    private static func shownForms(_ folded: ExactText, spellings: [ExactText]) -> [String] {
        ([folded] + spellings).compactMap { name in
            let (shown, isCut) = QuotedValue.shown(name.string)
            return isCut || ExactText(shown) != name ? shown : nil
        }
    }

    // MARK: Names

    private func known(_ name: String, _ kind: PersonalKind) -> String? {
        pseudonyms[kind]?[ExactText(name.scalarLowercased)]
    }

    func name(_ name: String, _ kind: PersonalKind) -> String {
        if name.isEmpty { return name }
        return known(name, kind) ?? Pseudonym(of: name, kind: kind, key: key).text
    }

    /// An account, or the user it stands for, as outputs write them.
    public func account(_ text: String) -> String {
        if text.isEmpty || OwnNames.contain(text) { return text }
        if SIDShape.isOfAccount(text) { return name(text, .sid) }
        if known(text, .user) == nil, let (name, remark) = OwnNames.remark(behind: text) {
            return account(name) + self.text(remark)
        }
        let account = AccountText(text)
        // Well-known SIDs in the place of a name.
        if BuiltInPrincipals.contains(account) || SIDShape.isSID(text) { return text }
        if IPAddress(text) != nil { return address(text) }
        let name = account.hasDollar ? device(account.name) : self.name(account.name, .user)
        return (account.domain.map { domain($0) + "\\" } ?? "") + name + (account.realm.map { "@" + domain($0) } ?? "")
            + (account.hasDollar ? "$" : "")
    }

    /// A domain stays. The domain of a local account is its machine's name.
    private func domain(_ text: String) -> String {
        let folded = ExactText(text.scalarLowercased)
        if folded.isEmpty || names.isDomain(folded) || names.staysInTexts(server: folded) { return text }
        if names.isKnown(folded, .device) { return device(text) }
        if let kind = PersonalKind.allCases.first(where: { names.isKnown(folded, $0) }) { return name(text, kind) }
        return self.text(text)
    }

    public func sid(_ text: String) -> String { SIDShape.isOfAccount(text) ? name(text, .sid) : text }

    func address(_ text: String) -> String {
        let folded = ExactText(text.scalarLowercased)
        if names.isServer(folded) { return text }
        guard let address = IPAddress(text), !address.isLoopback, !address.isUnspecified else { return text }
        return name(text, .address)
    }

    /// A device by its name or address; a server stays.
    public func device(_ text: String) -> String {
        let folded = ExactText(text.scalarLowercased)
        if MachineText.isNobody(text) || OwnNames.contain(text) || names.isServer(folded) { return text }
        if IPAddress(text) != nil { return address(text) }
        if names.isKnown(folded, .hardware) { return name(text, .hardware) }
        if !names.isKnown(folded, .device), let (name, remark) = OwnNames.remark(behind: text) {
            return device(name) + self.text(remark)
        }
        if text.utf8.last == UInt8(ascii: "$") { return device(String(text.dropLast())) + "$" }
        guard let host = MachineText.host(text) else { return name(text, .device) }
        let rest = String(text.dropFirst(host.count + 1))
        // The domain a full name ends in stays; what is none may be anything.
        guard names.isDomain(ExactText(rest.scalarLowercased)) else { return name(text, .device) }
        return (names.isServer(ExactText(host.scalarLowercased)) ? host : name(host, .device)) + "." + rest
    }

    /// A machine in the place of a server: it stays, unless the directory knows it for a computer that is none, or only its log knows
    /// the machine and its name is an account's.
    func server(_ text: String) -> String {
        let folded = ExactText(text.scalarLowercased)
        let host = ExactText(MachineText.host(folded.string) ?? "")
        let isClient = names.clients.contains(folded) || names.clients.contains(host)
        if names.servers.contains(folded) || names.servers.contains(host) { return text }
        if isClient { return device(text) }
        return names.isServer(folded) && !names.staysInTexts(server: folded) ? self.text(text) : text
    }

    /// To whom the ledger assigns licences.
    func holder(_ text: String) -> String {
        let folded = ExactText(text.scalarLowercased)
        if text.isEmpty || names.isServer(folded) { return text }
        let account = AccountText(text)
        if account.domain != nil || account.realm != nil || account.hasDollar || SIDShape.isOfAccount(text) {
            return self.account(text)
        }
        if names.isKnown(folded, .user) { return name(text, .user) }
        if names.isKnown(folded, .device) { return device(text) }
        if let kind = PersonalKind.allCases.first(where: { names.isKnown(folded, $0) }) { return name(text, kind) }
        let machine = device(text)
        return MachineText.host(text) != nil
            && names.isDomain(ExactText(String(folded.string.drop { $0 != "." }.dropFirst())))
            ? machine : name(text, .holder)
    }
}

/// What outputs write in the place of a name where there is none, and behind one.
enum OwnNames {
    private static let beginnings = ["somebody nobody names ", "added by an answer "]

    static func contain(_ text: String) -> Bool {
        ExactText(text) == "*"
            || beginnings.contains { beginning in
                let rest = text.utf8.dropFirst(beginning.utf8.count)
                return text.utf8.starts(with: beginning.utf8) && !rest.isEmpty
                    && rest.allSatisfy { (0x30...0x39).contains($0) }
            }
    }

    /// `CORP\alice` and ` (S-1-5-21-...)`.
    static func remark(behind text: String) -> (name: String, remark: String)? {
        guard text.utf8.last == UInt8(ascii: ")"), let cut = text.range(of: " (", from: .end) else { return nil }
        return cut == text.startIndex ? nil : (String(text[..<cut]), String(text[cut...]))
    }
}

extension String {
    fileprivate enum Edge { case end }

    /// Where the last occurrence of `sign` begins.
    fileprivate func range(of sign: String, from edge: Edge) -> String.Index? {
        let sign = Array(sign.utf8)
        return utf8.indices.reversed().first { utf8[$0...].starts(with: sign) }
    }
}

extension PersonalNames {
    func isPersonal(_ folded: ExactText) -> Bool { PersonalKind.allCases.contains { isKnown(folded, $0) } }

    /// True for a server whose name stays wherever it is met. A name that only logs know for a server's may be somebody's.
    func staysInTexts(server: ExactText) -> Bool {
        servers.contains(server)
            || isServer(server) && (!isPersonal(server) || isKnown(server, .device) && !isKnown(server, .user))
    }
}
