import AccessModel

/// The licences the organisation holds, bought with the requirement in mind: enough heads for Windows Server but most
/// of an old version, too few for the session host and the database, a little too many for mail.
struct Licences {
    struct Line {
        var licence: String
        var quantity: Int
        var flavour: String
        var version: String
        var term: String
        var assuranceEnd = ""
        var assignedTo = ""
        var note = ""
    }

    /// What a product needs, and what is held for it.
    struct Holding {
        var product: String
        var requiredVersion: String
        var requirement: Int
        var entitledUser: Int
        var usableUser: Int
        var entitledDevice = 0
        var usableDevice = 0
    }

    /// People behind `svc-crm` whom the directory does not know.
    static let peopleBehindCRM = 3
    private static let suiteSeats = 5

    private(set) var lines: [Line] = []
    private(set) var holdings: [Holding] = []

    /// - Parameters:
    ///   - windows, database, mail, sessionHost: users each product must cover.
    init(world: World, windows: Int, database: Int, mail: Int, sessionHost: Int) {
        // Bought as 2019 with Software Assurance until mid 2022: the version of 2021 came within its term.
        let current = windows * 35 / 100
        let old = windows - current
        add("ws-cal", old, "user", "2016")
        add("ws-cal", current, "user", "2019", assuranceEnd: "2022-06-30")
        add("ws-cal", world.terminals.count, "device", "2022", note: "ward terminals")
        add("exch-std", mail, "user", "2016", assuranceEnd: "2019-03-31")
        add("sql-cal", 3, "user", "2017")
        add("sql-cal", database / 2, "user", "2022")
        add("rds-cal", max(0, sessionHost - 3), "user", "2022")
        add(
            "ws-ec", 1, "server", "2019", assignedTo: EstateFiles.connectorHost, note: "bought for a portal since moved"
        )
        let seats = world.accounts
            .filter {
                $0.accountClass == .counted && $0.expiresBefore == nil && $0.groups.contains("Mailbox-Users")
            }
            .prefix(Licences.suiteSeats)
        for seat in seats {
            lines.append(
                Line(
                    licence: "m365-e3", quantity: 1, flavour: "user", version: "", term: "subscription",
                    assuranceEnd: "2027-06-30", assignedTo: "CORP\\\(seat.name)"))
        }
        holdings = [
            Holding(
                product: "exchange-server", requiredVersion: "2019", requirement: mail,
                entitledUser: mail + seats.count, usableUser: mail + seats.count),
            Holding(
                product: "sql-server", requiredVersion: "2019", requirement: database,
                entitledUser: database / 2 + 3, usableUser: database / 2),
            Holding(
                product: "windows-rds", requiredVersion: "2022", requirement: sessionHost,
                entitledUser: max(0, sessionHost - 3), usableUser: max(0, sessionHost - 3)),
            Holding(
                product: "windows-server", requiredVersion: "2022", requirement: windows,
                entitledUser: old + current + seats.count, usableUser: current + seats.count,
                entitledDevice: world.terminals.count, usableDevice: world.terminals.count),
        ]
    }

    private mutating func add(
        _ licence: String, _ quantity: Int, _ flavour: String, _ version: String, assuranceEnd: String = "",
        assignedTo: String = "", note: String = ""
    ) {
        lines.append(
            Line(
                licence: licence, quantity: quantity, flavour: flavour, version: version, term: "perpetual",
                assuranceEnd: assuranceEnd, assignedTo: assignedTo, note: note))
    }
}
