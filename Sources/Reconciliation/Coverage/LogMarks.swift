import AccessModel
import PositionModel

/// What the days of one log are, and why.
struct LogMarks: Sendable {
    private(set) var marks: [Day: CoverageGrid.Mark] = [:]
    private(set) var reasons: [CoverageReason] = []

    private let window: ClosedRange<Day>
    private let source: EvidenceSource
    private let days: [Day: LoggedDay]
    /// Reasons with their first and last day, to be ordered by these.
    private var found: [(days: ClosedRange<Day>, kind: CoverageReason.Kind, text: String)] = []

    /// - Parameters:
    ///   - days: inside the window.
    ///   - gaps: record ids that are missing.
    ///   - breaks: where ids fall without a clearing.
    ///   - stops: of the server.
    init(
        _ days: [Day: LoggedDay], source: EvidenceSource, window: ClosedRange<Day>, gaps: [RecordIDChain.Gap],
        breaks: [RecordIDChain.Break], stops: [ServiceStops.Stop]
    ) {
        (self.days, self.source, self.window) = (days, source, window)
        for (day, logged) in days { mark(day, logged) }
        for gap in gaps {
            let days = Day(gap.after)...Day(gap.before)
            weaken(
                days, .missingIDs,
                "\(gap.count) record id\(gap.count == 1 ? "" : "s") missing between \(gap.after.text) and \(gap.before.text)"
            )
        }
        for found in breaks {
            let times =
                "between \(found.after.text) (id \(found.lastID)) and \(found.before.text) (id \(found.firstID))"
            weaken(
                Day(found.after)...Day(found.before), found.isRenewal ? .beganAnew : .idsFall,
                found.isRenewal
                    ? "record ids begin again \(times), and no clearing is recorded: the log was made anew, or another "
                        + "machine has this name"
                    : "record ids fall \(times), and no clearing is recorded: a clock was set back, another machine has "
                        + "this name, or another log whose beginning is not here")
        }
        for stop in stops { weaken(stop.days, stop.kind, stop.text) }
        addSilence()
        reasons = ordered()
    }

    /// Days without a record, as runs.
    var silence: [ClosedRange<Day>] {
        var runs: [ClosedRange<Day>] = []
        var next = window.lowerBound
        func close(before day: Day) {
            if next < day { runs.append(next...day.advanced(by: -1)) }
        }
        for day in marks.keys.sorted() {
            close(before: day)
            next = day.advanced(by: 1)
        }
        close(before: window.upperBound.advanced(by: 1))
        return runs
    }

    private mutating func mark(_ day: Day, _ logged: LoggedDay) {
        if logged.isCleared {
            let times = logged.clearings.map { " " + ServiceStops.span($0) } ?? ""
            found.append((day...day, .cleared, "the log was cleared\(times)"))
        }
        if logged.isLost {
            found.append((day...day, .recordsLost, "the log says that records were lost (1101, 1104 or 1108)"))
        }
        guard logged.records > 0 || logged.isCleared else { return }
        marks[day] = logged.isCleared ? .cleared : logged.isInterrupted || logged.isLost ? .partial : .covered
    }

    /// Days that have records, but not all of them.
    private mutating func weaken(_ span: ClosedRange<Day>, _ kind: CoverageReason.Kind, _ text: String) {
        guard span.overlaps(window) else { return }
        found.append((span.clamped(to: window), kind, text))
        let span = span.clamped(to: window)
        for number in span.lowerBound.number...span.upperBound.number {
            let day = Day(number: number)
            if let mark = marks[day] { marks[day] = max(mark, .partial) }
        }
    }

    private mutating func addSilence() {
        let what = source == .web ? "line" : "record"
        let kind: CoverageReason.Kind = source == .web ? .noLine : .noRecord
        let seen = days.keys.filter { days[$0]?.seen != nil }.sorted()
        var next = 0
        for run in silence {
            while next < seen.count, seen[next] < run.lowerBound { next += 1 }
            let before = next > 0 ? days[seen[next - 1]]?.seen?.upperBound.text : nil
            let after = next < seen.count ? days[seen[next]]?.seen?.lowerBound.text : nil
            let text =
                switch (before, after) {
                case (let before?, let after?): "no \(what) between \(before) and \(after)"
                case (let before?, nil): "no \(what) after \(before)"
                case (nil, let after?): "no \(what) before \(after)"
                case (nil, nil): "no \(what)"
                }
            found.append((run, kind, text))
        }
    }

    private func ordered() -> [CoverageReason] {
        let order = CoverageReason.Kind.allCases
        return found.sorted { a, b in
            if a.days.lowerBound != b.days.lowerBound { return a.days.lowerBound < b.days.lowerBound }
            if a.days.upperBound != b.days.upperBound { return a.days.upperBound < b.days.upperBound }
            if a.kind != b.kind { return order.firstIndex(of: a.kind) ?? 0 < order.firstIndex(of: b.kind) ?? 0 }
            return a.text.isByteOrdered(before: b.text)
        }.map {
            CoverageReason(from: $0.days.lowerBound.text, to: $0.days.upperBound.text, kind: $0.kind, text: $0.text)
        }
    }
}
