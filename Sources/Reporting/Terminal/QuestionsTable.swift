public import PositionModel

/// What `questions` prints on a terminal.
public enum QuestionsTable {
    public static func text(_ register: DecisionRegister, style: TerminalStyle = TerminalStyle()) -> String {
        var result = ""
        if register.questions.isEmpty {
            result += "No question is open.\n"
        } else {
            var table = TextTable(columns: [
                .path("question"), .path("about"), .number("low"), .number("high"), .word("unit"), .text("proposed"),
                .text("answers accepted"),
            ])
            for question in register.questions {
                let effect = RegisterEffect(question)
                table.append([
                    question.id, question.subject, number(effect.low, style), number(effect.high, style), effect.unit,
                    question.proposed, question.accepted.joined(separator: ", "),
                ])
            }
            result += table.text(style)
        }
        guard !register.answers.isEmpty else { return result }
        var table = TextTable(columns: [
            .path("answered"), .path("about"), .text("answer"), .text("by"), .word("on"), .text("proof"),
        ])
        for answer in register.answers {
            table.append([answer.id, answer.subject, answer.answer, answer.name, answer.date, answer.proof])
        }
        return result + "\n" + table.text(style)
    }

    private static func number(_ figure: Figure, _ style: TerminalStyle) -> String {
        figure.value.map { NumberText.signed($0, minus: style.minus) } ?? "n/d"
    }
}
