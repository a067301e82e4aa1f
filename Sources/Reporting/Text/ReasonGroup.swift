import AccessModel
import PositionModel

/// Figures that are not determinable for the same reason, so that the reason is read once.
struct ReasonGroup {
    /// Names of the figures, for people: `anonymous visitors, cal cost`.
    var figures: String
    var reason: String

    /// In order of first appearance.
    static func groups(_ reasons: [Reason]) -> [ReasonGroup] {
        var groups: [ReasonGroup] = []
        var places: [ExactText: Int] = [:]
        for reason in reasons {
            let figure = reason.key.split(separator: "_").joined(separator: " ")
            if let place = places[ExactText(reason.reason)] {
                groups[place].figures += ", " + figure
            } else {
                places[ExactText(reason.reason)] = groups.count
                groups.append(ReasonGroup(figures: figure, reason: reason.reason))
            }
        }
        return groups
    }
}
