public import AccessModel
public import PositionModel

/// Which days an estate's settings ask for.
public enum WindowChoice {
    /// The days to look at; nil for all the store has.
    ///
    /// `as_of` is the settings' own, else the last day with evidence (never the clock). `days: N` are the N UTC days
    /// ending with `as_of`; `from` and `to` win over it; `as_of` alone leaves out what came after it.
    ///
    /// - Parameter lastDay: asked for only where the answer depends on it: a store has to be read for it.
    public static func window<Failure: Error>(
        settings: EstateSettings, lastDay: () throws(Failure) -> Day?
    ) throws(Failure) -> ClosedRange<Day>? {
        if settings.from == nil, settings.to == nil, settings.windowDays == nil, settings.asOf == nil { return nil }
        let asOf = if let asOf = settings.asOf { asOf } else { try lastDay() }
        if settings.from != nil || settings.to != nil {
            guard let to = settings.to ?? asOf else { return nil }
            let from = settings.from ?? earliest
            return from <= to ? from...to : nil
        }
        guard let asOf else { return nil }
        if let days = settings.windowDays { return asOf.advanced(by: 1 - max(1, days))...asOf }
        return settings.asOf == nil || asOf < earliest ? nil : earliest...asOf
    }

    /// The same where the last day is known.
    public static func window(settings: EstateSettings, lastDay: Day?) -> ClosedRange<Day>? {
        window(settings: settings) { lastDay }
    }

    /// No record is older: what has no usable time is rejected when it is read.
    static let earliest = Day(Instant.earliestUsable)
}
