import AccessModel
import Identity
import PositionModel

/// Where the access groups of a product and the evidence part: users seen without a right, and rights nobody was seen using.
struct RightsGap: Sendable {
    /// Counted users of the directory who reached one of the product's servers and are in none of its groups: indices into
    /// `Identities.users`, ascending.
    let seenWithoutRight: [Int]
    /// Counted users who are in a group and were not seen.
    let rightWithoutEvidence: [Int]

    /// - Parameter hasRight: per directory account.
    init(_ population: Population, hasRight: [Bool], access: ProductAccess, study: Study) {
        let users = study.identities.users
        func mayReach(_ user: Int) -> Bool { users[user].directoryAccounts.contains { hasRight[$0] } }
        // Whom the directory does not know, no group of it can hold; programs and outsiders are counted elsewhere.
        seenWithoutRight = population.users.filter {
            access.directUsers.contains($0) && !users[$0].directoryAccounts.isEmpty && !mayReach($0)
        }
        rightWithoutEvidence = population.users.filter { access.userRanks[$0] == nil && mayReach($0) }
    }
}
