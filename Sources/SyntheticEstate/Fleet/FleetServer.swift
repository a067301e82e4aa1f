/// A server of the fleet: its name, its clock and the events it has written but the collector has not fetched.
struct FleetServer {
    let computer: [UInt8]
    /// Its machine account, with `$`.
    let account: [UInt8]
    let sid: [UInt8]
    let address: [UInt8]
    let activity: [UInt8]
    let process: [UInt8]
    /// Windows Server 2016 writes nine digits of a second, later ones seven.
    let isOld: Bool

    /// Events not yet fetched.
    var pending: [UInt8] = []
    /// Bytes at which the collector fetches next.
    var burst = 0
    var recordID: Int
    /// Time of its last event, ticks of 100 ns since 1970.
    var last: Int64 = 0
    /// Sessions that are open: when they end, and of whom they are.
    var sessions: [Session] = []
    var firstSession = 0

    struct Session {
        var end: Int64
        var account: [UInt8]
        var domain: [UInt8]
        var sid: [UInt8]
        var logonID: [UInt8]
        var type: [UInt8]
    }

    init(number: Int, random: inout SeededRandom) {
        let host =
            switch number {
            case 0..<FleetServer.controllers: "DC\(padded(number + 1, 2))"
            case FleetServer.sessionHosts: "RDS\(padded(number - FleetServer.sessionHosts.lowerBound + 1, 2))"
            case 13...: "APP\(padded(number - 12, 2))"
            default: "FS\(padded(number - 2, 2))"
            }
        computer = Array("\(host).\(World.dnsDomain)".utf8)
        account = Array("\(host)$".utf8)
        sid = Array("\(World.domainSID)-\(1000 + number)".utf8)
        address = Array("10.2.0.\(10 + number)".utf8)
        activity = HexText.guid(&random)
        process = HexText.decimal(600 + 4 * random.below(60))
        isOld = number % 2 == 0
        recordID = 1_000_000 + random.below(900_000_000)
    }

    /// How many servers are controllers (the first ones), and which are session hosts.
    static let count = 20
    static let controllers = 3
    static let sessionHosts = 18..<count
}

/// Numbers as the bytes an event shows.
enum HexText {
    private static let upper = Array("0123456789ABCDEF".utf8)
    private static let lower = Array("0123456789abcdef".utf8)
    private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func decimal(_ value: Int) -> [UInt8] { Array(String(value).utf8) }

    /// `0x` and lower-case digits.
    static func hex(_ value: Int) -> [UInt8] {
        var digits: [UInt8] = []
        var rest = value
        repeat {
            digits.append(lower[rest & 15])
            rest >>= 4
        } while rest > 0
        return [0x30, 0x78] + digits.reversed()
    }

    /// A random GUID without braces.
    static func guid(_ random: inout SeededRandom) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        var (bits, left) = (random.next(), 16)
        for place in 0..<36 {
            if place == 8 || place == 13 || place == 18 || place == 23 {
                text.append(UInt8(ascii: "-"))
                continue
            }
            if left == 0 { (bits, left) = (random.next(), 16) }
            text.append(upper[Int(bits & 15)])
            bits >>= 4
            left -= 1
        }
        return text
    }

    /// A random SHA-256 in base64, as tickets' hashes are shown.
    static func ticketHash(_ random: inout SeededRandom) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(44)
        for _ in 0..<43 { text.append(base64[Int(random.next() >> 58)]) }
        return text + [UInt8(ascii: "=")]
    }
}
