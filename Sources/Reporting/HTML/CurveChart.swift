import AccessModel
import PositionModel

/// How users and devices accumulate over the window, as two lines of steps. The figures also stand in the table beside it.
struct CurveChart {
    /// Unique id, given to the title of the drawing.
    var id: String
    var title: String
    var days: [EvidenceOverTime.DayCount]
    var first: Day
    var last: Day

    // The drawing is as many units high as the figures are scaled to; its width is stretched.
    private static let height = 100
    private static let width = 1000
    /// Days drawn for themselves: of a longer window several share a place.
    private static let mostPlaces = 400

    var markup: Markup {
        let top = max(1, days.last.map { max($0.users, $0.devices) } ?? 1)
        return """
            <figure class="chart">
            <div class="legend"><span><span class="key line"></span>Users so far, \(days.last?.users ?? 0) at the end</span> \
            <span><span class="key line other"></span>Devices so far, \(days.last?.devices ?? 0) at the end</span></div>
            <svg xmlns="http://www.w3.org/2000/svg" class="curves" viewBox="0 -3 \(plain: CurveChart.width) 106" \
            preserveAspectRatio="none" role="img" aria-labelledby="\(id)">
            <title id="\(id)">\(title)</title>
            \(curve(\.devices, top: top, style: "curve other"))\(curve(\.users, top: top, style: "curve"))</svg>
            <div class="ends"><span>\(first.text)</span> <span>\(last.text)</span></div>
            </figure>

            """
    }

    private var length: Int { Int(last.number) - Int(first.number) + 1 }

    private func curve(_ figure: (EvidenceOverTime.DayCount) -> Int, top: Int, style: Markup) -> Markup {
        var path: Markup = "M0 \(plain: CurveChart.height)"
        var at = (x: -1, value: 0)
        let places = min(length, CurveChart.mostPlaces)
        for count in days {
            guard let day = Day(text: count.day) else { continue }
            let place = (Int(day.number) - Int(first.number)) * places / length
            let x = place * CurveChart.width / places
            let value = figure(count)
            guard value != at.value else { continue }
            at = (x, value)
            let y = CurveChart.height - Int(Double(value) / Double(top) * Double(CurveChart.height))
            path += "H\(plain: x)V\(plain: y)"
        }
        return "<path class=\"\(style)\" d=\"\(path)H\(plain: CurveChart.width)\" />"
    }
}
