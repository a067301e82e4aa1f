import AccessModel
import PositionModel

/// Whether the dates of a file are written day/month or month/day.
///
/// One shell wrote the whole file, so one date that can be read in only one way decides for all of them. Where none does,
/// month/day is assumed: the order of the United States and of .NET's invariant culture.
struct DateOrder: Sendable {
    private struct Seen: Sendable {
        let order: DateText.Order?
        let line: Int
        let text: String
    }

    private let file: String
    private var proof: Seen?
    private var ambiguous: Seen?

    init(file: String) { self.file = file }

    /// - Throws: where the file holds dates that prove both orders.
    mutating func observe(_ date: DateText, text: String, line: Int) throws(EstateError) {
        if ambiguous == nil, date.isAmbiguous { ambiguous = Seen(order: nil, line: line, text: text) }
        guard let order = date.provenOrder else { return }
        guard let proof else {
            proof = Seen(order: order, line: line, text: text)
            return
        }
        if proof.order != order {
            throw EstateError(
                file: file, line: line,
                problem: "\(shown(text)) and \(shown(proof.text)) on line \(proof.line) cannot both be right: one is "
                    + "day/month, the other month/day",
                remedy: "A spreadsheet may have rewritten part of the dates: export the directory again")
        }
    }

    /// True where dates were read as month/day before the file proved the other order: it is to be read again.
    var provesDayFirst: Bool { proof?.order == .dayFirst && ambiguous != nil }

    /// Told where the order had to be assumed.
    var notices: [EstateNotice] {
        guard proof == nil, let ambiguous else { return [] }
        return [
            EstateNotice(
                file: file, line: ambiguous.line,
                message: "dates like \(shown(ambiguous.text)) may be day/month; no date of the file decides, so they "
                    + "are read as month/day")
        ]
    }
}
