import AccessModel
import PositionModel

/// People whom only the populations of multiplexers name: neither directory nor logs know them.
///
/// Each has a negative number of its own, the same for every product, so that one licence is found to be one person's. Smaller
/// numbers than the last of these stand for people nobody names, who are others in each product.
struct PeopleOfPopulations: Sendable {
    /// In byte order, lower-case.
    let names: [String]
    private let numbers: [ExactText: Int]

    init(_ settings: EstateSettings, isKnown: (String) -> Bool) {
        let written = settings.multiplexers.flatMap(\.population).map(\.scalarLowercased)
        names = Set(written.filter { !$0.isEmpty && !isKnown($0) }.map { ExactText($0) }).sorted().map(\.string)
        numbers = Dictionary(
            names.enumerated().map { (ExactText($1), -1 - $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The number of somebody by name, with or without a domain before it; nil for nobody of them.
    func number(_ name: String) -> Int? {
        let key = name.scalarLowercased
        if let number = numbers[ExactText(key)] { return number }
        guard let cut = key.utf8.lastIndex(of: UInt8(ascii: "\\")) else { return nil }
        return numbers[ExactText(String(key[key.utf8.index(after: cut)...]))]
    }

    /// The name behind a number; nil for one of nobody.
    func name(_ number: Int) -> String? {
        names.indices.contains(-1 - number) ? names[-1 - number] : nil
    }
}
