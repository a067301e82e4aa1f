import AccessModel
import PositionModel
import Testing

@testable import Identity
@testable import Reconciliation

/// Answers of the decision register: each moves the figure its question is about, and nothing else.
@Suite struct AnswerTests {
    private func answer(_ world: inout World, _ id: String, _ subject: String, _ answer: String) {
        world.estate.settings.answers.append(
            RegisterAnswer(
                id: id, subject: subject, answer: answer, name: "J. Doe",
                date: Day(text: "2026-11-02") ?? Day(number: 0),
                proof: "ticket 1", file: "answers.csv", line: world.estate.settings.answers.count + 2))
    }

    /// The position with one answer, checked for what holds of every answer.
    private func position(
        _ world: World, _ id: String, _ subject: String, _ word: String, isTaken: Bool = true
    ) throws -> Position {
        var world = world
        let before = try world.position()
        answer(&world, id, subject, word)
        let after = try world.position()
        #expect(after.bridgesSum)
        #expect(after.answers.isEmpty != isTaken)
        for row in after.products {
            let tool = before.products.first { $0.product == row.product && $0.flavour == row.flavour }
            #expect(row.identifiedByTool == tool?.defended ?? Figure(0))
            if let defended = row.defended.value, let tool = row.identifiedByTool.value {
                #expect(row.identifiedManually.value == defended - tool)
                if let low = row.low.value, let high = row.high.value { #expect((low...high).contains(defended)) }
            } else {
                #expect(row.identifiedManually.value == nil)
                #expect(row.reasons.contains { $0.figure == "identifiedManually" && !$0.reason.isEmpty })
            }
            // Inside what was said to be possible.
            if let tool, let low = tool.low.value, let high = tool.high.value, let defended = row.defended.value {
                #expect((low...high).contains(defended), "\(row.product)/\(row.flavour)")
            }
        }
        if isTaken {
            #expect(after.answers.allSatisfy { $0.id == id && $0.name == "J. Doe" && !$0.effect.isEmpty })
            #expect(!after.notices.contains { $0.file == "answers.csv" })
            #expect(!after.questions.contains { $0.id == id && $0.subject == subject })
        }
        return after
    }

    // MARK: Users

    /// Two partners from a foreign domain and one of the organisation's own.
    private func partners() -> World {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("srv1")
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "srv1")
        for name in ["p1", "p2"] { world.seen("partner\\\(name)", address: "198.51.100.7", on: "srv1") }
        return world
    }

