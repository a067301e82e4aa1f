import PositionModel

/// The decision register: what nobody has decided, and what somebody has, by name.
struct QuestionsSection {
    var questions: [OpenQuestion]
    var answers: [AnsweredQuestion]
    var context: ReportContext

    static func shown(_ questions: [OpenQuestion]) -> ArraySlice<OpenQuestion> {
        questions.prefix(ListLimit.questions)
    }

    func markup(_ anchors: inout Anchors) -> Markup {
        """
        <section id="questions" aria-labelledby="questions-title">
        <h2 id="questions-title">Questions and answers</h2>
        \(questions.isEmpty ? "<p>No question is open.</p>\n" : open(&anchors))\
        \(answers.isEmpty ? "<p>No answer was given.</p>\n" : decided)</section>

        """
    }

    private func open(_ anchors: inout Anchors) -> Markup {
        let shown = QuestionsSection.shown(questions)
        var ids = shown.map { anchors.place("question", $0.id) }[...]
        return HTMLTable(
            caption: "Open, largest effect first; rows of one question are not to be added up",
            columns: [
                .text("Question"), .text("About"), .number("Low"), .number("High"), .text("Unit"), .text("Proposed"),
                .text("Answers accepted"),
            ],
            rows: shown.map { question in
                let effect = RegisterEffect(question)
                return HTMLTable.Row(
                    [
                        "\(question.question)<small>\(Markup.name(question.id))</small>",
                        question.subject.isEmpty
                            ? "\(context.shortProduct(question.product))" : .name(question.subject),
                        .difference(effect.low), .difference(effect.high), "\(effect.unit)",
                        "\(question.proposed.isEmpty ? "–" : question.proposed)<small>\(question.why)</small>",
                        "\(question.accepted.joined(separator: ", "))",
                    ], anchor: ids.popFirst() ?? "")
            },
            hidden: questions.count - shown.count
        ).markup
    }

    private var decided: Markup {
        let shown = answers.prefix(ListLimit.answers)
        return HTMLTable(
            caption: "Answered; what answers changed is identified manually in the table of every product",
            columns: [
                .text("Question"), .text("About"), .text("Answer"), .text("Decided by"), .text("Date"), .text("Proof"),
            ],
            rows: shown.map { answer in
                HTMLTable.Row([
                    "\(answer.question)<small>\(Markup.name(answer.id))</small>",
                    answer.subject.isEmpty ? "\(context.shortProduct(answer.product))" : .name(answer.subject),
                    "\(answer.answer)<small>\(answer.effect)</small>", "\(answer.name)", "\(answer.date)",
                    "\(answer.proof.isEmpty ? "–" : answer.proof)",
                ])
            },
            hidden: answers.count - shown.count
        ).markup
    }
}
