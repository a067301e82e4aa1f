import AccessModel
import Identity
import Licensing
import PositionModel

/// What stays open about the estate as a whole.
struct EstateQuestions: Sendable {
    let study: Study
    let classes: AccountClasses

    /// Names an evidence text lists.
    private static let listed = 20

    /// Whose the users are whose relation nobody declared.
    func askRelation(_ requirements: [ProductRequirement], remarks: inout Remarks) {
        func name(_ user: Int) -> String { study.identities.users[user].name }
        let open = remarks.open(
            .relation, RelationAnswer.id, of: classes.askedRelation.keys.sorted(), name: name)
        let counted = requirements.filter(\.notNeeded.isEmpty).map { requirement in
            (
                id: requirement.product.id, users: Set(requirement.population.users),
                devices: requirement.devicesOnly(of: Set(open), study: study)
            )
        }
        let subjects = open.map { user in
            AskedQuestion.Subject(
                name: name(user),
                effects: counted.filter { $0.users.contains(user) }.flatMap { product in
                    let person = QuestionEffect(product: product.id, flavour: "user", unit: "users", low: -1)
                    guard let devices = product.devices[user] else { return [person] }
                    return [
                        person, QuestionEffect(product: product.id, flavour: "device", unit: "devices", low: -devices),
                    ]
                },
                why: classes.askedRelation[user] ?? "")
        }
        remarks.ask(
            AskedQuestion(
                kind: .relation, id: RelationAnswer.id, product: "", subjects: subjects,
                statement:
                    "Whose \(open.count) users are is not declared: they are counted as the organisation's own.",
                effect: "low 0, high \(open.count) users fewer, licensed as external ones instead",
                evidence: open.prefix(Self.listed).map(name).joined(separator: ", "), proposed: "internal",
                why: "what the figures take for granted: who is not known to be external is counted"))
    }

    /// Who is behind internal addresses without a name.
    func askNameless(_ addresses: Int, remarks: inout Remarks) {
        guard addresses > 0 else { return }
        let (id, product) = (QuestionKind.anonymousInside.id(), ExternalLicensing.product)
        if remarks.answer(.anonymousInside, id, product: product) != nil { return }
        let effect = QuestionEffect(product: product, flavour: "device", unit: "devices", high: addresses)
        remarks.ask(
            AskedQuestion(
                kind: .anonymousInside, id: id, product: product, subjects: [.init(name: "", effects: [effect])],
                statement: "\(addresses) internal addresses reached web sites without a name.",
                effect: "low 0, high \(addresses) devices that no user CAL is known to cover",
                evidence: "anonymous web visits from internal networks", proposed: "covered",
                why: "what the figures take for granted: people inside are counted by the directory"))
    }
}
