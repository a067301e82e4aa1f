import AccessModel

@testable import Identity

extension ResolvedRows {
    /// Rows resolved by hand, with the numbers of the evidence they are of: rows of one facet must be on one server, and those
    /// of one recorded account one person's.
    init(_ rows: [ResolvedRow], of evidence: EvidenceRows) {
        precondition(rows.count == evidence.count)
        var places = [Place?](repeating: nil, count: evidence.facets.count)
        var people = [Person?](repeating: nil, count: evidence.accounts.count)
        for (position, row) in rows.enumerated() {
            let place = Place(server: row.server, standing: row.standing)
            let person = Person(account: row.account, user: row.user)
            let (facet, account) = (evidence.facet(of: position), evidence.account(of: position))
            precondition((places[facet] ?? place) == place && (people[account] ?? person) == person)
            (places[facet], people[account]) = (place, person)
        }
        self.init(evidence, places: places.compactMap { $0 })
        for (number, person) in people.enumerated() {
            if let account = person?.account.value {
                setPerson(ofAccount: number, account: account, user: person?.user.value)
            }
        }
        for (position, row) in rows.enumerated() {
            if let device = row.device {
                setDevice(device, at: position)
            } else {
                setRule(row.clientRuleCode, at: position)
            }
        }
    }
}
