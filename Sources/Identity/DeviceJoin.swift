import AccessModel
import PositionModel

/// Clients joined to devices: names to hosts, and addresses to the name they had on a day.
///
/// Filled in two passes over the evidence: first the names and what each address was called on each day, then the
/// client of each row. Rows without a successful access make no device. Names and addresses are numbered once, so a row
/// costs a few look-ups by number.
struct DeviceJoin {
    /// What a row or visit says of its client.
    struct Client {
        /// Index of the server reached.
        var server: Int
        var parts: Parts
        var day: Day
        /// Number of the host whose machine account the row names (`host(_:)`), nil for every other account.
        var machine: Int?
        /// What the query of the same user, address and day names (`WebDevices`).
        var webDevice: WebDevice?
        /// A success by a channel that proves an access or a lead.
        var isAccess: Bool
    }

    /// A client's name and address by their numbers. 12 bytes.
    struct Parts {
        fileprivate var host: NumberOrNone
        /// Index into `ClientRules.placeholders` of what stands in the place of a name (`LOCAL`).
        fileprivate var placeholder: NumberOrNone
        fileprivate var address: NumberOrNone
    }

    /// A device that names itself, or that there are several.
    enum WebDevice {
        /// Number of the host it is.
        case host(Int)
        case several
    }

    /// A device, or the rule that says why there is none. Four bytes: there are as many as rows.
    struct Resolution {
        enum Kind {
            case device(Int)
            /// `ClientRules.code` of a rule.
            case rule(UInt8)
            /// Not looked at yet.
            case open
        }

        private var code: Int32

        static let open = Resolution(code: .min)
        static func device(_ number: Int) -> Resolution { Resolution(code: Int32(number)) }
        static func rule(_ id: String) -> Resolution { Resolution(code: -1 - Int32(ClientRules.code(of: id))) }

        var kind: Kind {
            if code >= 0 { return .device(Int(code)) }
            return code == .min ? .open : .rule(UInt8(-1 - code))
        }

        /// - Parameter places: by number of the device: its number among others.
        func renumbered(_ places: [Int]) -> Resolution { code < 0 ? self : .device(places[Int(code)]) }
    }

    /// A client name, or the name of a machine account's host.
    private struct Host {
        var name: ExactText
        /// Index of the server that has the name, nil for none.
        var server: Int?
        var isFrontEnd: Bool
        /// Met in a successful access, or in a lease of an address that had one.
        var isNoted = false
        /// Index among the sorted names, once they are joined.
        var position = 0
    }

    private struct Address {
        var name: ExactText
        var isLoopback: Bool
        var isTrustedProxy: Bool
        var isVPN: Bool
        var isExternal: Bool
        var server: Int?
        var isFrontEnd: Bool
        var node: Int?
    }

    /// What a text in the column of the client name is.
    private enum ClientName {
        case none
        /// Stands in the place of a name (`LOCAL`).
        case placeholder(Int)
        case host(Int)
        /// An address written as a name.
        case address(Int?)
    }

    /// An address on a day.
    private struct AddressDay: Hashable {
        var address: Int
        var day: Day
    }

    private struct Node {
        var name: ExactText
        var isAddressOnly: Bool
        var machineRows = false
        var otherRows = false
        /// The host whose root it is of, or the address it is.
        var host: Int?
        var address: Int?
        var addressDays = DaySet()
        /// Addresses and days that were its by their name, once all rows are resolved.
        var boundDays: [Int: DaySet] = [:]
        /// Of them, those only a lease explains.
        var leasedDays: [Int: DaySet] = [:]
        /// Days on which a query named it.
        var webDays = DaySet()
        /// Of the days of an address, those on which several names had it.
        var sharedDays = DaySet()
    }

    private let texts: [ExactText]
    private let servers: ServerJoin
    private let networks: NetworkMap
    private let directory: Directory
    private let disabledJoins: Set<String>
    private let isAddressDayDisabled: Bool
    private let frontEnds: Set<ExactText>
    private let frontEndServers: Set<Int>

