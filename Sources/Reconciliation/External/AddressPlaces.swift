import AccessModel

/// Where the addresses of the evidence are, each looked at once.
struct AddressPlaces {
    enum Place: Sendable { case none, inside, outside }

    private struct Known {
        var place: Place
        var isTrustedProxy = false
        var isLoopback = false
    }

    private let study: Study
    private var known: [Known?]

    init(_ study: Study) {
        self.study = study
        known = [Known?](repeating: nil, count: study.evidence.texts.count)
    }

    /// `none` for whatever is no address.
    mutating func place(_ text: TextID) -> Place { look(text).place }
    mutating func isTrustedProxy(_ text: TextID) -> Bool { look(text).isTrustedProxy }
    mutating func isLoopback(_ text: TextID) -> Bool { look(text).isLoopback }

    private mutating func look(_ text: TextID) -> Known {
        let index = Int(text)
        guard known.indices.contains(index) else { return Known(place: .none) }
        if let found = known[index] { return found }
        var found = Known(place: .none)
        if let address = IPAddress(study.evidence.text(text)) {
            found.place = study.networks.isInternal(address) ? .inside : .outside
            found.isTrustedProxy = study.networks.isTrustedProxy(address)
            found.isLoopback = address.isLoopback
        }
        known[index] = found
        return found
    }
}
