import AccessModel
import Identity

/// On how many days users were seen on each server, and when they came first.
struct UserDays: Sendable {
    private struct Counts: Sendable {
        var all = 0
        var onOneDay = 0
        var onTwoDays = 0
        /// Users by the first day on which each was seen.
        var arrivals: [Day: Int] = [:]
    }

    /// By server, an index of the identities.
    private var counts: [Int: Counts] = [:]

    /// What is known of a user on the server looked at.
    private struct Seen {
        /// The server last seen on; -1 for none yet.
        var server: Int32 = -1
        var first = Day(number: 0)
        /// The day met first, the other one where there is one, and whether there are more.
        var one = Day(number: 0)
        var other: Day?
        var isMore = false

        mutating func see(_ day: Day) {
            first = min(first, day)
            if day == one { return }
            guard let other else {
                other = day
                return
            }
            isMore = isMore || day != other
        }
    }

    init(_ study: Study) {
        let (rows, resolved) = (study.evidence.rows, study.identities.rows)
        let (anonymous, isAccess) = (study.identities.anonymousAccounts, study.areAccess)
        let places = RowsByServer(study.identities)
        var seen = [Seen](repeating: Seen(), count: study.identities.users.count)
        var users: [Int] = []
        for server in places.servers {
            users.removeAll(keepingCapacity: true)
            places.forEach(of: server) { position in
                guard isAccess[rows.facet(of: position)], let user = resolved.user(of: position),
                    !(resolved.account(of: position).map { anonymous[$0] } ?? false)
                else { return }
                let day = rows.day(of: position)
                if seen[user].server == Int32(server) {
                    seen[user].see(day)
                } else {
                    seen[user] = Seen(server: Int32(server), first: day, one: day)
                    users.append(user)
                }
            }
            if users.isEmpty { continue }
            var count = Counts(all: users.count)
            for user in users {
                if seen[user].other == nil {
                    count.onOneDay += 1
                } else if !seen[user].isMore {
                    count.onTwoDays += 1
                }
                count.arrivals[seen[user].first, default: 0] += 1
            }
            counts[server] = count
        }
    }

    /// The users of a server, and how rare they are.
    /// - Parameter logged: days with records of the server.
    func unseen(on server: Int, logged: Int) -> UnseenUsers {
        let count = counts[server] ?? Counts()
        return UnseenUsers(
            seen: count.all, onOneDay: count.onOneDay, onTwoDays: count.onTwoDays, days: logged)
    }

    /// Users of a server seen on one day only, and all.
    func fragile(on server: Int) -> (once: Int, all: Int) {
        let count = counts[server] ?? Counts()
        return (count.onOneDay, count.all)
    }

    /// Days on which a server showed users for the first time, with how many, rising.
    func arrivals(on server: Int) -> [(day: Day, users: Int)] {
        (counts[server]?.arrivals ?? [:]).sorted { $0.key < $1.key }.map { (day: $0.key, users: $0.value) }
    }
}
