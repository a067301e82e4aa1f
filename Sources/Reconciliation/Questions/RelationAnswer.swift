import AccessModel
import PositionModel

/// What somebody has decided about a user whose relation nobody declared.
struct RelationAnswer: Sendable {
    enum Word: String, Sendable { case own = "internal", external, service, test, shared }

    let word: Word
    let proof: String

    static let id = QuestionKind.relation.id()

    /// Nil where the user's question is open.
    init?(_ user: String, answers: AnswerBook) {
        guard let answer = answers.answer(RelationAnswer.id, user), let word = Word(rawValue: answer.answer) else {
            return nil
        }
        self.word = word
        proof = answer.asProof
    }

    /// What the answer makes of an account the directory knows.
    func apply(to facts: inout AccountFacts) {
        facts.relation = .inside
        switch word {
        case .own, .shared: break
        case .external: facts.relation = .external(proof: proof)
        case .service: facts.declaredService = proof
        case .test: facts.declaredTest = proof
        }
    }

    /// Bridge step the answer puts a user at whom the directory does not know; nil for one who is counted.
    var step: String? {
        switch word {
        case .own, .shared: nil
        case .external: BridgeRules.external
        case .service: BridgeRules.service
        case .test: BridgeRules.test
        }
    }
}