    private var hosts: [Host] = []
    private var hostNumbers: [ExactText: Int] = [:]
    private var addresses: [Address] = []
    private var addressNumbers: [ExactText: Int] = [:]
    /// By text: what it is as a client name, and as an address.
    private var clientNames: [TextID: ClientName] = [:]
    private var clientAddresses: [TextID: Int?] = [:]

    /// The host an address had on a day; the further ones where there are several.
    private var claims: [DayHosts] = []
    private var furtherClaims: [AddressDay: Set<Int>] = [:]
    /// Addresses on days whose name no record of an access tells, but a lease does.
    private var leasedOnly: Set<AddressDay> = []

    /// The first device that named itself from an address on a day, and the addresses on days from which several did.
    private var webDeviceOf: [AddressDay: Int] = [:]
    private var crowded: Set<AddressDay> = []

    private let renames: MachineRenames
    private(set) var conflicts: [String] = []
    private var sortedHosts: [Int] = []
    private var rootOfPosition: [Int] = []
    private var membersOfRoot: [Int: [Int]] = [:]
    /// By root; none until its device is made.
    private var nodeOfRoot: [NumberOrNone] = []
    private var nameJoins: [Join?] = []
    private var nodes: [Node] = []

    /// - Parameter texts: the texts of the evidence, by id.
    init(
        texts: [ExactText], servers: ServerJoin, estate: Estate, networks: NetworkMap,
        renames: MachineRenames = MachineRenames()
    ) {
        self.renames = renames
        self.texts = texts
        self.servers = servers
        self.networks = networks
        directory = estate.directory
        disabledJoins = Set(estate.settings.disabledRules)
        isAddressDayDisabled = disabledJoins.contains(JoinRules.addressDay.id)
        frontEnds = Set(estate.servers.flatMap(\.behind).map(ExactText.init(_:)))
        var frontEndServers: Set<Int> = []
        for name in frontEnds {
            if let server = servers.server(clientNamed: name) { frontEndServers.insert(server) }
        }
        self.frontEndServers = frontEndServers
    }

    // MARK: First pass

    /// Notes the client's name, and that its address had that name on that day.
    mutating func note(_ client: Client) {
        guard client.isAccess else { return }
        let address = client.parts.address.value
        noteWebDevice(client, address)
        guard let host = client.machine ?? deviceHost(client.parts, server: client.server) else { return }
        hosts[host].isNoted = true
        guard let address, !addresses[address].isLoopback, !addresses[address].isTrustedProxy else { return }
        let first = claims[address].claim(client.day, host)
        if first != host {
            furtherClaims[AddressDay(address: address, day: client.day), default: []].insert(host)
        }
    }

    /// Several devices behind one address on a day are a network, whatever one name says.
    private mutating func noteWebDevice(_ client: Client, _ address: Int?) {
        guard let found = client.webDevice else { return }
        let key = address.map { AddressDay(address: $0, day: client.day) }
        switch found {
        case .several: if let key { crowded.insert(key) }
        case .host(let host):
            hosts[host].isNoted = true
            guard let key else { return }
            if let first = webDeviceOf[key], first != host { crowded.insert(key) }
            webDeviceOf[key] = webDeviceOf[key] ?? host
        }
    }

    /// Notes that an address was leased to a name on a day; called after every access was noted. A VPN's addresses are leased to
    /// its server, not to those who call.
    mutating func note(_ lease: LeasedNames.Claim) {
        guard case .host(let host) = clientName(lease.name), let address = address(lease.address),
            !addresses[address].isLoopback, !addresses[address].isTrustedProxy, !addresses[address].isVPN
        else { return }
        hosts[host].isNoted = true
        let key = AddressDay(address: address, day: lease.day)
        if claims[address].host(lease.day) == nil { leasedOnly.insert(key) }
        let first = claims[address].claim(lease.day, host)
        if first != host { furtherClaims[key, default: []].insert(host) }
    }

