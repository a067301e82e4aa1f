import PositionModel

/// The effect a row of the register shows: its largest.
struct RegisterEffect {
    var low: Figure
    var high: Figure
    var unit: String
    /// Why a figure is missing, or that nothing moves.
    var reason: String

    init(_ question: OpenQuestion) {
        guard let effect = question.effects.first else {
            (low, high, unit) = (Figure(0), Figure(0), "")
            reason = "no figure of a product rests on it"
            return
        }
        (low, high, unit, reason) = (effect.low, effect.high, effect.unit, effect.reason)
    }
}
