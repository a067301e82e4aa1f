import AccessModel
import PositionModel

/// A question about one line of entitlements.csv.
struct LineQuestion: Sendable {
    let kind: QuestionKind
    let id: String
    let product: String
    /// The licence, the quantity and the holder: lines move when the file is edited, and an answer must not move to another
    /// licence with them.
    let subject: String
    private let line: Int
    /// Further products whose licences the line holds.
    private let others: [String]

    init(_ entry: EntitlementEntry, kind: QuestionKind, id: String, product: String, others: [String] = []) {
        self.others = others
        self.kind = kind
        self.id = id
        self.product = product
        line = entry.line
        let holder = entry.assignedTo.isEmpty ? "" : " for \(entry.assignedTo)"
        subject = "\(entry.quantity) x \(entry.licence)\(holder)"
    }

    /// The word or number answered.
    func answer(_ remarks: inout Remarks) -> String? {
        remarks.answer(kind, id, product: product, subject: subject)?.answer
    }

    /// - Parameters:
    ///   - low: change of the usable licences at worst.
    ///   - high: the same at best.
    func asked(
        statement: String, effect: String, low: Int = 0, high: Int, flavour: String, proposed: String = "none",
        versions: [String] = []
    ) -> AskedQuestion {
        AskedQuestion(
            kind: kind, id: id, product: product,
            subjects: [
                .init(
                    name: subject,
                    effects: ([product] + others).map {
                        QuestionEffect(
                            product: $0, flavour: flavour, figure: "usable", unit: "licences", low: low, high: high)
                    })
            ],
            statement: statement, effect: effect, evidence: "entitlements.csv line \(line)", proposed: proposed,
            why: "what the figures take for granted, until a document shows more", versions: versions)
    }
}