    /// Adds what another one noted of later rows that do not name devices in queries; both began as the same.
    mutating func merge(noted other: DeviceJoin) {
        for host in hosts.indices where other.hosts[host].isNoted { hosts[host].isNoted = true }
        for address in claims.indices {
            for (day, host) in other.claims[address].all {
                let first = claims[address].claim(day, host)
                if first != host { furtherClaims[AddressDay(address: address, day: day), default: []].insert(host) }
            }
        }
        for (key, further) in other.furtherClaims {
            let first = claims[key.address].host(key.day)
            furtherClaims[key, default: []].formUnion(further.filter { $0 != first })
        }
    }

    /// Joins the names noted. Called once, between the passes.
    mutating func joinNames() {
        sortedHosts = hosts.indices.filter { hosts[$0].isNoted }.sorted { hosts[$0].name < hosts[$1].name }
        for (position, host) in sortedHosts.enumerated() { hosts[host].position = position }
        let names = sortedHosts.map { hosts[$0].name }
        let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        var sets = DisjointSets(count: names.count, disabled: disabledJoins)
        let (machines, doubts) = renames.machines(among: names)
        conflicts += doubts
        for machine in machines {
            let members = machine.names.compactMap { index[$0.name] }
            for (member, (_, proof)) in zip(members, machine.names).dropFirst() {
                sets.join(members[0], member, JoinRules.renamedMachine, proof: proof)
            }
        }
        let fullNames = MachineName.fullNames(of: names)
        for (position, name) in names.enumerated() where !MachineName.isFull(name.string) {
            if let full = fullNames[name], full.count == 1, let other = index[full[0]] {
                sets.join(
                    position, other, JoinRules.fullName,
                    proof: "\(full[0]) is the only full name that begins with \(name)")
            }
        }
        var computers: [ExactText: [ExactText]] = [:]
        for computer in directory.computers where !computer.dnsName.isEmpty {
            computers[ExactText(computer.name), default: []].append(ExactText(computer.dnsName))
        }
        for name in computers.keys.sorted() {
            guard let full = computers[name], full.count == 1, let short = index[name], let long = index[full[0]],
                fullNames[name] == nil
            else { continue }
            sets.join(short, long, JoinRules.directoryName, proof: "the directory's computer \(name) is \(full[0])")
        }
        nameJoins = sets.joins
        rootOfPosition = names.indices.map { sets.root(of: $0) }
        nodeOfRoot = Array(repeating: NumberOrNone(nil), count: names.count)
        for (position, root) in rootOfPosition.enumerated() { membersOfRoot[root, default: []].append(position) }
    }

    // MARK: Second pass

    /// The device of a client, or why it is none.
    mutating func resolve(_ client: Client) -> Resolution {
        let address = client.parts.address.value
        var facts = ClientRules.Facts()
        if let address {
            facts.hasAddress = true
            facts.isLoopback = addresses[address].isLoopback
            facts.isTrustedProxy = addresses[address].isTrustedProxy
            facts.isVPN = addresses[address].isVPN
            facts.isFrontEnd = addresses[address].isFrontEnd
        }
        if let placeholder = client.parts.placeholder.value { facts.name = ClientRules.placeholders[placeholder] }
        var host = client.machine ?? deviceHost(client.parts, server: client.server)
        /// Where the claim is that gave the host.
        var claim: Int?
        var isByQuery = false
        if host == nil, case .host(let device)? = client.webDevice {
            // Its own word in the user's own query says more than a name somebody else gave from that address.
            host = device
            isByQuery = true
        } else if host == nil, let bound = address.flatMap({ boundHost($0, client.day) }) {
            (host, claim) = bound
        }
        facts.isNamedDevice = host != nil
        if let host {
            facts.isServerItself = hosts[host].server == client.server
            facts.isFrontEnd = facts.isFrontEnd || hosts[host].isFrontEnd
        } else if let address {
            facts.isServerItself = addresses[address].server == client.server
        } else if client.parts.host.value != nil {
            facts.isServerItself = true
        }
        if facts.isServerItself { facts.isFrontEnd = false }
        facts.isWithoutAccess = !client.isAccess && existing(host: host, address: address) == nil
        if let rule = ClientRules.rule(for: facts) { return .rule(rule.id) }
        guard let node = existing(host: host, address: address) ?? made(host: host, address: address) else {
            return .rule("none")
        }
        if client.isAccess {
            if client.machine == nil { nodes[node].otherRows = true } else { nodes[node].machineRows = true }
            if host == nil {
                nodes[node].addressDays.insert(client.day)
                if let address, isShared(address, client.day) { nodes[node].sharedDays.insert(client.day) }
            }
            if isByQuery { nodes[node].webDays.insert(client.day) }
            if let claim, let address { claims[address].use(claim) }
        }
        return .device(node)
    }

