import AccessModel
import Identity
import Licensing
import PositionModel

/// Remote desktop sessions on servers without a `windows-rds` row: administration, or use that needs licences?
struct RemoteAdministration: Sendable {
    private let study: Study
    private let accesses: AccessByProduct
    private let devices: DeviceFacts

    /// Servers an evidence text lists.
    private static let listed = 50

    init(_ study: Study, accesses: AccessByProduct, devices: DeviceFacts) {
        self.study = study
        self.accesses = accesses
        self.devices = devices
    }

    /// - Parameter requirement: of remote desktop services; nil where no server has them.
    func ask(_ requirement: ProductRequirement?, remarks: inout Remarks) {
        func name(_ server: Int) -> String { study.identities.servers[server].name }
        let id = QuestionKind.remoteAdministration.id(product: Sessions.product)
        let servers = remarks.open(
            .remoteAdministration, id, product: Sessions.product, of: accesses.remoteAdministration.keys.sorted(),
            name: name)
        guard !servers.isEmpty else { return }
        let sessions = accesses.undecidedSessions(study)
        let people = Set(servers.flatMap { accesses.remoteAdministration[$0] ?? [] }).count
        remarks.ask(
            AskedQuestion(
                kind: .remoteAdministration, id: id, product: Sessions.product,
                subjects: servers.map { server in
                    AskedQuestion.Subject(name: name(server), effects: effects(sessions[server], requirement))
                },
                statement:
                    "\(people) users had remote desktop sessions on \(servers.count) servers without a windows-rds row.",
                effect: "as administration: 0 RDS CALs; otherwise low 0, high \(people) users",
                evidence: servers.prefix(Self.listed).map(name).joined(separator: ", "), proposed: "administration",
                why: "what the figures take for granted: the server has no windows-rds row"))
    }

    private func effects(
        _ sessions: (users: Set<Int>, devices: Set<Int>)?, _ requirement: ProductRequirement?
    ) -> [QuestionEffect] {
        let open = OpenSessions(
            users: sessions?.users ?? [], devices: sessions?.devices ?? [], population: requirement?.populationAsAsked,
            isNeeded: requirement?.notNeeded.isEmpty ?? false, facts: devices, study: study)
        let users = QuestionEffect(product: Sessions.product, flavour: "user", unit: "users", high: open.users)
        if open.devices == 0 { return [users] }
        return [
            users, QuestionEffect(product: Sessions.product, flavour: "device", unit: "devices", high: open.devices),
        ]
    }
}
