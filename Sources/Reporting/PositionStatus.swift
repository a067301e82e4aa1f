public import PositionModel

/// What a delta says, in the only words used for it. None of them says that an organisation complies: a count
/// of evidence cannot.
public enum PositionStatus: String, Sendable, Hashable, CaseIterable {
    case short = "short"
    case coveredByCount = "covered by the count"
    case noCALNeeded = "no CAL needed"
    case notDeterminable = "not determinable"

    public init(delta: Figure) {
        switch delta.value {
        case .some(let value) where value < 0: self = .short
        case .some: self = .coveredByCount
        case .none: self = .notDeterminable
        }
    }

    /// Status of a row of `products`. A requirement of 0 has a reason where it is the licence model that asks for none:
    /// then nothing was covered.
    public init(_ product: ProductPosition) {
        let isFree = product.requirement.value == 0 && product.reasons.contains { $0.key == "requirement" }
        self = isFree ? .noCALNeeded : PositionStatus(delta: product.delta)
    }
}
