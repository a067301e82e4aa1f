import AccessModel
import PositionModel

/// When the event log service of a server stood still, told from all its event logs together: one log may say that the
/// service stops, and another be the first to show that it runs again.
struct ServiceStops: Sendable {
    struct Stop: Sendable {
        var days: ClosedRange<Day>
        var kind: CoverageReason.Kind
        var text: String
    }

    private(set) var stops: [Stop] = []

    /// - Parameter logs: the days of each event log of one server.
    init(_ logs: [[Day: LoggedDay]]) {
        var days: [Day: LoggedDay] = [:]
        for (day, logged) in logs.joined() {
            days[day, default: LoggedDay()].seen = (days[day]?.seen).united(with: logged.seen)
            days[day, default: LoggedDay()].stops = (days[day]?.stops).united(with: logged.stops)
            days[day, default: LoggedDay()].stopsFound = (days[day]?.stopsFound).united(with: logged.stopsFound)
        }
        let order = days.keys.filter { days[$0]?.seen != nil }.sorted()
        for (index, day) in order.enumerated() {
            guard let logged = days[day], let seen = logged.seen else { continue }
            if let times = logged.stops {
                let next = order.dropFirst(index + 1).first
                stops.append(Self.stop(times, on: day, seen, next: next.flatMap { days[$0]?.seen?.lowerBound }))
            }
            if let times = logged.stopsFound {
                let before = order[..<index].last
                stops.append(Self.found(times, on: day, seen, before: before.flatMap { days[$0]?.seen?.upperBound }))
            }
        }
    }

    /// - Parameters:
    ///   - times: of the first and the last stop of the day.
    ///   - seen: first and last record of the day.
    ///   - next: first record after the day.
    private static func stop(
        _ times: ClosedRange<Instant>, on day: Day, _ seen: ClosedRange<Instant>, next: Instant?
    ) -> Stop {
        let said = "the event log service stopped \(span(times))"
        if seen.upperBound > times.upperBound {
            return Stop(days: day...day, kind: .stopped, text: said + " and ran again the same day")
        }
        guard let next else { return Stop(days: day...day, kind: .stopped, text: said + "; no record follows") }
        return Stop(days: day...max(day, Day(next)), kind: .stopped, text: said + "; next record \(next.text)")
    }

    private static func found(
        _ times: ClosedRange<Instant>, on day: Day, _ seen: ClosedRange<Instant>, before: Instant?
    ) -> Stop {
        let said = "the machine had stopped unexpectedly before \(times.lowerBound.text)"
        if seen.lowerBound < times.lowerBound {
            return Stop(days: day...day, kind: .unexpectedStop, text: said + ", after a record of the same day")
        }
        guard let before else {
            return Stop(days: day...day, kind: .unexpectedStop, text: said + "; no record precedes")
        }
        return Stop(
            days: min(day, Day(before))...day, kind: .unexpectedStop, text: said + "; last record \(before.text)")
    }

    /// One time, or the first and the last of several.
    static func span(_ times: ClosedRange<Instant>) -> String {
        times.lowerBound == times.upperBound
            ? "at \(times.lowerBound.text)" : "at \(times.lowerBound.text) and up to \(times.upperBound.text)"
    }
}
