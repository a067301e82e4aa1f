import AccessModel

/// Which servers to look at, by shell-style patterns over their names in the logs.
public struct ServerFilter: Sendable {
    /// Only these, where there are any.
    public var include: [String]
    /// Never these.
    public var exclude: [String]

    public init(include: [String] = [], exclude: [String] = []) {
        self.include = include
        self.exclude = exclude
    }

    /// True for a server with these names: some name is included, and none is excluded.
    func wants(_ names: [String]) -> Bool {
        func matches(_ patterns: [String]) -> Bool {
            patterns.contains { pattern in
                let glob = Glob(pattern)
                return names.contains { glob.matches($0) }
            }
        }
        return (include.isEmpty || matches(include)) && !matches(exclude)
    }

    func apply(to evidence: inout Evidence) {
        guard !include.isEmpty || !exclude.isEmpty else { return }
        let included = include.map(Glob.init)
        let excluded = exclude.map(Glob.init)
        let wanted = evidence.texts.map { text in
            (included.isEmpty || included.contains { $0.matches(text.string) })
                && !excluded.contains { $0.matches(text.string) }
        }
        evidence.rows.removeAll { !wanted[Int($0.server)] }
        evidence.visits.removeAll { !wanted[Int($0.server)] }
        evidence.coverage.removeAll { !wanted[Int($0.server)] }
        evidence.webDevices.removeAll { !wanted[Int($0.server)] }
        evidence.peers.removeAll { !wanted[Int($0.server)] }
        evidence.labelledClients?.removeAll { !wanted[Int($0.server)] }
    }
}
