public import PositionModel

/// What `questions` prints as CSV: the decision register, to be filled in and read again.
///
/// | column | content |
/// |---|---|
/// | `id`, `product`, `subject`, `question` | what is asked, of whom or what |
/// | `proposed`, `why` | the answer that changes least, and why |
/// | `low`, `high`, `unit` | how far the figure moves at most; empty where not determinable |
/// | `answers_accepted` | separated by ` \| `; `<...>` stands for a value of that sort |
/// | `answer`, `name`, `date`, `proof` | empty, to be filled in; filled for questions that were answered |
/// | `reason`, `evidence` | why `low` or `high` is empty, and what the question rests on |
///
/// Names are written so that the reader of the answers finds the very same ones: `RegisterCell`.
public enum QuestionsCSV {
    static let header = [
        "id", "product", "subject", "question", "proposed", "why", "low", "high", "unit", "answers_accepted", "answer",
        "name", "date", "proof", "reason", "evidence",
    ]

    /// - Parameter dialect: `spreadsheet` for a file, `pipe` for standard output.
    public static func text(_ register: DecisionRegister, _ dialect: CSVText.Dialect) -> String {
        var csv = CSVText(dialect, header: header)
        for question in register.questions {
            let effect = RegisterEffect(question)
            csv.append([
                name(question.id), .text(question.product), name(question.subject), .text(question.question),
                name(question.proposed), .text(question.why), .number(effect.low.value), .number(effect.high.value),
                .text(effect.unit), .text(question.accepted.joined(separator: " | ")), .empty, .empty, .empty, .empty,
                .text(effect.reason), .text("\(question.statement) \(question.evidence)"),
            ])
        }
        for answer in register.answers {
            csv.append([
                name(answer.id), .text(answer.product), name(answer.subject), .text(answer.question), .empty,
                .text(answer.effect), .empty, .empty, .empty, .empty, name(answer.answer), name(answer.name),
                .text(answer.date), name(answer.proof), .text("answered"),
            ])
        }
        return csv.text
    }

    private static func name(_ text: String) -> CSVText.Cell { .text(RegisterCell.written(text)) }
}