    /// Adds what another one resolved; both began as the same.
    /// - Returns: the number here of each device there.
    mutating func merge(resolved other: DeviceJoin) -> [Int] {
        for address in claims.indices { claims[address].use(other.claims[address]) }
        return other.nodes.map { theirs in
            guard
                let node = existing(host: theirs.host, address: theirs.address)
                    ?? made(host: theirs.host, address: theirs.address)
            else { preconditionFailure("a device of neither a host nor an address") }
            nodes[node].machineRows = nodes[node].machineRows || theirs.machineRows
            nodes[node].otherRows = nodes[node].otherRows || theirs.otherRows
            nodes[node].addressDays.formUnion(theirs.addressDays)
            nodes[node].sharedDays.formUnion(theirs.sharedDays)
            nodes[node].webDays.formUnion(theirs.webDays)
            return node
        }
    }

    /// True where names or devices are known for the address that day, and it is none of them.
    private func isShared(_ address: Int, _ day: Day) -> Bool {
        claims[address].host(day) != nil || isCrowded(address, day)
    }

    private func isCrowded(_ address: Int, _ day: Day) -> Bool {
        !crowded.isEmpty && crowded.contains(AddressDay(address: address, day: day))
    }

    /// True where no access names the address that day, but a lease does.
    private func isLeasedOnly(_ address: Int?, _ day: Day) -> Bool {
        guard let address, !leasedOnly.isEmpty else { return false }
        return leasedOnly.contains(AddressDay(address: address, day: day))
    }

    /// The one host an address belonged to on a day; nil where it had no name, or several.
    private func boundHost(_ address: Int, _ day: Day) -> (host: Int, claim: Int)? {
        guard let claim = claims[address].place(day), !isCrowded(address, day),
            !isAddressDayDisabled || isLeasedOnly(address, day)
        else { return nil }
        let root = rootOfPosition[hosts[claims[address].host(at: claim)].position]
        if furtherClaims.isEmpty { return (sortedHosts[root], claim) }
        let isAlone = (furtherClaims[AddressDay(address: address, day: day)] ?? []).allSatisfy {
            rootOfPosition[hosts[$0].position] == root
        }
        return isAlone ? (sortedHosts[root], claim) : nil
    }

    private func existing(host: Int?, address: Int?) -> Int? {
        guard let host else { return address.flatMap { addresses[$0].node } }
        return hosts[host].isNoted ? nodeOfRoot[rootOfPosition[hosts[host].position]].value : nil
    }

