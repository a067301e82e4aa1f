import AccessModel
import PositionModel

/// Reads answers.csv: the decision register, filled in.
enum AnswersReader {
    /// Columns of the register (`docs/questions.md`). Those a person does not fill in are written by `headcount questions`,
    /// and not read.
    static let columns: [Column] =
        [
            Column("id", ["question id"], required: true),
            Column("subject", required: true),
            Column("answer", required: true),
            Column("name", ["decided by", "answered by"]),
            Column("date", ["decided on", "answered on"]),
            Column("proof", ["evidence of the answer", "document"]),
        ]
        + ["product", "question", "proposed", "why", "low", "high", "unit", "answers_accepted", "reason", "evidence"]
        .map { Column($0) }

    /// More answers than anybody gives: more is another file.
    static let maximumAnswers = 200_000
    /// Answers an error names at most.
    static let nearestListed = 5

    /// Rows without an answer are questions that stay open.
    static func read(
        _ file: PreparedFile
    ) throws(EstateError) -> (answers: [RegisterAnswer], notices: [EstateNotice]) {
        try read(file, limit: maximumAnswers)
    }

    static func read(
        _ file: PreparedFile, limit: Int
    ) throws(EstateError) -> (answers: [RegisterAnswer], notices: [EstateNotice]) {
        var (reader, notices) = try file.csv()
        let map = try ColumnMap(columns, header: reader.header, file: file.name)
        notices += map.notices(file: file.name, header: reader.header)
        var answers: [RegisterAnswer] = []
        var place: [[ExactText]: Int] = [:]
        while let record = try reader.next() {
            func cell(_ column: String) -> CellValue {
                CellValue(
                    text: RegisterCell.read(map.text(column, in: record)), column: column, file: file.name,
                    line: record.line)
            }
            guard let answer = try answer(cell) else {
                if !cell("name").text.isEmpty || !cell("proof").text.isEmpty {
                    notices.append(
                        EstateNotice(
                            file: file.name, line: record.line,
                            message:
                                "question \(shown(cell("id").text)) has a name or a proof and no answer: it stays open"
                        ))
                }
                continue
            }
            let key = [ExactText(answer.id), ExactText(answer.subject.scalarLowercased)]
            if let first = place[key].map({ answers[$0] }) {
                notices.append(try repeated(answer, after: first))
                continue
            }
            guard answers.count < limit else {
                throw EstateError(
                    file: file.name, line: record.line, problem: "more than \(limit) answers",
                    remedy:
                        "Answer with the subject \(DecisionRegister.everyOther) for all subjects of a question at once")
            }
            place[key] = answers.count
            answers.append(answer)
        }
        return (answers, notices)
    }

    /// The answer of a row; nil where it has none.
    private static func answer(_ cell: (String) -> CellValue) throws(EstateError) -> RegisterAnswer? {
        let answer = cell("answer")
        if answer.text.isEmpty { return nil }
        let id = try cell("id").required()
        guard let kind = QuestionKind(id: id) else {
            throw cell("id").failure(
                "is no question headcount asks",
                remedy: "Take ids from `headcount questions`, as they are written there")
        }
        let rule = QuestionRules.rule(kind)
        guard let canonical = rule.canonical(answer.text) else {
            let nearest = NearestWords.of(answer.text, in: rule.accepted, most: nearestListed)
            throw answer.failure(
                "is no answer to \(id)", remedy: "Answers accepted: \(nearest.joined(separator: ", "))")
        }
        let name = cell("name")
        let date = cell("date")
        for given in [name, date] where given.text.isEmpty {
            throw EstateError(
                file: given.file, line: given.line, problem: "the answer to \(id) has no \(given.column)",
                remedy: "An answer needs who gave it (name) and when (date, YYYY-MM-DD)")
        }
        guard let day = try date.day() else { return nil }
        return RegisterAnswer(
            id: id, subject: cell("subject").text, answer: canonical, name: name.text, date: day,
            proof: cell("proof").text, file: answer.file, line: answer.line)
    }

    /// The same question about the same subject answered again: a notice where both say the same.
    private static func repeated(
        _ answer: RegisterAnswer, after first: RegisterAnswer
    ) throws(EstateError) -> EstateNotice {
        let subject = answer.subject.isEmpty ? "" : " about \(shown(answer.subject))"
        guard ExactText(answer.answer) == ExactText(first.answer) else {
            throw EstateError(
                file: answer.file, line: answer.line,
                problem: "question \(answer.id)\(subject) is answered \(shown(answer.answer)) here and "
                    + "\(shown(first.answer)) on line \(first.line)",
                remedy: "Keep one of the two rows")
        }
        return EstateNotice(
            file: answer.file, line: answer.line,
            message: "question \(answer.id)\(subject) is answered the same on line \(first.line): that row counts")
    }
}
