import AccessModel
import PositionModel

/// Clients joined to devices: names to hosts, and addresses to the name they had on a day.
///
/// Filled in two passes over the evidence: first the names and what each address was called on each day, then the
/// client of each row. Rows without a successful access make no device.
struct DeviceJoin {
    /// What a row or visit says of its client.
    struct Client: Hashable {
        /// Index into `IdentityResolver`'s servers.
        var server: Int
        var name: ExactText
        var address: ExactText
        var day: Day
        /// Host of the machine account the row names, empty for every other account.
        var machine: ExactText = ""
        /// A success by a channel that proves an access or a lead.
        var isAccess: Bool
    }

    /// A device, or the rule that says why there is none.
    enum Resolution: Hashable {
        case device(Int)
        case rule(String)
    }

    private struct AddressDay: Hashable {
        var address: ExactText
        var day: Day
    }

    private struct AddressFacts {
        var isAddress = false
        var isLoopback = false
        var isTrustedProxy = false
        var isVPN = false
        var isExternal = false
    }

    private struct Node {
        var name: ExactText
        var isAddressOnly: Bool
        var machineRows = false
        var otherRows = false
        var addressDays: Set<Day> = []
        var boundDays: [ExactText: Set<Day>] = [:]
    }

    private let servers: ServerJoin
    private let networks: NetworkMap
    private let directory: Directory
    private let frontEnds: Set<ExactText>
    private let frontEndServers: Set<Int>
    private var addressFacts: [ExactText: AddressFacts] = [:]

    private var names: Set<ExactText> = []
    private var claims: [AddressDay: Set<ExactText>] = [:]
    private var sets = DisjointSets(count: 0)
    private var sortedNames: [ExactText] = []
    private var nameIndex: [ExactText: Int] = [:]
    private var namesOfRoot: [Int: [Int]] = [:]
    private var nodes: [Node] = []
    private var nodeOfName: [Int: Int] = [:]
    private var nodeOfAddress: [ExactText: Int] = [:]

    init(servers: ServerJoin, estate: Estate, networks: NetworkMap) {
        self.servers = servers
        self.networks = networks
        directory = estate.directory
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
        let (name, address) = split(client)
        let host = client.machine.isEmpty ? name : client.machine
        guard !host.isEmpty, client.machine.isEmpty ? isDeviceName(host, server: client.server) : true else { return }
        names.insert(host)
        let facts = facts(of: address)
        guard facts.isAddress, !facts.isLoopback, !facts.isTrustedProxy else { return }
        claims[AddressDay(address: address, day: client.day), default: []].insert(host)
    }

    /// Joins the names noted. Called once, between the passes.
    mutating func joinNames() {
        sortedNames = names.sorted()
        nameIndex = Dictionary(uniqueKeysWithValues: sortedNames.enumerated().map { ($1, $0) })
        sets = DisjointSets(count: sortedNames.count)
        let fullNames = MachineName.fullNames(of: sortedNames)
        for (position, name) in sortedNames.enumerated() where !MachineName.isFull(name.string) {
            if let full = fullNames[name], full.count == 1, let other = nameIndex[full[0]] {
                sets.join(position, other, proof: "\(full[0]) is the only full name that begins with \(name)")
            }
        }
        var byName: [ExactText: [ExactText]] = [:]
        for computer in directory.computers where !computer.dnsName.isEmpty {
            byName[ExactText(computer.name), default: []].append(ExactText(computer.dnsName))
        }
        for name in byName.keys.sorted() {
            guard let full = byName[name], full.count == 1, let short = nameIndex[name], let long = nameIndex[full[0]],
                fullNames[name] == nil
            else { continue }
            sets.join(short, long, proof: "the directory's computer \(name) is \(full[0])")
        }
        for position in sortedNames.indices { namesOfRoot[sets.root(of: position), default: []].append(position) }
    }

    // MARK: Second pass

    /// The device of a client, or why it is none.
    mutating func resolve(_ client: Client) -> Resolution {
        let (name, address) = split(client)
        let addressFacts = facts(of: address)
        var facts = ClientRules.Facts()
        facts.name = name.string
        facts.hasAddress = addressFacts.isAddress
        facts.isLoopback = addressFacts.isLoopback
        facts.isTrustedProxy = addressFacts.isTrustedProxy
        facts.isVPN = addressFacts.isVPN

        var host: ExactText = ""
        var isBound = false
        if !client.machine.isEmpty {
            host = client.machine
        } else if !name.isEmpty, isDeviceName(name, server: client.server) {
            host = name
        } else if let bound = boundName(address, client.day) {
            host = bound
            isBound = true
        } else if !name.isEmpty, !addressFacts.isAddress, !ClientRules.placeholders.contains(name.string) {
            facts.isServerItself = true
        }
        facts.isNamedDevice = !host.isEmpty
        let known = host.isEmpty ? address : host
        if let server = servers.server(clientNamed: known), !known.isEmpty {
            facts.isServerItself = facts.isServerItself || server == client.server
            facts.isFrontEnd = frontEndServers.contains(server)
        }
        facts.isFrontEnd =
            !facts.isServerItself && (facts.isFrontEnd || frontEnds.contains(known) || frontEnds.contains(address))
        facts.isWithoutAccess = !client.isAccess && !exists(host: host, address: address)
        if let rule = ClientRules.rule(for: facts) { return .rule(rule.id) }
        guard let node = node(host: host, address: address) else { return .rule("none") }
        if client.isAccess { see(node, client, address: address, isBound: isBound, isNamed: !host.isEmpty) }
        return .device(node)
    }

