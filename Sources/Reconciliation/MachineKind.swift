import AccessModel
import Identity
import PositionModel

/// What the directory says a machine runs.
enum MachineKind: String, Sendable {
    case server, client, unknown
}

/// The computers of a directory by host name and full name.
struct MachineKinds: Sendable {
    private var byName: [ExactText: MachineKind] = [:]

    init(_ directory: Directory) {
        for computer in directory.computers {
            let kind: MachineKind =
                computer.operatingSystem.isEmpty ? .unknown : computer.isServer ? .server : .client
            for name in [computer.name, computer.dnsName] where !name.isEmpty && byName[ExactText(name)] == nil {
                byName[ExactText(name)] = kind
            }
        }
    }

    /// By full name first, else by the name before the first dot.
    func kind(of server: ServerIdentity) -> MachineKind {
        let names = [server.name] + server.names
        return names.lazy.compactMap { byName[ExactText($0)] }.first
            ?? names.lazy.compactMap { byName[ExactText($0.firstLabel)] }.first ?? .unknown
    }
}
