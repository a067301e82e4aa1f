import AccessModel

/// A line of entitlements.csv as it was written, and what it counts as.
public struct EntitlementLine: Sendable, Hashable, Codable {
    /// One licence the line holds: a suite holds several.
    public struct Count: Sendable, Hashable, Codable {
        /// Catalogue id.
        public var licence: String
        public var flavour: Flavour
        /// Version it counts as, after Software Assurance; empty where not known.
        public var version: String
        /// Sure to count, and what an open question may add.
        public var quantity: Int
        public var possible: Int

        public init(licence: String, flavour: Flavour, version: String, quantity: Int, possible: Int) {
            self.licence = licence
            self.flavour = flavour
            self.version = version
            self.quantity = quantity
            self.possible = possible
        }
    }

    public var line: Int
    /// As written, all of them.
    public var licence: String
    public var quantity: Int
    public var flavour: String
    public var version: String
    public var term: String
    public var saEnd: String
    public var agreement: String
    public var signed: String
    public var source: String
    public var assignedTo: String
    public var note: String
    /// Empty where the line counts for nothing, and then `why` says so.
    public var counts: [Count]
    public var why: String

    public init(_ entry: EntitlementEntry, counts: [Count], why: String) {
        line = entry.line
        licence = entry.licence
        quantity = entry.quantity
        flavour = entry.flavour?.rawValue ?? ""
        version = entry.version
        term = entry.term
        saEnd = entry.softwareAssuranceEnd?.text ?? ""
        agreement = entry.agreement
        signed = entry.signed?.text ?? ""
        source = entry.source
        assignedTo = entry.assignedTo
        note = entry.note
        self.counts = counts
        self.why = why
    }
}
