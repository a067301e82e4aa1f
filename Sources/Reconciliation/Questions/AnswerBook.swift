import AccessModel
import PositionModel

/// The answers of the decision register, by question and subject.
struct AnswerBook: Sendable {
    let all: [RegisterAnswer]
    /// By id and by lower-case subject; `DecisionRegister.everyOther` answers for all that have none of their own.
    private let byQuestion: [ExactText: [ExactText: Int]]

    init(_ answers: [RegisterAnswer] = []) {
        all = answers
        var byQuestion: [ExactText: [ExactText: Int]] = [:]
        for (index, answer) in answers.enumerated() {
            let subject = ExactText(answer.subject.scalarLowercased)
            if byQuestion[ExactText(answer.id)]?[subject] == nil {
                byQuestion[ExactText(answer.id), default: [:]][subject] = index
            }
        }
        self.byQuestion = byQuestion
    }

    func answers(_ id: String) -> Bool { byQuestion[ExactText(id)] != nil }

    /// Index into `all` of the answer to a question about a subject; nil where it is open.
    func index(_ id: String, _ subject: String = "") -> Int? {
        guard let subjects = byQuestion[ExactText(id)] else { return nil }
        return subjects[ExactText(subject.scalarLowercased)] ?? subjects[ExactText(DecisionRegister.everyOther)]
    }

    func answer(_ id: String, _ subject: String = "") -> RegisterAnswer? { index(id, subject).map { all[$0] } }

    /// The word or value answered; nil where the question is open.
    func word(_ id: String, _ subject: String = "") -> String? { answer(id, subject)?.answer }
}
