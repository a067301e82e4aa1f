import AccessModel
import PositionModel

/// Something that stays open: with its effect on the figures, so that somebody can decide it.
struct OpenQuestion: Sendable, Hashable {
    /// `Q-` and a stable rest.
    var id: String
    /// Product id, empty for the estate.
    var product: String
    var statement: String
    /// How the figure moves, in words: `low 0, high 12 users`.
    var effect: String
    var evidence: String
}

/// What the steps of a reconciliation have to say beside their figures.
struct Remarks: Sendable {
    private(set) var questions: [OpenQuestion] = []
    private(set) var findings: [Finding] = []
    private(set) var notices: [EstateNotice] = []
    private var noted: Set<EstateNotice> = []

    mutating func ask(_ question: OpenQuestion) { questions.append(question) }
    mutating func find(_ finding: Finding) { findings.append(finding) }
    mutating func note(file: String, line: Int = 0, _ message: String) {
        let notice = EstateNotice(file: file, line: line, message: message)
        if noted.insert(notice).inserted { notices.append(notice) }
    }

    /// Findings and open questions, most severe first, then by id.
    var ordered: [Finding] {
        let asked = questions.map { question in
            Finding(
                id: question.id, severity: .medium, product: question.product, statement: question.statement,
                effect: question.effect, evidence: question.evidence)
        }
        func rank(_ severity: Finding.Severity) -> Int { Finding.Severity.allCases.firstIndex(of: severity) ?? 0 }
        return (findings + asked).sorted { a, b in
            if a.severity != b.severity { return rank(a.severity) < rank(b.severity) }
            return a.id.utf8.elementsEqual(b.id.utf8)
                ? a.statement.isByteOrdered(before: b.statement) : a.id.isByteOrdered(before: b.id)
        }
    }

    /// Ids of the questions of one product, in order.
    func questionIDs(product: String) -> [String] {
        questions.filter { $0.product == product }.map(\.id).sorted { $0.isByteOrdered(before: $1) }
    }
}
