import AccessModel
import Identity
import PositionModel

/// Which computers are devices somebody sits at, and which may hold a device CAL.
struct DeviceFacts: Sendable {
    /// Per directory computer: the step that takes it out, nil for counted ones.
    let computers: [String?]
    /// Per device: true where it may not hold a device CAL.
    let isIneligible: [Bool]
    /// Per device: true for servers (servers.csv, or a server operating system in the directory).
    let isServer: [Bool]
    /// Directory computers that no step takes out.
    let counted: Int
    /// Devices that look like proxies and are no declared front ends: indices into `Identities.devices`.
    let suspectedProxies: Set<Int>
    /// Enabled computer objects: what an auditor starts from.
    let enabled: Int

    init(_ study: Study, skipped: Set<String>) {
        let (identities, estate) = (study.identities, study.estate)
        let names = Self.serverNames(study)
        let frontEnds = Set(estate.servers.flatMap(\.behind).map { ExactText($0.scalarLowercased.firstLabel) })
        isServer = identities.devices.map { device in
            names.contains(ExactText(device.name)) || names.contains(ExactText(device.name.firstLabel))
                || device.serverIndex.map { !identities.servers[$0].entries.isEmpty } ?? false
                || device.directoryIndex.map { estate.directory.computers[$0].isServer } ?? false
        }
        isIneligible = zip(identities.devices, isServer).map { device, isServer in
            if device.isAddressOnly || isServer || frontEnds.contains(ExactText(device.name.firstLabel)) { return true }
            guard let address = IPAddress(device.name) else { return false }
            return study.networks.isVPN(address) || study.networks.isTrustedProxy(address)
        }
        suspectedProxies = ProxiedDevices(study).suspected.filter {
            !frontEnds.contains(ExactText(identities.devices[$0].name.firstLabel))
        }
        var isMet = [Bool](repeating: false, count: identities.devices.count)
        for position in identities.rows.indices {
            if let device = identities.rows.device(of: position) { isMet[device] = true }
        }
        var seen = [Bool](repeating: false, count: estate.directory.computers.count)
        for (device, isMet) in zip(identities.devices, isMet) where isMet {
            if let entry = device.directoryIndex, seen.indices.contains(entry) { seen[entry] = true }
        }
        computers = estate.directory.computers.enumerated().map { index, computer in
            let facts = ComputerFacts(
                computer: computer, isSeen: seen[index], asOf: study.asOf, dormantDays: estate.settings.dormantDays,
                isServer: computer.isServer || names.contains(ExactText(computer.name))
                    || names.contains(ExactText(computer.dnsName)))
            return ComputerFacts.steps.first { !skipped.contains($0.id) && $0.matches(facts) }?.id
        }
        counted = computers.count { $0 == nil }
        enabled = estate.directory.computers.filter { $0.enabled != false }.count
    }

    private static func serverNames(_ study: Study) -> Set<ExactText> {
        var names: [String] = study.estate.servers.flatMap { [$0.server] + $0.aliases }
        for server in study.identities.servers where !server.entries.isEmpty { names += [server.name] + server.names }
        return Set(names.map(\.scalarLowercased).flatMap { [ExactText($0), ExactText($0.firstLabel)] })
    }
}

/// What the bridge knows of a computer object.
private struct ComputerFacts: Sendable {
    var computer: DirectoryComputer
    var isSeen: Bool
    var asOf: Day?
    var dormantDays: Int
    var isServer: Bool

    /// Steps for computer objects, in the order of the bridge; disabled ones never enter it.
    static let steps: [(id: String, matches: @Sendable (ComputerFacts) -> Bool)] = [
        (
            "built-in",
            { facts in
                // Objects that are no machine: seamless sign-on, cloud Kerberos, cluster names.
                ["azureadssoacc", "azureadkerberos"].contains(facts.computer.name)
                    || facts.computer.servicePrincipalNames.contains {
                        let name = $0.scalarLowercased
                        return name.hasPrefix("msclustervirtualserver/") || name.hasPrefix("msservercluster/")
                    }
            }
        ),
        (BridgeRules.disabled, { $0.computer.enabled == false }),
        (BridgeRules.server, { $0.isServer }),
        (
            "dormant",
            { facts in
                guard !facts.isSeen, let asOf = facts.asOf else { return false }
                let signs = [
                    facts.computer.lastLogon.map { Day($0).advanced(by: BridgeRules.lastLogonLag) },
                    facts.computer.passwordLastSet.map { Day($0) },
                ].compactMap { $0 }
                guard let last = signs.max() else { return false }
                return last < asOf.advanced(by: -facts.dormantDays)
            }
        ),
    ]
}
