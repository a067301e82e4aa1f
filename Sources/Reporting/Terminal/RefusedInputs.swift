public import AccessModel

/// The inputs of which nothing counts because their records were rejected, each with the reason of the first; empty where
/// there are none.
public enum RefusedInputs {
    /// Inputs named; a folder of a thousand logs in one wrong format says the same a thousand times.
    static let most = 10

    public static func text(_ inputs: [InputSummary], style: TerminalStyle = TerminalStyle()) -> String {
        // Of a log whose records are ignored by name, the odd rejected one is not why nothing counts.
        let refused = inputs.filter { $0.firstRejection != nil && $0.rejected > $0.ignored }
        let lines = refused.prefix(most).compactMap { input in
            input.firstRejection.map { first in
                style.paragraph(
                    "nothing counts: \(input.location.display) (\(input.format.rawValue)): "
                        + "\(Wording.count(Int(clamping: input.rejected), "record", "records")) rejected; the first, "
                        + "record \(first.record): \(first.reason.rawValue): \(first.detail)",
                    indent: "  ", hanging: "    ")
            }
        }
        let more = refused.count - lines.count
        return lines.joined()
            + (more > 0
                ? "  and \(Wording.count(more, "more input", "more inputs")) of which nothing counts: --rejects FILE\n"
                : "")
    }
}