    private mutating func made(host: Int?, address: Int?) -> Int? {
        if let host {
            guard hosts[host].isNoted else { return nil }
            let root = rootOfPosition[hosts[host].position]
            let members = (membersOfRoot[root] ?? []).map { hosts[sortedHosts[$0]].name }
            let shortest = members.min { a, b in
                let (first, second) = (a.string.utf8.count, b.string.utf8.count)
                return first == second ? a < b : first < second
            }
            nodeOfRoot[root] = NumberOrNone(nodes.count)
            nodes.append(Node(name: shortest ?? hosts[host].name, isAddressOnly: false, host: host))
        } else if let address {
            addresses[address].node = nodes.count
            nodes.append(Node(name: addresses[address].name, isAddressOnly: true, address: address))
        } else {
            return nil
        }
        return nodes.count - 1
    }

    // MARK: Result

    /// The devices in the order of their names, and the place of each `Resolution.device` among them.
    mutating func finished() -> (devices: [DeviceIdentity], place: [Int]) {
        bindDays()
        let order = nodes.indices.sorted { nodes[$0].name < nodes[$1].name }
        var place = Array(repeating: 0, count: nodes.count)
        for (new, old) in order.enumerated() { place[old] = new }
        let computers = ComputerIndex(directory)
        let devices = order.map { old in
            let node = nodes[old]
            if node.isAddressOnly {
                let address = addressNumbers[node.name].map { addresses[$0] }
                return DeviceIdentity(
                    name: node.name.string, isAddressOnly: true, days: node.addressDays.count, directoryIndex: nil,
                    joins: addressProofs(node), seenAsMachineOnly: false, serverIndex: address?.server,
                    isExternal: address?.isExternal ?? false, sharedDays: node.sharedDays.count)
            }
            let root = hostNumbers[node.name].map { rootOfPosition[hosts[$0].position] }
            let members = root.flatMap { membersOfRoot[$0] } ?? []
            let found = members.map { hosts[sortedHosts[$0]] }
            return DeviceIdentity(
                name: node.name.string, isAddressOnly: false, days: 0,
                directoryIndex: computers.index(of: found.map(\.name)),
                joins: proofs(node, members: members), seenAsMachineOnly: node.machineRows && !node.otherRows,
                serverIndex: found.compactMap(\.server).first, isExternal: false)
        }
        return (devices, place)
    }

    /// Gives each device the addresses and days that its name explained.
    private mutating func bindDays() {
        for address in claims.indices {
            for (day, host) in claims[address].used {
                guard let node = nodeOfRoot[rootOfPosition[hosts[host].position]].value else { continue }
                if isLeasedOnly(address, day) {
                    nodes[node].leasedDays[address, default: DaySet()].insert(day)
                } else {
                    nodes[node].boundDays[address, default: DaySet()].insert(day)
                }
            }
        }
    }

    private func addressProofs(_ node: Node) -> [Join] {
        if node.sharedDays.count == 0 { return [Join(rule: "", proof: "address that no name explains")] }
        let all = node.sharedDays.count == node.addressDays.count
        return [
            Join(
                rule: "",
                proof:
                    "address that several names had on \(all ? "each" : "\(node.sharedDays.count)") of its days: behind it is a network "
                    + "(NAT, VPN), a session host, or one device after the other")
        ]
    }

    private func proofs(_ node: Node, members: [Int]) -> [Join] {
        var joins = Set(members.compactMap { nameJoins[$0] })
        for (address, days) in node.boundDays {
            joins.insert(
                Join(
                    rule: JoinRules.addressDay.id,
                    proof: "address \(addresses[address].name), which only this name had that day (\(span(days)))"))
        }
        for (address, days) in node.leasedDays {
            joins.insert(
                Join(
                    rule: JoinRules.lease.id,
                    proof: "address \(addresses[address].name), leased to this name alone that day (\(span(days)))"))
        }
        if node.webDays.count > 0 {
            joins.insert(
                Join(rule: JoinRules.webDevice.id, proof: "named by its id in web queries (\(span(node.webDays)))"))
        }
        if node.machineRows {
            joins.insert(Join(rule: JoinRules.machineName.id, proof: "machine account \(node.name)$"))
        }
        return joins.sorted { ExactText($0.proof) < ExactText($1.proof) }
    }

