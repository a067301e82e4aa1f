import PositionModel

/// Findings, open questions and answers.
extension PositionSheets {
    var findings: WorkbookSheet {
        sheet(
            "Findings", "what somebody must act on",
            [
                .name("Id"), .word("Severity"), .word("Product"), .prose("Statement"), .prose("Effect"),
                .prose("Evidence"), .prose("Explain"),
            ], count: position.findings.count
        ) { index in
            let line = position.findings[index]
            return [
                .text(line.id), .text(line.severity.rawValue), .text(line.product), .text(line.statement),
                .text(line.effect), .text(line.evidence),
                .text(line.explain.map { Wording.explain($0) }.joined(separator: "; ")),
            ]
        }
    }

    var questions: WorkbookSheet {
        sheet(
            "Questions", "what nobody has decided, largest effect first",
            [
                .name("Id"), .word("Kind"), .word("Product"), .name("Subject"), .prose("Question"), .prose("Statement"),
                .word("Proposed"), .prose("Why"), .number("Low"), .number("High"), .word("Unit"), .prose("Accepted"),
                .prose("Evidence"),
            ], count: position.questions.count
        ) { index in
            let line = position.questions[index]
            let effect = RegisterEffect(line)
            return [
                .text(line.id), .text(line.kind.rawValue), .text(line.product), .text(line.subject),
                .text(line.question), .text(line.statement), .text(line.proposed), .text(line.why), .figure(effect.low),
                .figure(effect.high), .text(effect.unit), .text(line.accepted.joined(separator: "; ")),
                .text(line.evidence),
            ]
        }
    }

    var effects: WorkbookSheet {
        let rows = position.questions.enumerated().flatMap { index, question in
            question.effects.map { (index, question.id, $0) }
        }
        return sheet(
            "Question effects", "how far each question moves each figure, at most; not to be added up",
            [
                .number("Question"), .name("Id"), .word("Product"), .word("Flavour"), .word("Figure"), .word("Unit"),
                .number("Low"), .number("High"), .prose("Reason"),
            ], count: rows.count
        ) { row in
            let (index, id, effect) = rows[row]
            return [
                .number(index + 1), .text(id), .text(effect.product), .text(effect.flavour), .text(effect.figure),
                .text(effect.unit), .figure(effect.low), .figure(effect.high), .text(effect.reason),
            ]
        }
    }

    var answers: WorkbookSheet {
        sheet(
            "Answers", "what somebody has decided, and what that did",
            [
                .name("Id"), .word("Kind"), .word("Product"), .name("Subject"), .prose("Question"), .word("Answer"),
                .name("Name"), .date("Date"), .prose("Proof"), .prose("Effect"),
            ], count: position.answers.count
        ) { index in
            let line = position.answers[index]
            return [
                .text(line.id), .text(line.kind.rawValue), .text(line.product), .text(line.subject),
                .text(line.question), .text(line.answer), .text(line.name), .date(line.date), .text(line.proof),
                .text(line.effect),
            ]
        }
    }
}
