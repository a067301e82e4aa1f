public import AccessModel

/// How far a question moves one figure of one product, at most: a change against the figure as it stands.
public struct QuestionEffect: Sendable, Hashable, Codable {
    /// Catalogue id; empty where the product is part of the question.
    public var product: String
    /// `user`, `device` or `total`; empty where it is open too.
    public var flavour: String
    /// Key of the figure: `defended`, `usable` or `requirement`; `additive` for the licences of the list of that name.
    public var figure: String
    /// What `low` and `high` count: `users`, `devices` or `licences`.
    public var unit: String
    public var low: Figure
    public var high: Figure
    /// Why one of them is `null`.
    public var reason: String

    public init(
        product: String, flavour: String, figure: String = "defended", unit: String, low: Int? = 0, high: Int? = 0,
        reason: String = ""
    ) {
        self.product = product
        self.flavour = flavour
        self.figure = figure
        self.unit = unit
        self.low = Figure(low)
        self.high = Figure(high)
        self.reason = reason
    }

    /// The larger of the two changes, whatever its sign; nil where one is not determinable.
    public var size: Int? {
        guard let low = low.value, let high = high.value else { return nil }
        return Int(clamping: max(low.magnitude, high.magnitude))
    }
}

/// A row of the decision register: one question about one subject that nobody has answered.
public struct OpenQuestion: Sendable, Hashable, Codable {
    /// `Q-` and a stable rest; the rows of a question about several subjects share it.
    public var id: String
    public var kind: QuestionKind
    /// Catalogue id, empty for the estate.
    public var product: String
    /// Account, server, device, licence line: who or what this row decides. `DecisionRegister.everyOther` stands for all
    /// subjects that have no row of their own; empty where the question is about the product as a whole.
    public var subject: String
    /// What is asked.
    public var question: String
    /// The question as the finding of the same id states it.
    public var statement: String
    /// The answer that changes least: what the figures take for granted, or else the most careful one. Empty where nobody
    /// but the organisation can know.
    public var proposed: String
    public var why: String
    /// What moves how far, at most; the largest first. Rows of one question are not to be added up.
    public var effects: [QuestionEffect]
    /// Answers accepted; `<...>` stands for a value of that sort.
    public var accepted: [String]
    public var evidence: String

    public init(
        id: String, kind: QuestionKind, product: String, subject: String, question: String, statement: String,
        proposed: String, why: String, effects: [QuestionEffect], accepted: [String], evidence: String
    ) {
        self.id = id
        self.kind = kind
        self.product = product
        self.subject = subject
        self.question = question
        self.statement = statement
        self.proposed = proposed
        self.why = why
        self.effects = effects
        self.accepted = accepted
        self.evidence = evidence
    }
}

/// An answer of the decision register, as a person gave it.
public struct RegisterAnswer: Sendable, Hashable {
    public var id: String
    public var subject: String
    /// A word the kind of question accepts, in its own spelling, or a value as written.
    public var answer: String
    /// Who decided.
    public var name: String
    public var date: Day
    public var proof: String
    /// Where it stands.
    public var file: String
    public var line: Int

    public init(
        id: String, subject: String, answer: String, name: String, date: Day, proof: String, file: String, line: Int
    ) {
        self.id = id
        self.subject = subject
        self.answer = answer
        self.name = name
        self.date = date
        self.proof = proof
        self.file = file
        self.line = line
    }

    /// The answer as a proof of what it decided: `answered external by J. Doe on 2026-11-02: contract 4711`.
    public var asProof: String {
        "answered \(answer) by \(name) on \(date.text)" + (proof.isEmpty ? "" : ": \(proof)")
    }
}

/// A question that was asked and answered, and what the answer did.
public struct AnsweredQuestion: Sendable, Hashable, Codable {
    public var id: String
    public var kind: QuestionKind
    public var product: String
    public var subject: String
    public var question: String
    public var answer: String
    public var name: String
    /// `YYYY-MM-DD`.
    public var date: String
    public var proof: String
    /// What the answer did, in words; what all answers did together is `identified_manually` of each product.
    public var effect: String

    public init(
        id: String, kind: QuestionKind, product: String, subject: String, question: String, answer: String,
        name: String, date: String, proof: String, effect: String
    ) {
        self.id = id
        self.kind = kind
        self.product = product
        self.subject = subject
        self.question = question
        self.answer = answer
        self.name = name
        self.date = date
        self.proof = proof
        self.effect = effect
    }
}

/// Every question a position leaves open, and every one that was answered.
public struct DecisionRegister: Sendable, Codable {
    public static let currentSchema = "headcount.questions/1"
    /// Most rows one question has; one more row then stands for the subjects left over.
    public static let maximumSubjects = 1000
    /// The subject that stands for all subjects without a row of their own.
    public static let everyOther = "*"

    public var schema = DecisionRegister.currentSchema
    public var window: PositionWindow
    /// Largest effect first.
    public var questions: [OpenQuestion]
    public var answers: [AnsweredQuestion]

    public init(_ position: Position) {
        window = position.window
        questions = position.questions
        answers = position.answers
    }
}
