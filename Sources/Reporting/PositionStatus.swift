public import PositionModel

/// What a delta says, in the only three words used for it. None of them says that an organisation complies: a count
/// of evidence cannot.
public enum PositionStatus: String, Sendable, Hashable, CaseIterable {
    case short = "short"
    case coveredByCount = "covered by the count"
    case notDeterminable = "not determinable"

    public init(delta: Figure) {
        switch delta.value {
        case .some(let value) where value < 0: self = .short
        case .some: self = .coveredByCount
        case .none: self = .notDeterminable
        }
    }
}
