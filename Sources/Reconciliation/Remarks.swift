import AccessModel
import PositionModel

/// What the steps of a reconciliation have to say beside their figures, and which answers they took.
struct Remarks: Sendable {
    private(set) var questions: [AskedQuestion] = []
    private(set) var answered: [AnsweredQuestion] = []
    private(set) var findings: [Finding] = []
    private(set) var notices: [EstateNotice] = []
    private var noted: Set<EstateNotice> = []

    private let answers: AnswerBook
    private var asked: Set<ExactText> = []
    private var settled: Set<[ExactText]> = []
    /// Indices of the answers some question took, or refused.
    private var used: Set<Int> = []
    private var refused: Set<Int> = []

    init(_ answers: AnswerBook = AnswerBook()) { self.answers = answers }

    /// Asks a question, once per id; one without an open subject is none.
    mutating func ask(_ question: AskedQuestion) {
        guard !question.subjects.isEmpty, asked.insert(ExactText(question.id)).inserted else { return }
        questions.append(question)
    }

    mutating func find(_ finding: Finding) { findings.append(finding) }
    mutating func note(file: String, line: Int = 0, _ message: String) {
        let notice = EstateNotice(file: file, line: line, message: message)
        if noted.insert(notice).inserted { notices.append(notice) }
    }

    // MARK: Answers

    /// The answer to a question about a subject, noted as taken; nil where the question stays open.
    mutating func answer(
        _ kind: QuestionKind, _ id: String, product: String = "", subject: String = ""
    ) -> RegisterAnswer? {
        guard let index = answers.index(id, subject), !refused.contains(index) else { return nil }
        let answer = answers.all[index]
        used.insert(index)
        guard settled.insert([ExactText(id), ExactText(subject)]).inserted else { return answer }
        let rule = QuestionRules.rule(kind)
        answered.append(
            AnsweredQuestion(
                id: id, kind: kind, product: product, subject: subject, question: rule.asks, answer: answer.answer,
                name: answer.name, date: answer.date.text, proof: answer.proof, effect: rule.effect(of: answer.answer)))
        return answer
    }

    /// The answer, if `accepts` makes something of it. What it makes nothing of is told, and the question stays open.
    mutating func answer<Value>(
        _ kind: QuestionKind, _ id: String, product: String = "", subject: String = "", otherwise why: String,
        accepts: (String) -> Value?
    ) -> Value? {
        guard let found = answers.answer(id, subject) else { return nil }
        guard let value = accepts(found.answer) else {
            refuse(id, subject: subject, why: why)
            return nil
        }
        return answer(kind, id, product: product, subject: subject) == nil ? nil : value
    }

    /// Tells that an answer cannot be applied; its question stays open.
    mutating func refuse(_ id: String, subject: String, why: String) {
        guard let index = answers.index(id, subject), refused.insert(index).inserted else { return }
        let answer = answers.all[index]
        used.insert(index)
        note(
            file: answer.file, line: answer.line,
            "\(id)\(subject.isEmpty ? "" : " (\(subject))"): the answer \"\(answer.answer)\" cannot be applied: \(why); "
                + "the question stays open")
    }

    /// Those of the subjects that nobody has decided; the answers to the others are noted as taken.
    mutating func open<Value>(
        _ kind: QuestionKind, _ id: String, product: String = "", of values: [Value], name: (Value) -> String
    ) -> [Value] {
        guard answers.answers(id) else { return values }
        return values.filter { answer(kind, id, product: product, subject: name($0)) == nil }
    }

    /// Tells of each answer whose question nobody asked.
    mutating func noteUnused() {
        for (index, answer) in answers.all.enumerated() where !used.contains(index) {
            let subject = answer.subject.isEmpty ? "" : " about \"\(answer.subject)\""
            note(
                file: answer.file, line: answer.line,
                "question \(answer.id)\(subject) is not asked of this estate (any more): its answer \"\(answer.answer)\" "
                    + "changes nothing")
        }
    }

    // MARK: In order

    /// Findings and open questions, most severe first, then by id.
    func ordered(_ references: FindingReferences) -> [Finding] {
        let asked = questions.map { question in
            Finding(
                id: question.id, severity: .medium, product: question.product, statement: question.statement,
                effect: question.effect, evidence: question.evidence,
                explain: references.references(of: question))
        }
        func rank(_ severity: Finding.Severity) -> Int { Finding.Severity.allCases.firstIndex(of: severity) ?? 0 }
        let found = findings.map { finding in
            var finding = finding
            if finding.explain.isEmpty { finding.explain = references.product(finding.product) }
            return finding
        }
        return (found + asked).sorted { a, b in
            if a.severity != b.severity { return rank(a.severity) < rank(b.severity) }
            return a.id.utf8.elementsEqual(b.id.utf8)
                ? a.statement.isByteOrdered(before: b.statement) : a.id.isByteOrdered(before: b.id)
        }
    }

    /// What was answered, by id and subject.
    var decided: [AnsweredQuestion] {
        answered.sorted {
            (ExactText($0.id), ExactText($0.subject)) < (ExactText($1.id), ExactText($1.subject))
        }
    }

    /// Why the defended figure of a flavour has no upper end: what the open questions say, by id; nil where it has one.
    func whyNoHigh(product: String, flavour: String) -> String? {
        let open = questions.compactMap { question -> (id: String, reason: String)? in
            let effects = question.subjects.lazy.flatMap(\.effects)
            let effect = effects.first {
                $0.product == product && $0.flavour == flavour && $0.figure == "defended" && $0.high.value == nil
            }
            return effect.map { (question.id, $0.reason) }
        }.sorted { $0.id.isByteOrdered(before: $1.id) }
        guard !open.isEmpty else { return nil }
        return open.map { "\($0.id): \($0.reason)" }.joined(separator: "; ")
    }

    /// Ids of the questions of one product, in order.
    func questionIDs(product: String) -> [String] {
        questions.filter { question in
            question.product == product
                || question.subjects.contains { $0.effects.contains { $0.product == product } }
        }.map(\.id).sorted { $0.isByteOrdered(before: $1) }
    }
}
