import AccessModel
import PositionModel

/// People and devices answers of the decision register add: behind shared accounts, at clients without a name.
struct AddedPeople: Sendable {
    private(set) var people = 0
    private(set) var devices = 0

    /// Nil where no answer adds anybody.
    init?(
        _ population: Population, product: String, behind: PeopleBehind, choice: EstateSettings.Choice,
        access: ProductAccess,
        devices facts: DeviceFacts, shared: Set<Int>, study: Study
    ) {
        let ids = (
            unknown: QuestionKind.unknownUsers.id(product: product),
            shared: QuestionKind.sharedAccounts.id(product: product),
            many: QuestionKind.manyDevices.id(product: product), behind: QuestionKind.peopleBehind.id(product: product),
            device: QuestionKind.noDevice.id(product: product)
        )
        let answers = study.answers
        guard [ids.unknown, ids.shared, ids.many, ids.behind, ids.device].contains(where: answers.answers) else {
            return nil
        }
        func number(_ id: String, _ subject: String = "") -> Int { answers.word(id, subject).flatMap { Int($0) } ?? 0 }
        let cover = AccessCover(users: population.everybody, access: access, devices: facts, shared: shared)
        if cover.uncoverable > 0 { people += number(ids.unknown) }
        for user in cover.sharedWithoutDevice {
            // The account itself counts as one of them.
            people += max(0, number(ids.shared, study.name(ofUser: user)) - 1)
        }
        for (user, _) in behind.atManyDevices { people += max(0, number(ids.many, study.name(ofUser: user)) - 1) }
        for user in behind.services { people += number(ids.behind, study.name(ofUser: user)) }
        if choice == .device {
            devices = cover.forcedUsers.count {
                answers.word(ids.device, study.name(ofUser: cover.users[$0])) == "own-device"
            }
        }
        if people == 0, devices == 0 { return nil }
    }
}
