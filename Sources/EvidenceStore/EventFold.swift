/// Folds the copies of one event to the one that counts.
struct EventFold {
    /// A copy and what its rows say.
    struct Candidate {
        var copy: EventCopy
        var classes: RowClasses
    }

    /// The best copy so far.
    private(set) var winner: Candidate
    /// True once two copies say something different.
    private(set) var differs = false
    /// Rows of lost copies that say what the winner's do.
    private(set) var equalRows = Set<EventRowPlace>()

    init(_ first: Candidate) { winner = first }

    /// Adds a copy; the worse of the two is lost.
    mutating func add(_ other: Candidate, isPreferred: Bool, _ losses: inout EventLosses) throws {
        let loser = isPreferred ? winner : other
        if isPreferred { winner = other }
        try losses.remove(loser.copy)
        guard loser.classes != winner.classes else {
            equalRows.formUnion(loser.copy.places)
            return
        }
        differs = true
        losses.change(loser.copy.places)
        // What equalled the last winner loses to another row now.
        if isPreferred {
            losses.change(equalRows)
            equalRows.removeAll(keepingCapacity: true)
        }
    }
}
