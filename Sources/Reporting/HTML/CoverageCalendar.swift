import AccessModel
import PositionModel

/// What each day of the window is for one log, drawn as a strip of days.
///
/// The position holds counts and spans of days, not days. They are laid out again here, and where the result does not have the
/// counts of the position, there is no calendar.
struct CoverageCalendar {
    enum Mark: Int { case covered, partial, cleared, none }

    /// Days alike, one behind the other.
    struct Run: Equatable {
        var mark: Mark
        var start: Int
        var length: Int
    }

    private(set) var days: Int
    private(set) var runs: [Run] = []

    /// Longer windows than ten years are not drawn.
    static let mostDays = 3660

    init?(_ row: CoverageSummary, window: PositionWindow) {
        guard let first = Day(text: window.from), let last = Day(text: window.to), first <= last,
            Int(last.number) - Int(first.number) < CoverageCalendar.mostDays
        else { return nil }
        days = Int(last.number) - Int(first.number) + 1
        var marks = Array(repeating: Mark.covered, count: days)
        func put(_ mark: Mark, from: String, to: String) {
            guard let from = Day(text: from), let to = Day(text: to) else { return }
            let start = max(Int(from.number) - Int(first.number), 0)
            let end = min(Int(to.number) - Int(first.number), marks.count - 1)
            guard start <= end else { return }
            for day in start...end where mark.rawValue > marks[day].rawValue { marks[day] = mark }
        }
        for gap in row.gaps {
            // `2026-09-03..2026-09-05`
            put(.none, from: String(gap.prefix(10)), to: String(gap.suffix(10)))
        }
        for reason in row.reasons {
            switch reason.kind {
            case .noRecord, .noLine: put(.none, from: reason.from, to: reason.to)
            case .cleared: put(.cleared, from: reason.from, to: reason.to)
            default: put(.partial, from: reason.from, to: reason.to)
            }
        }
        let counts = marks.reduce(into: [0, 0, 0, 0]) { $0[$1.rawValue] += 1 }
        guard counts == [row.covered, row.partial, row.cleared, row.none] else { return nil }
        for (day, mark) in marks.enumerated() {
            if runs.last?.mark == mark {
                runs[runs.count - 1].length += 1
            } else {
                runs.append(Run(mark: mark, start: day, length: 1))
            }
        }
    }

    /// Units of the drawing: a day is four wide, so that its borders stay whole numbers.
    private static let dayWidth = 4

    /// The figures stand in the same row of the table, so the drawing is hidden from those who hear it.
    var markup: Markup {
        let shapes = runs.map { run -> Markup in
            let (style, top, height): (Markup, Int, Int) =
                switch run.mark {
                case .covered: ("added", 0, 10)
                case .partial: ("taken", 4, 6)
                case .cleared: ("cleared", 0, 10)
                case .none: ("none", 8, 2)
                }
            return "<rect class=\"\(style)\" x=\"\(plain: run.start * CoverageCalendar.dayWidth)\" y=\"\(plain: top)\" "
                + "width=\"\(plain: run.length * CoverageCalendar.dayWidth)\" height=\"\(plain: height)\" />"
        }.joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="days" \
            viewBox="0 0 \(plain: days * CoverageCalendar.dayWidth) 10" preserveAspectRatio="none" \
            aria-hidden="true">\(shapes)</svg>
            """
    }

    /// What the shapes of a calendar stand for, in words beside each.
    static let legend: Markup = """
        <p class="legend"><span><svg xmlns="http://www.w3.org/2000/svg" class="key" viewBox="0 0 10 10" aria-hidden="true">\
        <rect class="added" x="0" y="0" width="10" height="10" /></svg>covered</span>
        <span><svg xmlns="http://www.w3.org/2000/svg" class="key" viewBox="0 0 10 10" aria-hidden="true">\
        <rect class="taken" x="0" y="4" width="10" height="6" /></svg>partial</span>
        <span><svg xmlns="http://www.w3.org/2000/svg" class="key" viewBox="0 0 10 10" aria-hidden="true">\
        <rect class="cleared" x="0" y="0" width="10" height="10" /></svg>cleared</span>
        <span><svg xmlns="http://www.w3.org/2000/svg" class="key" viewBox="0 0 10 10" aria-hidden="true">\
        <rect class="none" x="0" y="8" width="10" height="2" /></svg>no record</span></p>

        """
}