    private mutating func see(_ node: Int, _ client: Client, address: ExactText, isBound: Bool, isNamed: Bool) {
        if client.machine.isEmpty { nodes[node].otherRows = true } else { nodes[node].machineRows = true }
        if !isNamed { nodes[node].addressDays.insert(client.day) }
        if isBound { nodes[node].boundDays[address, default: []].insert(client.day) }
    }

    /// The one name an address had on a day; nil where it had none, or several.
    private mutating func boundName(_ address: ExactText, _ day: Day) -> ExactText? {
        guard let claimed = claims[AddressDay(address: address, day: day)] else { return nil }
        let roots = Set(claimed.compactMap { nameIndex[$0] }.map { sets.root(of: $0) })
        guard roots.count == 1, let root = roots.first else { return nil }
        return sortedNames[root]
    }

    private mutating func exists(host: ExactText, address: ExactText) -> Bool {
        if host.isEmpty { return nodeOfAddress[address] != nil }
        guard let position = nameIndex[host] else { return false }
        return nodeOfName[sets.root(of: position)] != nil
    }

    private mutating func node(host: ExactText, address: ExactText) -> Int? {
        if host.isEmpty {
            if let node = nodeOfAddress[address] { return node }
            nodeOfAddress[address] = nodes.count
            nodes.append(Node(name: address, isAddressOnly: true))
            return nodes.count - 1
        }
        guard let position = nameIndex[host] else { return nil }
        let root = sets.root(of: position)
        if let node = nodeOfName[root] { return node }
        nodeOfName[root] = nodes.count
        let members = (namesOfRoot[root] ?? []).map { sortedNames[$0] }
        let shortest = members.min { a, b in
            let (first, second) = (a.string.utf8.count, b.string.utf8.count)
            return first == second ? a < b : first < second
        }
        nodes.append(Node(name: shortest ?? host, isAddressOnly: false))
        return nodes.count - 1
    }

    // MARK: Result

    /// The devices in the order of their names, and the place of each `Resolution.device` among them.
    mutating func finished() -> (devices: [DeviceIdentity], place: [Int]) {
        let order = nodes.indices.sorted { nodes[$0].name < nodes[$1].name }
        var place = Array(repeating: 0, count: nodes.count)
        for (new, old) in order.enumerated() { place[old] = new }
        let computers = ComputerIndex(directory)
        var devices: [DeviceIdentity] = []
        for old in order {
            let node = nodes[old]
            let position = node.isAddressOnly ? nil : nameIndex[node.name]
            let root = position.map { sets.root(of: $0) }
            let members = root.flatMap { namesOfRoot[$0] } ?? []
            let allNames = members.map { sortedNames[$0] }
            let clientNames = allNames.isEmpty ? [node.name] : allNames
            devices.append(
                DeviceIdentity(
                    name: node.name.string, isAddressOnly: node.isAddressOnly, days: node.addressDays.count,
                    directoryIndex: computers.index(of: allNames), proofs: proofs(node, members: members),
                    seenAsMachineOnly: node.machineRows && !node.otherRows,
                    serverIndex: clientNames.compactMap { servers.server(clientNamed: $0) }.first,
                    isExternal: node.isAddressOnly && facts(of: node.name).isExternal))
        }
        return (devices, place)
    }

    private func proofs(_ node: Node, members: [Int]) -> [String] {
        var proofs = Set(members.map { ExactText(sets.proofs[$0]) }.filter { !$0.isEmpty })
        for (address, days) in node.boundDays {
            guard let first = days.min(), let last = days.max() else { continue }
            let span = first == last ? first.text : "\(first.text)..\(last.text), \(days.count) days"
            proofs.insert(ExactText("address \(address), which only this name had that day (\(span))"))
        }
        if node.machineRows { proofs.insert(ExactText("machine account \(node.name)$")) }
        if node.isAddressOnly { proofs.insert("address that no name explains") }
        return proofs.sorted().map(\.string)
    }

    // MARK: Names and addresses

    /// Name and address of a client; an address written in the place of the name is an address.
    private func split(_ client: Client) -> (name: ExactText, address: ExactText) {
        guard let written = IPAddress(client.name.string) else { return (client.name, client.address) }
        return ("", client.address.isEmpty && !written.isUnspecified ? ExactText(written.text) : client.address)
    }

    private func isDeviceName(_ name: ExactText, server: Int) -> Bool {
        !ClientRules.placeholders.contains { $0.utf8.elementsEqual(name.string.utf8) }
            && servers.server(clientNamed: name) != server
    }

    private mutating func facts(of address: ExactText) -> AddressFacts {
        if let known = addressFacts[address] { return known }
        var facts = AddressFacts()
        if let parsed = IPAddress(address.string) {
            facts.isAddress = true
            facts.isLoopback = parsed.isLoopback
            facts.isTrustedProxy = networks.isTrustedProxy(parsed)
            facts.isVPN = networks.isVPN(parsed)
            facts.isExternal = !networks.isInternal(parsed)
        }
        addressFacts[address] = facts
        return facts
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
