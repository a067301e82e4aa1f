import AccessModel
import Licensing
import PositionModel

/// When the evidenced users and devices of a product were first and last seen.
enum SeenOverTime {
    /// Nil where there is no window: nothing was ever seen.
    static func evidence(of requirement: ProductRequirement, window: ClosedRange<Day>?) -> EvidenceOverTime? {
        guard let window else { return nil }
        let population = requirement.population
        return evidence(
            product: requirement.product.id,
            users: population.evidencedUsers.compactMap { requirement.access.userDays[$0] },
            devices: population.evidencedDevices.compactMap { requirement.access.deviceDays[$0] }, window: window)
    }

    /// - Parameters:
    ///   - users: first and last day of each, within the window.
    ///   - devices: likewise; whoever used them.
    static func evidence(
        product: String, users: [ClosedRange<Day>], devices: [ClosedRange<Day>], window: ClosedRange<Day>
    ) -> EvidenceOverTime {
        let length = Int(window.upperBound.number) - Int(window.lowerBound.number) + 1
        let spans = (EvidenceOverTime.usualSpans.filter { $0 < length } + [length]).map { days in
            let from = window.upperBound.advanced(by: 1 - days)
            let (seenUsers, newUsers) = seen(users, from: from)
            let (seenDevices, newDevices) = seen(devices, from: from)
            return EvidenceOverTime.Span(
                days: days, from: from.text, users: seenUsers, newUsers: newUsers, devices: seenDevices,
                newDevices: newDevices)
        }
        return EvidenceOverTime(product: product, spans: spans, days: days(users: users, devices: devices))
    }

    /// Those seen from a day on, and of them those never seen before it.
    private static func seen(_ spans: [ClosedRange<Day>], from: Day) -> (all: Int, new: Int) {
        (spans.count { $0.upperBound >= from }, spans.count { $0.lowerBound >= from })
    }

    private static func days(
        users: [ClosedRange<Day>], devices: [ClosedRange<Day>]
    ) -> [EvidenceOverTime.DayCount] {
        let firstUsers = counts(users, \.lowerBound)
        let firstDevices = counts(devices, \.lowerBound)
        let lastUsers = counts(users, \.upperBound)
        let lastDevices = counts(devices, \.upperBound)
        let days = Set([firstUsers, firstDevices, lastUsers, lastDevices].flatMap(\.keys))
        var soFar = (users: 0, devices: 0)
        return days.sorted().map { day in
            soFar.users += firstUsers[day] ?? 0
            soFar.devices += firstDevices[day] ?? 0
            return EvidenceOverTime.DayCount(
                day: day.text, newUsers: firstUsers[day] ?? 0, newDevices: firstDevices[day] ?? 0,
                users: soFar.users, devices: soFar.devices, lastUsers: lastUsers[day] ?? 0,
                lastDevices: lastDevices[day] ?? 0)
        }
    }

    private static func counts(_ spans: [ClosedRange<Day>], _ end: KeyPath<ClosedRange<Day>, Day>) -> [Day: Int] {
        spans.reduce(into: [:]) { $0[$1[keyPath: end], default: 0] += 1 }
    }
}
