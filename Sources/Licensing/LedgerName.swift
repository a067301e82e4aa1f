import AccessModel
public import PositionModel

/// Names as ledgers and inventories write them, brought to one form.
enum LedgerName {
    /// Longest name looked at, in bytes: nothing longer is a licence or a product.
    static let maximumBytes = 512

    /// Lower-case words of letters and digits; everything else separates.
    static func words(_ text: String) -> [String] {
        guard text.utf8.count <= maximumBytes else { return [] }
        var words: [String] = []
        var word = ""
        for scalar in text.scalarLowercased.unicodeScalars {
            if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                word.unicodeScalars.append(scalar)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// The words run together: what names are compared by.
    static func key(_ text: String) -> String { words(text).joined() }

    /// Words that say whom a licence covers, as ledgers shorten them.
    static let flavourWords: [String: Flavour] = [
        "user": .user, "users": .user, "usr": .user, "usrcal": .user, "usercal": .user, "peruser": .user,
        "ucal": .user, "device": .device, "devices": .device, "dvc": .device, "dvccal": .device, "dev": .device,
        "devicecal": .device, "dcal": .device, "perdevice": .device, "server": .server, "svr": .server,
    ]

    /// Words of price lists that name no product: language, programme, pack and Software Assurance marks.
    static let noiseWords: Set<String> = [
        "microsoft", "ms", "sngl", "single", "lic", "license", "licence", "licsapk", "lsa", "licsa", "sa", "olp", "olv",
        "nl", "mvl", "alng", "all", "lng", "languages", "ol", "per", "pack", "gov", "edu", "corp", "open", "value", "l",
        "suite", "ste", "sub", "subvl", "subscription", "w", "with", "software", "assurance", "volume", "licensing",
        "c", "d", "ap", "sapk", "step", "up", "stepup", "1pk", "5pk", "20pk",
    ]

    /// Words that name an edition, and may stand beside a product's name.
    static let editionWords: Set<String> = [
        "standard", "std", "datacenter", "datacentre", "dc", "enterprise", "ent", "edition", "web", "essentials",
        "foundation", "developer", "express", "evaluation", "core", "x64", "bit", "64", "r",
    ]

    /// The year, with `r2` where it follows, or `se`, that a name holds; and the words without it.
    static func splitVersion(_ words: [String]) -> (version: String, rest: [String]) {
        var rest: [String] = []
        var version = ""
        for word in words {
            if version.isEmpty, isYear(word) || word == "se" {
                version = word
            } else if word == "r2", isYear(version) {
                version += "r2"
            } else if version.isEmpty, word.hasSuffix("r2"), isYear(String(word.dropLast(2))) {
                version = word
            } else {
                rest.append(word)
            }
        }
        return (version, rest)
    }

    private static func isYear(_ word: String) -> Bool {
        word.utf8.count == 4 && (word.hasPrefix("20") || word == "1998")
            && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

/// What a line of a licence ledger names.
public struct LedgerMatch: Sendable, Hashable {
    /// Id of a licence or a suite.
    public var id: String
    public var isSuite: Bool
    /// As asked for, else as the name says, else the only one there is; nil where it stays open.
    public var flavour: Flavour?
    /// Version the name holds, as written there (`2019`, `2008r2`); empty for none.
    public var version: String
}

extension Catalogue {
    /// The product a text of an inventory names: case, spaces, `-` and `_` do not matter, edition and version words
    /// may stand beside it.
    public func product(named text: String) -> Product? {
        let words = LedgerName.words(text)
        let unversioned = LedgerName.splitVersion(words).rest
        let bare = unversioned.filter { !LedgerName.noiseWords.contains($0) }
        for candidate in [words, unversioned, bare, bare.filter { !LedgerName.editionWords.contains($0) }] {
            if let id = productNames[candidate.joined()] { return product(id) }
        }
        return nil
    }

    /// The licence or suite a line of a ledger names: `Win Svr CAL 2019 User`, `CoreCAL`, `M365 E3`, `2008 R2 CAL`.
    /// - Parameter flavour: what the ledger's own column says; it wins over the name.
    public func licence(named text: String, flavour: Flavour? = nil) -> LedgerMatch? {
        let words = LedgerName.words(text)
        let (version, unversioned) = LedgerName.splitVersion(words)
        let named = words.lazy.compactMap { LedgerName.flavourWords[$0] }.first { $0 != .server }
        for candidate in candidates(words) + candidates(unversioned) {
            guard let id = licenceNames[candidate.joined()] else { continue }
            let possible = licence(id)?.flavours ?? suite(id)?.flavours ?? []
            return LedgerMatch(
                id: id, isSuite: suite(id) != nil,
                flavour: flavour ?? named ?? (possible.count == 1 ? possible.first : nil), version: version)
        }
        return nil
    }

    /// The words as they are, without flavour, without noise, and each with `cal` where only the flavour word held it.
    private func candidates(_ words: [String]) -> [[String]] {
        let saysCal = words.contains { $0.hasSuffix("cal") }
        let people = words.filter { LedgerName.flavourWords[$0] == nil || LedgerName.flavourWords[$0] == .server }
        let quiet = people.filter { !LedgerName.noiseWords.contains($0) }
        let editionless = quiet.filter { !LedgerName.editionWords.contains($0) }
        var found = [words, people, quiet]
        if saysCal { found += [people + ["cal"], quiet + ["cal"]] }
        found.append(editionless)
        return found
    }
}
