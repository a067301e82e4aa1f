import AccessModel
public import PositionModel

extension Revelation {
    /// Makes the pseudonym of every name of the kind, and keeps the names that have this one.
    public init(of pseudonym: Pseudonym, key: PseudonymKey, names: PersonalNames) {
        let known = names.names[pseudonym.kind] ?? [:]
        let folded = Array(known.keys)
        let isOf = Together.map(folded.count) { place in
            Pseudonym(ofFolded: folded[place], kind: pseudonym.kind, key: key) == pseudonym
        }
        let found = zip(folded, isOf).filter(\.1).flatMap { name, _ in
            let spellings = known[name] ?? []
            return spellings.isEmpty ? [name] : spellings
        }
        self.init(
            key: key.id, pseudonym: pseudonym.text, kind: pseudonym.kind.rawValue, names: found.sorted().map(\.string))
    }
}
