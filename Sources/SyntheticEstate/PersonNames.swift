import AccessModel

/// Gives out invented names and unique account names.
struct PersonNames {
    private static let given = [
        "Anna", "Bernd", "Carla", "David", "Elif", "Frank", "Greta", "Hugo", "Ines", "Jonas", "Karin", "Lukas",
        "Mira", "Nils", "Olga", "Paul", "Quentin", "Rosa", "Stefan", "Tessa", "Ulrich", "Vera", "Walter", "Xenia",
        "Yusuf", "Zoe", "Aaron", "Beate", "Clemens", "Dora",
    ]
    private static let family = [
        "Adler", "Brandt", "Castell", "Dorn", "Ekholm", "Falk", "Gerber", "Hartwig", "Iversen", "Jansen", "Keller",
        "Lindner", "Marek", "Nowak", "Oswald", "Petri", "Quast", "Richter", "Sander", "Thoma", "Ullmann", "Vogt",
        "Weiler", "Yildiz", "Zander", "Albers", "Bosch", "Cremer", "Deppe", "Eggers", "Fabian", "Grote", "Hellwig",
        "Imhof", "Jost", "Kern", "Lorenz",
    ]

    private var number = 0
    private var taken: [String: Int] = [:]

    /// The next person: full name and account name (`a.adler`, then `a.adler2`).
    mutating func next() -> (full: String, account: String) {
        // 30 and 37 have no common factor: all 1,110 pairs come before one comes again.
        let first = PersonNames.given[number % PersonNames.given.count]
        let last = PersonNames.family[number % PersonNames.family.count]
        number += 1
        let base = "\(first.prefix(1)).\(last)".scalarLowercased
        let count = taken[base, default: 0] + 1
        taken[base] = count
        let suffix = count == 1 ? "" : String(count)
        return ("\(first) \(last)\(suffix.isEmpty ? "" : " " + suffix)", base + suffix)
    }
}
