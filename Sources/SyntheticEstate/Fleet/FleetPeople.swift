/// Somebody or something that logs on: a person at a device, the device itself, or a service at a server.
struct FleetAccount {
    var name: [UInt8]
    var sid: [UInt8]
    var address: [UInt8]
    var workstation: [UInt8]
    /// Servers it mostly reaches, as indices.
    var servers: [Int]
    /// The controller that serves its site.
    var controller: Int
    var isAdministrator = false
    /// The last day it got a ticket-granting ticket.
    var ticketDay = -1
}

extension FleetAccount {
    static func people(_ count: Int, random: inout SeededRandom) -> [FleetAccount] {
        var names = PersonNames()
        let members = Array(FleetServer.controllers..<FleetServer.sessionHosts.lowerBound)
        return (0..<count).map { number in
            // One in eight works on a session host, beside two other servers.
            let works = random.below(8) == 0
            var servers = random.sample(members, works ? 2 : 3)
            if works { servers.append(FleetServer.sessionHosts.lowerBound + random.below(2)) }
            return FleetAccount(
                name: Array(names.next().account.utf8), sid: sid(20_000 + number), address: address(number),
                workstation: device(number), servers: servers, controller: random.below(FleetServer.controllers),
                isAdministrator: number % 80 == 7)
        }
    }

    /// The devices of the people: a machine account reads its policies from its controller.
    static func devices(of people: [FleetAccount]) -> [FleetAccount] {
        people.indices.map { number in
            FleetAccount(
                name: device(number) + [UInt8(ascii: "$")], sid: sid(40_000 + number), address: address(number),
                workstation: device(number), servers: [people[number].controller],
                controller: people[number].controller)
        }
    }

    /// Backup, monitoring, software distribution: each from one server to all of them.
    static func services(random: inout SeededRandom) -> [FleetAccount] {
        ["backup", "monitor", "deploy", "sql", "scan", "crm", "print", "inventory"].enumerated().map { number, name in
            FleetAccount(
                name: Array("svc-\(name)".utf8), sid: sid(3000 + number), address: Array("10.2.0.\(60 + number)".utf8),
                workstation: Array("MGMT\(padded(number + 1, 2))".utf8), servers: Array(0..<FleetServer.count),
                controller: random.below(FleetServer.controllers), isAdministrator: true)
        }
    }

    private static func sid(_ rid: Int) -> [UInt8] { Array("\(World.domainSID)-\(rid)".utf8) }
    private static func device(_ number: Int) -> [UInt8] { Array("PC-\(padded(number + 1, 5))".utf8) }
    private static func address(_ number: Int) -> [UInt8] {
        Array("10.\(16 + number / 2000).\(number / 200 % 10).\(number % 200 + 20)".utf8)
    }
}
