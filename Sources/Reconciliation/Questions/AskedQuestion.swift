import AccessModel
import PositionModel

/// Something that stays open: with its effect on the figures, so that somebody can decide it.
struct AskedQuestion: Sendable, Hashable {
    /// Whom or what one row of the register decides.
    struct Subject: Sendable, Hashable {
        var name: String
        var effects: [QuestionEffect]
        /// Why this subject is asked about; empty where the question's own reason says it all.
        var why = ""
    }

    var kind: QuestionKind
    var id: String
    /// Product id, empty for the estate.
    var product: String
    /// The open subjects; one without a name where the question is about the product as a whole.
    var subjects: [Subject]
    var statement: String
    /// How the figure moves, in words: `low 0, high 12 users`.
    var effect: String
    var evidence: String
    /// Empty where nobody but the organisation can know.
    var proposed: String
    /// Why it is proposed.
    var why: String
    /// The versions there are to choose from, for kinds that accept one.
    var versions: [String] = []

    /// Largest effect of all subjects together; nil where one is not determinable.
    var size: Int? {
        let sizes = subjects.map { $0.effects.first?.size ?? ($0.effects.isEmpty ? 0 : nil) }
        return sizes.contains(nil)
            ? nil : sizes.reduce(0) { $0.addingReportingOverflow($1 ?? 0).partialValue }
    }

    /// The rows of the register: at most `DecisionRegister.maximumSubjects`, and one that stands for the others.
    var rows: [OpenQuestion] {
        let rule = QuestionRules.rule(kind)
        func row(_ subject: String, _ effects: [QuestionEffect], _ why: String) -> OpenQuestion {
            OpenQuestion(
                id: id, kind: kind, product: product, subject: subject, question: rule.asks, statement: statement,
                proposed: proposed, why: why.isEmpty ? self.why : "\(why); \(self.why)",
                effects: effects, accepted: accepted(rule), evidence: evidence)
        }
        let limit = DecisionRegister.maximumSubjects
        var rows = subjects.prefix(limit).map { row($0.name, $0.effects, $0.why) }
        if subjects.count > limit {
            let others = subjects.dropFirst(limit)
            rows.append(
                row(
                    DecisionRegister.everyOther, AskedQuestion.sum(others.map(\.effects)),
                    "stands for the \(others.count) subjects that have no row of their own"))
        }
        return rows
    }

    private func accepted(_ rule: QuestionRule) -> [String] {
        guard rule.open == .version, !versions.isEmpty else { return rule.accepted }
        return rule.answers.map(\.word) + versions
    }

    /// Effects on the same figure, added up; the largest first.
    private static func sum(_ effects: [[QuestionEffect]]) -> [QuestionEffect] {
        var sums: [QuestionEffect] = []
        for effect in effects.joined() {
            let same = sums.firstIndex {
                $0.product == effect.product && $0.flavour == effect.flavour && $0.figure == effect.figure
                    && $0.unit == effect.unit
            }
            guard let same else {
                sums.append(effect)
                continue
            }
            sums[same].low = Figure(add(sums[same].low.value, effect.low.value))
            sums[same].high = Figure(add(sums[same].high.value, effect.high.value))
            if sums[same].reason.isEmpty { sums[same].reason = effect.reason }
        }
        return sums
    }

    private static func add(_ a: Int?, _ b: Int?) -> Int? {
        guard let a, let b else { return nil }
        return a.addingReportingOverflow(b).partialValue
    }

    /// Largest effect first, what is not determinable before all; then by id. Rows of one question stay together, by the
    /// size of their own effect and by subject.
    static func register(_ questions: [AskedQuestion]) -> [OpenQuestion] {
        questions.sorted { a, b in
            let (first, second) = (a.size ?? Int.max, b.size ?? Int.max)
            return first == second ? a.id.isByteOrdered(before: b.id) : first > second
        }.flatMap { question in
            question.rows.sorted { a, b in
                let isOther = (
                    a.subject == DecisionRegister.everyOther, b.subject == DecisionRegister.everyOther
                )
                if isOther.0 != isOther.1 { return isOther.1 }
                let (first, second) = (a.effects.first?.size ?? Int.max, b.effects.first?.size ?? Int.max)
                return first == second ? a.subject.isByteOrdered(before: b.subject) : first > second
            }
        }
    }
}