    private func span(_ days: DaySet) -> String {
        guard let first = days.first, let last = days.last, first != last else { return days.first?.text ?? "" }
        return "\(first.text)..\(last.text), \(days.count) days"
    }

    // MARK: Names and addresses

    /// The number of a host name.
    mutating func host(_ name: ExactText) -> Int {
        if let known = hostNumbers[name] { return known }
        let server = servers.server(clientNamed: name)
        hostNumbers[name] = hosts.count
        hosts.append(Host(name: name, server: server, isFrontEnd: isFrontEnd(name, server: server)))
        return hosts.count - 1
    }

    private func isFrontEnd(_ name: ExactText, server: Int?) -> Bool {
        frontEnds.contains(name) || server.map(frontEndServers.contains) == true
    }

    /// Name and address of a client; an address written in the place of the name is an address.
    mutating func parts(name: TextID, address: TextID) -> Parts {
        var parts = Parts(
            host: NumberOrNone(nil), placeholder: NumberOrNone(nil), address: NumberOrNone(self.address(address)))
        switch clientName(name) {
        case .none: break
        case .placeholder(let number): parts.placeholder = NumberOrNone(number)
        case .host(let host): parts.host = NumberOrNone(host)
        case .address(let written): if parts.address.value == nil { parts.address = NumberOrNone(written) }
        }
        return parts
    }

    /// The host a client name means, nil for placeholders and for the server reached.
    private func deviceHost(_ parts: Parts, server: Int) -> Int? {
        guard let host = parts.host.value, hosts[host].server != server else { return nil }
        return host
    }

    private mutating func clientName(_ id: TextID) -> ClientName {
        if let known = clientNames[id] { return known }
        let text = texts[Int(id)]
        let result: ClientName
        if text.isEmpty {
            result = .none
        } else if let placeholder = ClientRules.placeholders.firstIndex(where: { ExactText($0) == text }) {
            result = .placeholder(placeholder)
        } else if let written = IPAddress(text.string) {
            result = .address(written.isUnspecified ? nil : number(of: ExactText(written.text)))
        } else {
            result = .host(host(text))
        }
        clientNames[id] = result
        return result
    }

    private mutating func address(_ id: TextID) -> Int? {
        if let known = clientAddresses[id] { return known }
        let result = number(of: texts[Int(id)])
        clientAddresses[id] = .some(result)
        return result
    }

    private mutating func number(of address: ExactText) -> Int? {
        if let known = addressNumbers[address] { return known }
        guard let parsed = IPAddress(address.string) else { return nil }
        let server = servers.server(clientNamed: address)
        addressNumbers[address] = addresses.count
        claims.append(DayHosts())
        addresses.append(
            Address(
                name: address, isLoopback: parsed.isLoopback, isTrustedProxy: networks.isTrustedProxy(parsed),
                isVPN: networks.isVPN(parsed), isExternal: !networks.isInternal(parsed), server: server,
                isFrontEnd: isFrontEnd(address, server: server)))
        return addresses.count - 1
    }
}

/// Finds computers of the directory by host name or full name.
private struct ComputerIndex {
    private var byFullName: [ExactText: Int] = [:]
    private var byHost: [ExactText: [Int]] = [:]

    init(_ directory: Directory) {
        for (number, computer) in directory.computers.enumerated() {
            if !computer.dnsName.isEmpty, byFullName[ExactText(computer.dnsName)] == nil {
                byFullName[ExactText(computer.dnsName)] = number
            }
            byHost[ExactText(computer.name), default: []].append(number)
        }
    }

    /// By full name; else by host name, where only one computer has it.
    func index(of names: [ExactText]) -> Int? {
        for name in names where MachineName.isFull(name.string) {
            if let found = byFullName[name] { return found }
        }
        for name in names {
            if let found = byHost[ExactText(MachineName.host(name.string))], found.count == 1 { return found[0] }
        }
        return nil
    }
}
