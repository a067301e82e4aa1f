import AccessModel
import Identity

/// On which days each user was seen on a server.
struct UserDays: Sendable {
    /// By server and user, indices of the identities.
    private var days: [Int: [Int: Set<Day>]] = [:]

    init(_ study: Study) {
        for (row, resolved) in zip(study.evidence.rows, study.identities.rows)
        where row.outcome == .success && resolved.standing == .access && !study.identities.isAnonymous(resolved) {
            guard let user = resolved.user else { continue }
            days[resolved.server, default: [:]][user, default: []].insert(row.day)
        }
    }

    /// The users of a server, and how rare they are.
    /// - Parameter logged: days with records of the server.
    func unseen(on server: Int, logged: Int) -> UnseenUsers {
        let counts = (days[server] ?? [:]).values.map(\.count)
        return UnseenUsers(
            seen: counts.count, onOneDay: counts.count { $0 == 1 }, onTwoDays: counts.count { $0 == 2 }, days: logged)
    }

    /// Days on which a server showed users for the first time, with how many, rising.
    func arrivals(on server: Int) -> [(day: Day, users: Int)] {
        var first: [Day: Int] = [:]
        for seen in (days[server] ?? [:]).values {
            if let day = seen.min() { first[day, default: 0] += 1 }
        }
        return first.sorted { $0.key < $1.key }.map { (day: $0.key, users: $0.value) }
    }
}