    @Test func relationIsAskedPerUser() throws {
        let position = try partners().position()
        let rows = position.questions.filter { $0.kind == .relation }
        #expect(rows.map(\.subject) == ["partner\\p1", "partner\\p2"])
        #expect(
            rows.allSatisfy { $0.proposed == "internal" && $0.why.contains("its domain is not the organisation's") })
        // The address both came from leaves with them.
        #expect(
            rows[0].effects == [
                QuestionEffect(product: "windows-server", flavour: "user", unit: "users", low: -1),
                QuestionEffect(product: "windows-server", flavour: "device", unit: "devices", low: -1),
            ])
        #expect(try position.row("device").low.value == 1 && position.row("device").evidenced == 2)
        let row = try position.row("user")
        #expect(row.low.value == 1 && row.defended.value == 3 && row.evidenced == 3)
        #expect(row.identifiedByTool.value == 3 && row.identifiedManually.value == 0)
    }

    @Test(arguments: [
        ("internal", 3, "not-in-directory"), ("shared", 3, "not-in-directory"), ("external", 2, "external"),
        ("service", 2, "service"), ("test", 2, "test"),
    ])
    func relation(word: String, defended: Int, step: String) throws {
        let position = try position(partners(), "Q-relation", "partner\\p1", word)
        #expect(try position.row("user").defended.value == defended)
        #expect(try position.row("user").identifiedManually.value == defended - 3)
        let account = try #require(position.accounts.first { $0.account == "partner\\p1" })
        #expect(account.accountClass == step && account.rule == step)
        if defended == 2 { #expect(account.proof == "answered \(word) by J. Doe on 2026-11-02: ticket 1") }
        // The other one is still open.
        #expect(position.questions.filter { $0.kind == .relation }.map(\.subject) == ["partner\\p2"])
        #expect(try position.exposure("srv1").authenticatedVisitors.value == (word == "external" ? 1 : 0))
    }

    @Test func everyOtherDecidesTheRest() throws {
        var world = partners()
        answer(&world, "Q-relation", "*", "external")
        answer(&world, "Q-relation", "PARTNER\\P2", "internal")
        let position = try world.position()
        #expect(try position.row("user").defended.value == 2)
        #expect(!position.questions.contains { $0.kind == .relation })
        #expect(!position.findings.contains { $0.id == "Q-relation" })
        #expect(position.answers.map(\.answer) == ["external", "internal"])
    }

    @Test func contractorsOfTheDirectoryAreDecidedToo() throws {
        var world = World()
        world.server("srv1")
        world.user("temp")
        world.estate.settings.contractors = [.init(account: "corp\\temp", onsite: nil, hoursPerWeek: nil, end: nil)]
        #expect(try world.position().questions.map(\.subject) == ["corp\\temp"])
        let external = try position(world, "Q-relation", "corp\\temp", "external")
        #expect(try external.users("external") == 1 && external.row("user").defended.value == 0)
        for word in ["service", "test"] {
            #expect(try position(world, "Q-relation", "corp\\temp", word).users(word) == 1)
        }
    }

    @Test func leavers() throws {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("srv1")
        for name in ["gone", "away"] {
            world.user(name) { $0.enabled = false }
            world.seen("corp\\\(name)", from: "pc-\(name)", on: "srv1")
        }
        let id = "Q-windows-server-leavers"
        let counted = try position(world, id, "corp\\gone", "counted")
        #expect(try counted.users("answered") == 1 && counted.row("user").defended.value == 1)
        #expect(try counted.row("user").high.value == 2)
        let left = try position(world, id, "corp\\gone", "left")
        #expect(try left.row("user").defended.value == 0 && left.row("user").high.value == 1)
        #expect(left.questions.map(\.subject) == ["corp\\away"])
    }

    @Test func peopleNobodyNames() throws {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.estate.settings.sharedPatterns = ["corp\\ward"]
        world.server("srv1")
        world.user("ward")
        world.seen("corp\\ward", on: "srv1")
        world.seen("", address: "10.0.0.9", on: "srv1")
        #expect(try world.position().row("user").defended.value == 1)
        // Their effect is not determinable, so no range can hold it.
        for (id, subject) in [
            ("Q-windows-server-shared-accounts", "corp\\ward"), ("Q-windows-server-unknown-users", ""),
        ] {
            let question = try #require(try world.position().questions.first { $0.id == id })
            #expect(question.subject == subject && question.effects[0].high.value == nil)
            #expect(!question.effects[0].reason.isEmpty)
            var answered = world
            answer(&answered, id, subject, "5")
            let position = try answered.position()
            let more = subject.isEmpty ? 5 : 4
            #expect(try position.row("user").defended.value == 1 + more && position.users("answered") == more)
            #expect(try position.row("user").requirement.value == 1 + more && position.bridgesSum)
            #expect(!position.questions.contains { $0.id == id })
        }
    }

    /// An account at ten devices on one day is asked about; one at nine, and one that moves slowly, is not.
    @Test func accountsAtManyDevicesAtOnce() throws {
        func world(devices: Int, days: Int = 1) -> World {
            var world = World()
            world.estate.settings.choices = [("windows-server", .user)]
            world.server("srv1")
            world.user("night")
            for day in 1...days {
                for device in 1...devices {
                    world.seen("corp\\night", from: "pc-\(device)", on: "srv1", day: "2026-10-0\(day)")
                }
            }
            return world
        }
        let id = "Q-windows-server-many-devices"
        func asked(_ world: World) throws -> Bool { try world.position().questions.contains { $0.id == id } }
        #expect(try asked(world(devices: ManyDevices.onOneDay)))
        #expect(try !asked(world(devices: ManyDevices.onOneDay - 1)))
        #expect(try asked(world(devices: ManyDevices.repeatedly, days: ManyDevices.days)))
        #expect(try !asked(world(devices: ManyDevices.repeatedly, days: ManyDevices.days - 1)))
        #expect(try !asked(world(devices: ManyDevices.repeatedly - 1, days: 9)))
        var declared = world(devices: ManyDevices.onOneDay)
        declared.estate.settings.sharedPatterns = ["corp\\night"]
        #expect(try !asked(declared))
        var servers = world(devices: ManyDevices.onOneDay)
        for device in 1...ManyDevices.onOneDay { servers.server("pc-\(device)") }
        #expect(try !asked(servers))

        let open = try world(devices: 12).position()
        #expect(try open.row("user").defended.value == 1 && open.row("user").high.value == 12)
        let four = try position(world(devices: 12), id, "corp\\night", "4")
        #expect(try four.row("user").defended.value == 4 && four.row("user").high.value == 4 && four.bridgesSum)
        let one = try position(world(devices: 12), id, "corp\\night", "one")
        #expect(try one.row("user").defended.value == 1 && one.row("user").high.value == 1)
    }

    /// A service account another machine works with has people behind it, or somebody says that it has none.
    @Test func peopleBehindServiceAccounts() throws {
        func world(_ change: (inout World) -> Void = { _ in }) -> World {
            var world = World()
            world.estate.settings.choices = [("windows-server", .user)]
            world.estate.settings.servicePatterns = ["corp\\svc-*"]
            for server in ["srv1", "app1"] { world.server(server) }
            world.user("anna")
            world.user("svc-app")
            world.seen("corp\\anna", from: "pc1", on: "srv1")
            world.seen("corp\\svc-app", from: "app1", on: "srv1")
            change(&world)
            return world
        }
        let id = "Q-windows-server-people-behind"
        let question = try #require(try world().position().questions.first { $0.id == id })
        #expect(question.subject == "corp\\svc-app" && question.effects[0].high.value == nil)
        #expect(!question.effects[0].reason.isEmpty)
        for (word, more) in [("nobody", 0), ("counted", 0), ("40", 40)] {
            // Not determinable, so no range can hold it.
            var answered = world()
            answer(&answered, id, "corp\\svc-app", word)
            let position = try answered.position()
            #expect(try position.row("user").defended.value == 1 + more && position.bridgesSum)
            #expect(!position.questions.contains { $0.id == id })
        }
        func asked(_ world: World) throws -> Bool { try world.position().questions.contains { $0.id == id } }
        // An address nothing names may be a machine as well, at a desk a person sits; the server itself is nobody's.
        #expect(
            try asked(
                world {
                    $0.accesses[1].client = ""; $0.accesses[1].address = "10.0.0.7"
                }))
        #expect(try asked(world { $0.accesses[1].client = "pc7" }))
        #expect(try !asked(world { $0.accesses[1].client = "" }))
        // Whoever is declared is counted, and asked about no more.
        let declared = world {
            $0.estate.settings.multiplexers = [.init(account: "corp\\svc-app", population: ["corp\\anna", "bert"])]
        }
        #expect(try !asked(declared))
        #expect(try declared.position().users("behind-multiplexers") == 1)
        let nobody = world { $0.estate.settings.multiplexers = [.init(account: "corp\\svc-app", population: [])] }
        #expect(try asked(nobody))
    }

    // MARK: Devices

    private func devices() -> World {
        var world = World()
        world.estate.settings.choices = [("windows-server", .device)]
        world.server("srv1")
        world.user("anna")
        world.computer("old") { $0.enabled = false }
        world.seen("corp\\anna", from: "old", on: "srv1")
        world.seen("corp\\pc9$", from: "pc9", on: "srv1")
        for day in ["2026-10-01", "2026-10-02", "2026-10-05"] {
            world.seen("corp\\anna", address: "10.0.0.9", on: "srv1", day: day)
        }
        world.visits = [("srv1", "W3SVC1", "10.0.0.21", .success, "2026-10-01")]
        return world
    }

    @Test(arguments: [
        ("Q-windows-server-machine-only", "pc9", "counted", 1), ("Q-windows-server-machine-only", "pc9", "none", 0),
        ("Q-windows-server-disabled-devices", "old", "counted", 1),
        ("Q-windows-server-disabled-devices", "old", "none", 0),
        ("Q-windows-server-addresses", "10.0.0.9", "daily", 2), ("Q-windows-server-addresses", "10.0.0.9", "one", 0),
        ("Q-anonymous-inside", "", "devices", 1), ("Q-anonymous-inside", "", "covered", 0),
        ("Q-windows-server-no-device", "corp\\anna", "counted", 0),
    ])
    func devices(id: String, subject: String, word: String, more: Int) throws {
        let before = try devices().position().row("device")
        let position = try position(devices(), id, subject, word)
        let after = try position.row("device")
        #expect(after.defended.value == (before.defended.value ?? 0) + more)
        #expect(after.identifiedManually.value == more)
        let step = try position.bridge().steps.first { $0.rule == "answered" }
        #expect((step?.devices ?? 0) == more)
    }

    @Test func aCountedDeviceNobodyWasSeenAtIsInTheMix() throws {
        var world = devices()
        world.estate.settings.choices = []
        let before = try world.position()
        let after = try position(world, "Q-windows-server-machine-only", "pc9", "counted")
        let (low, high) = (try before.row("total").requirement.value ?? 0, try before.row("total").high.value ?? 0)
        #expect(try after.row("total").requirement.value == low + 1)
        #expect(high >= low + 2)
    }

    @Test func aUserWithoutADeviceMayHaveOneOfHisOwn() throws {
        var world = devices()
        answer(&world, "Q-windows-server-no-device", "corp\\anna", "own-device")
        let position = try world.position()
        #expect(try position.row("device").identifiedManually.value == 1 && position.bridgesSum)
    }

    // MARK: Servers

    @Test func licenceModel() throws {
        var world = World()
        world.server("db1", "sql-server", "2019") { $0.edition = "Standard" }
        world.server("db1")
        for name in ["anna", "bert"] {
            world.user(name)
            world.seen("corp\\\(name)", from: "pc-\(name)", on: "db1")
        }
        let id = "Q-sql-server-licence-model"
        let question = try #require(try world.position().questions.first { $0.id == id })
        #expect(question.subject == "db1" && question.effects[0].high.value == 2 && question.proposed == "server+cal")
        let cal = try position(world, id, "db1", "server+cal")
        #expect(try cal.row("user", of: "sql-server").defended.value == 2)
        let core = try position(world, id, "db1", "per-core")
        #expect(try core.row("user", of: "sql-server").defended.value == 0)
        #expect(core.products.contains { $0.reasons.contains { $0.reason.contains("answered per-core by J. Doe") } })
    }

    @Test func versions() throws {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("srv1", "windows-server", "no idea")
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "srv1")
        world.licence("ws-cal", 1, .user, version: "2016")
        // A version nobody knows makes no shortfall smaller.
        #expect(try world.position().row("user").usable.value == 0)
        let id = "Q-windows-server-version-srv1"
        #expect(try world.position().questions.first { $0.id == id }?.accepted.contains("2012r2") == true)
        #expect(try position(world, id, "srv1", "2022").row("user").usable.value == 0)
        #expect(try position(world, id, "srv1", "2012 R2").row("user").usable.value == 1)
        let refused = try position(world, id, "srv1", "2042", isTaken: false)
        #expect(refused.questions.contains { $0.id == id })
        let notice = try #require(refused.notices.first { $0.file == "answers.csv" })
        #expect(notice.line == 2 && notice.message.contains("cannot be applied") && notice.message.contains("2012r2"))
    }

    @Test func groups() throws {
        var world = World()
        world.server("srv1") { $0.accessGroups = ["No Such Group"] }
        world.user("anna")
        world.user("bert")
        world.seen("corp\\anna", from: "pc1", on: "srv1")
        let id = "Q-windows-server-groups-srv1"
        let question = try #require(try world.position().questions.first { $0.id == id })
        #expect(question.effects[0].low.value == -1)
        #expect(try position(world, id, "srv1", "none").row("user").defended.value == 1)
        #expect(try position(world, id, "srv1", "everyone").row("user").defended.value == 2)
    }

    @Test func devicesBehindSuspectedProxiesAreNotDeterminable() throws {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("web1")
        for name in ["anna", "bert"] {
            world.user(name)
            world.seen("corp\\\(name)", address: "10.0.0.4", on: "web1", by: .web, site: "W3SVC1")
        }
        world.seen("corp\\anna", from: "pc1", on: "web1")
        let proxies = [SuspectedProxy(server: "web1", site: "W3SVC1", peer: "10.0.0.4", why: "16 user agents")]
        let row = try world.position(proxies: proxies).row("device")
        #expect(row.evidenced == 1 && row.low.value == 1 && row.defended.value == 1 && row.high.value == nil)
        #expect(row.reasons.contains { $0.figure == "high" && $0.reason.contains("Q-windows-server-proxies") })
        // Users are known by name, and nobody may hold a device CAL for the address.
        let users = try world.position(proxies: proxies).row("user")
        #expect(users.defended.value == 2 && users.high.value == 2)
        let question = try #require(
            try world.position(proxies: proxies).questions.first { $0.id == "Q-windows-server-proxies" })
        #expect(question.subject == "10.0.0.4" && question.effects[0].high.value == nil)
        for (word, defended) in [("none", 1), ("device", 2), ("12", 13)] {
            var answered = world
            answer(&answered, question.id, question.subject, word)
            let row = try answered.position(proxies: proxies).row("device")
            #expect(row.defended.value == defended && row.high.value == defended, "\(word)")
        }
        // Elsewhere the same address is a device like any other.
        #expect(try world.position().row("device").defended.value == 2)
        // Only visitors without a name: as little can be told.
        world.accesses.removeFirst(2)
        world.visits = [("web1", "W3SVC1", "10.0.0.4", .success, "2026-10-01")]
        let nameless = try world.position(proxies: proxies)
        #expect(try nameless.row("device").high.value == nil)
        #expect(nameless.questions.map(\.id) == ["Q-windows-server-proxies"])
        // A front end somebody declared is no open question: its own log says who uses it.
        var declared = world
        declared.server("web2") { $0.behind = ["10.0.0.4"] }
        declared.visits = []
        declared.seen("corp\\anna", address: "10.0.0.4", on: "web1", by: .web, site: "W3SVC1")
        #expect(try !declared.position(proxies: proxies).questions.contains { $0.kind == .suspectedProxies })
    }

    @Test func bandsHaveNoEndWhereAQuestionHasNone() throws {
        var world = World()
        world.server("srv1")
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "srv1")
        #expect(try world.position().row("total").high.value == 1)
        world.seen("", address: "10.0.0.9", on: "srv1")
        let position = try world.position()
        for flavour in ["user", "total"] {
            let row = try position.row(flavour)
            #expect(row.high.value == nil && row.defended.value != nil)
            #expect(
                row.reasons.contains { $0.figure == "high" && $0.reason.contains("Q-windows-server-unknown-users") })
        }
        #expect(try position.row("device").high.value != nil)
    }

    @Test func remoteDesktop() throws {
        var world = World()
        world.estate.settings.choices = [("windows-rds", .user)]
        world.server("srv1")
        world.user("anna")
        // May reach srv1 as everybody may, and had no session: no user of Remote Desktop Services by an answer.
        world.user("bert")
        world.seen("corp\\anna", from: "pc1", address: "10.0.0.5", on: "srv1", by: .remoteInteractive)
        world.seen("corp\\anna", from: "pc1", address: "10.0.0.5", on: "other", by: .remoteInteractive)
        let id = "Q-windows-rds-remote-administration"
        let before = try world.position()
        #expect(before.questions.filter { $0.id == id }.map(\.subject) == ["other", "srv1"])
        let effects = before.questions.filter { $0.id == id }.map { $0.effects.map(\.high.value) }
        #expect(effects == [[1, 1], [1, 1]])
        #expect(!before.products.contains { $0.product == "windows-rds" })
        let rds = try position(world, id, "srv1", "rds")
        #expect(try rds.row("user", of: "windows-rds").defended.value == 1)
        #expect(try rds.row("user", of: "windows-rds").requiredVersion == [.init(version: "2019", count: 1)])
        let plain = try position(world, id, "srv1", "administration")
        #expect(!plain.products.contains { $0.product == "windows-rds" })
        // Beside a server with a row of its own the range held both.
        var hosted = world
        hosted.server("rds1", "windows-rds", "2019") { $0.accessGroups = ["RDS"] }
        hosted.user("cleo") { $0.memberOf = ["CN=RDS,DC=corp"] }
        #expect(try hosted.position().row("user", of: "windows-rds").high.value == 1)
        #expect(try position(hosted, id, "srv1", "rds").row("user", of: "windows-rds").defended.value == 1)
        hosted.seen("corp\\cleo", from: "pc3", address: "10.0.0.8", on: "rds1", by: .rdpSession)
        let range = try hosted.position().row("user", of: "windows-rds")
        #expect(range.defended.value == 1 && range.high.value == 2)
        let both = try position(hosted, id, "srv1", "rds").row("user", of: "windows-rds")
        #expect(both.defended.value == 2 && both.identifiedManually.value == 1)
        // A machine servers.csv does not name has neither groups nor hosts: it has to be named first.
        let refused = try position(world, id, "other", "rds", isTaken: false)
        #expect(refused.notices.contains { $0.line == 2 && $0.message.contains("windows-rds row") })
        #expect(refused.questions.filter { $0.id == id }.count == 2)
    }

    // MARK: Licences

    private func usable(_ world: World, _ id: String, _ subject: String, _ word: String) throws -> Int? {
        try position(world, id, subject, word).row("user").usable.value
    }

    @Test func licenceLines() throws {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("srv1")
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "srv1")
        world.licence("Mystery licence", 3, .user, version: "2022")
        world.licence("ws-cal", 4, version: "2022")
        world.licence("ws-cal", 5, .user)
        world.licence("M365 E3", 6, saEnd: "2027-01-31")
        world.licence("M365 E3", 1, saEnd: "2027-01-31", to: "corp\\nobody")
        let questions = try world.position().questions.filter { $0.effects.first?.figure == "usable" }
        #expect(
            Set(questions.map { "\($0.id) \($0.subject)" }) == [
                "Q-entitlement-line-2 3 x Mystery licence", "Q-windows-server-flavour-line-3 4 x ws-cal",
                "Q-windows-server-version-line-4 5 x ws-cal", "Q-windows-server-unassigned-line-5 6 x M365 E3",
                "Q-windows-server-holder-line-6 1 x M365 E3 for corp\\nobody",
            ])
        #expect(questions.allSatisfy { $0.proposed == "none" })
        #expect(try world.position().row("user").usable.value == 0)
        #expect(try usable(world, "Q-entitlement-line-2", "3 x Mystery licence", "ws-cal") == 3)
        #expect(try usable(world, "Q-entitlement-line-2", "3 x Mystery licence", "none") == 0)
        #expect(try usable(world, "Q-windows-server-flavour-line-3", "4 x ws-cal", "user") == 4)
        #expect(try usable(world, "Q-windows-server-flavour-line-3", "4 x ws-cal", "device") == 0)
        #expect(try usable(world, "Q-windows-server-version-line-4", "5 x ws-cal", "2022") == 5)
        #expect(try usable(world, "Q-windows-server-version-line-4", "5 x ws-cal", "2008") == 0)
        #expect(try usable(world, "Q-windows-server-unassigned-line-5", "6 x M365 E3", "2") == 2)
        #expect(try usable(world, "Q-windows-server-unassigned-line-5", "6 x M365 E3", "all") == 6)
        let more = try position(world, "Q-windows-server-unassigned-line-5", "6 x M365 E3", "99", isTaken: false)
        #expect(more.notices.contains { $0.message.contains("the line has 6 seats") })
        let holder = "1 x M365 E3 for corp\\nobody"
        #expect(try usable(world, "Q-windows-server-holder-line-6", holder, "corp\\anna") == 1)
        #expect(try usable(world, "Q-windows-server-holder-line-6", holder, "none") == 0)
        let unknown = try position(world, "Q-windows-server-holder-line-6", holder, "corp\\who", isTaken: false)
        #expect(unknown.notices.contains { $0.message.contains("neither directory nor logs know") })
    }

    /// A line that moved is another licence's: the answer must not move with the number.
    @Test func anAnswerDoesNotMoveToAnotherLicence() throws {
        var world = World()
        world.server("srv1")
        world.user("anna")
        world.licence("ws-cal", 4, version: "2022")
        answer(&world, "Q-windows-server-flavour-line-2", "4 x ws-cal", "user")
        #expect(try world.position().row("user").entitled == 4)
        world.estate.entitlements[0].quantity = 5
        let moved = try world.position()
        #expect(try moved.row("user").entitled == 0)
        #expect(moved.notices.contains { $0.line == 2 && $0.message.contains("is not asked of this estate") })
    }

    @Test func connectors() throws {
        var world = partners()
        world.licence("ws-ec", 1, .server, to: "srv1")
        let id = "Q-windows-server-connector-version-line-2"
        answer(&world, "Q-relation", "*", "external")
        #expect(try world.position().exposure("srv1").verdict != .covered)
        answer(&world, id, "1 x ws-ec for srv1", "2022")
        let position = try world.position()
        #expect(try position.exposure("srv1").verdict == .covered)
        #expect(position.answers.contains { $0.id == id })
    }

    // MARK: All of them

    @Test func anAnswerToNoQuestionIsTold() throws {
        let position = try position(partners(), "Q-relation", "partner\\p3", "external", isTaken: false)
        let notice = try #require(position.notices.first { $0.file == "answers.csv" })
        #expect(notice.line == 2)
        #expect(
            notice.message == "question Q-relation about \"partner\\p3\" is not asked of this estate (any more): "
                + "its answer \"external\" changes nothing")
    }

    @Test func theRegisterIsBounded() throws {
        var world = World()
        world.server("srv1")
        world.user("anna")
        let limit = DecisionRegister.maximumSubjects
        for number in 0..<limit { world.seen("partner\\p\(number)", on: "srv1") }
        #expect(try world.position().questions.filter { $0.kind == .relation }.count == limit)
        for number in 0..<2 { world.seen("partner\\q\(number)", on: "srv1") }
        let rows = try world.position().questions.filter { $0.kind == .relation }
        #expect(rows.count == limit + 1)
        let rest = try #require(rows.last)
        #expect(rest.subject == "*" && rest.effects.first?.low.value == -2)
        answer(&world, "Q-relation", "*", "external")
        #expect(try world.position().row("user").defended.value == 1)
    }

    @Test func largestEffectFirst() throws {
        let position = try devices().position()
        let sizes = position.questions.map { $0.effects.first?.size ?? Int.max }
        #expect(sizes == sizes.sorted(by: >) && Set(position.questions.map(\.id)).count > 3)
    }
}
