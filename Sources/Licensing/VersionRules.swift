public import AccessModel

/// A date known to the day or only to the month.
struct AvailabilityDate: Sendable {
    /// The day, or the last day of the month.
    let lastDay: Day
    let firstDay: Day

    /// Reads `YYYY-MM` or `YYYY-MM-DD`.
    init?(_ text: String) {
        if let day = Day(text: text) {
            (firstDay, lastDay) = (day, day)
            return
        }
        guard let first = Day(text: text + "-01") else { return nil }
        let next = first.advanced(by: 31).civil
        guard let following = Day(year: next.year, month: next.month, day: 1) else { return nil }
        (firstDay, lastDay) = (first, following.advanced(by: -1))
    }
}

/// The version a licence counts as, after Software Assurance.
public struct EffectiveVersion: Sendable, Hashable {
    /// Version id; nil where nothing says which.
    public var version: String?
    /// True where Software Assurance or the subscription runs on the day asked for.
    public var isCurrent: Bool
    /// True where a catalogue date known only to the month decides, and it could have come out otherwise.
    public var isOpen: Bool
    /// Why, in words.
    public var why: String
}

extension Catalogue.Product {
    /// The version with this id.
    public func version(_ id: String) -> Catalogue.Version? { versions.first { $0.id == id } }

    /// Rank of the oldest licence that serves a server version.
    public func requiredRank(_ serverVersion: Catalogue.Version) -> Int {
        version(serverVersion.calMinimum)?.rank ?? serverVersion.rank
    }

    /// The version a text means: `2012 R2`, `SE`, `Windows Server 2019 Standard`, `10.0.17763`.
    public func version(named text: String) -> Catalogue.Version? {
        let words = LedgerName.words(text)
        let key = words.joined()
        guard !key.isEmpty else { return nil }
        func find(_ key: String) -> Catalogue.Version? {
            versions.first {
                LedgerName.key($0.id) == key || ($0.synonyms ?? []).contains { LedgerName.key($0) == key }
            }
        }
        if let exact = find(key) { return exact }
        // A longer build number (10.0.17763.1, or "10.0 (17763)") begins with the one the catalogue holds.
        let build = words.prefix { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }.prefix(3)
        if build.count == 3, let found = find(build.joined()) { return found }
        let year = LedgerName.splitVersion(words).version
        return year.isEmpty ? nil : find(year)
    }

    /// True where a licence of one version serves a server of another: same or newer, R2 carried over.
    public func serves(cal: Catalogue.Version, server: Catalogue.Version) -> Bool {
        cal.rank >= requiredRank(server)
    }

    /// The version as licences are sold: 2012 for a ledger's "2012 R2".
    public func issued(_ version: Catalogue.Version) -> Catalogue.Version {
        version.calIssued ? version : self.version(version.calMinimum) ?? version
    }

    /// The newest version available by a day; a date known to the month means its last day.
    ///
    /// `possible` is a version that came out in the very month of `day`, so that it could be that one.
    public func newest(availableBy day: Day) -> (version: Catalogue.Version?, possible: Catalogue.Version?) {
        var newest: Catalogue.Version?
        var possible: Catalogue.Version?
        for version in versions {
            guard let date = AvailabilityDate(version.available) else { continue }
            if date.lastDay <= day {
                newest = version
            } else if date.firstDay <= day {
                possible = version
            }
        }
        return (newest, possible)
    }

    /// The version a licence counts as: newest one available while Software Assurance ran, never below the one bought.
    ///
    /// - Parameters:
    ///   - bought: version bought, nil for suites and subscriptions.
    ///   - isSubscription: counts only while it runs.
    ///   - assuranceEnd: last day of Software Assurance or of the subscription, nil for none.
    public func effectiveVersion(
        bought: Catalogue.Version?, isSubscription: Bool, assuranceEnd: Day?, asOf: Day
    ) -> EffectiveVersion {
        guard let end = assuranceEnd else {
            if isSubscription {
                return EffectiveVersion(
                    version: newest(availableBy: asOf).version.map { issued($0).id }, isCurrent: true, isOpen: true,
                    why: "subscription without a last day: taken as running")
            }
            return EffectiveVersion(
                version: bought.map { issued($0).id }, isCurrent: false, isOpen: bought == nil,
                why: bought == nil ? "neither version nor Software Assurance given" : "version bought")
        }
        if isSubscription, end < asOf {
            return EffectiveVersion(
                version: nil, isCurrent: false, isOpen: false, why: "subscription ended \(end.text)")
        }
        let isCurrent = end >= asOf
        let reached = newest(availableBy: min(end, asOf))
        var version = reached.version
        if let bought, (version?.rank ?? Int.min) < bought.rank { version = bought }
        let sold = version.map { issued($0) }
        let maybe = reached.possible.map { issued($0) }
        return EffectiveVersion(
            version: sold?.id, isCurrent: isCurrent, isOpen: (maybe?.rank ?? Int.min) > (sold?.rank ?? Int.min),
            why: isCurrent ? "under Software Assurance until \(end.text)" : "Software Assurance ended \(end.text)")
    }

    /// True where a list of version ids holds this one; `*` holds all.
    public static func holds(_ versions: [String], _ id: String?) -> Bool {
        versions.contains { $0 == "*" || $0 == id }
    }
}
