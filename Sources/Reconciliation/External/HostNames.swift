import AccessModel

/// One spelling for each physical host: people write its short name in one file and its full name in another.
///
/// A short name is the full one wherever exactly one full name begins with it; where several do, it stays a host of its own. An
/// address stands for itself.
struct HostNames: Sendable {
    /// The full names by first label, of hosts that have exactly one.
    private let fullNames: [ExactText: String]

    /// - Parameter names: every spelling met, in lower case.
    init(_ names: some Sequence<String>) {
        var found: [ExactText: String?] = [:]
        for name in names {
            let label = name.firstLabel
            guard ExactText(label) != ExactText(name) else { continue }
            if let known = found[ExactText(label)] {
                if let known, ExactText(known) != ExactText(name) { found[ExactText(label)] = .some(nil) }
            } else {
                found[ExactText(label)] = .some(name)
            }
        }
        fullNames = found.compactMapValues { $0 }
    }

    /// The spelling a host is counted under.
    func host(_ name: String) -> String { fullNames[ExactText(name)] ?? name }
}
