import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// How far the shortfall is from the share at which an audit is billed, and licences no log tells of.
@Suite struct GaugeTests {
    private func world(held: Int) -> World {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("srv1")
        for number in 0..<100 {
            world.user("u\(number)")
            world.seen("corp\\u\(number)", from: "pc\(number)", on: "srv1")
        }
        world.licence("ws-cal", held, .user, version: "2019")
        return world
    }

    @Test(arguments: [(100, "0.0000", false), (96, "0.0400", false), (95, "0.0500", true), (40, "0.6000", true)])
    func shareOfMoney(held: Int, share: String, isReached: Bool) throws {
        let gauge = try #require(try world(held: held).position().gauge)
        #expect(gauge.share == share && gauge.isReached == isReached && gauge.threshold == "0.0500")
        #expect(gauge.lines.map(\.product) == ["windows-server"] && gauge.lines[0].share == share)
        #expect(gauge.cost?.hundredths == Int64(100 - held) * 5000)
        #expect(gauge.costWithSurcharge?.hundredths == Int64(100 - held) * 6250)
        #expect(gauge.requirementCost?.text == "5000.00")
    }

    @Test func theOrganisationsOwnThreshold() throws {
        var world = world(held: 95)
        world.estate.settings.positionShare = 0.1
        #expect(try world.position().gauge?.isReached == false)
    }

    @Test func whatIsNotDeterminableSaysWhy() throws {
        var world = World()
        world.server("db1", "sql-server", "2019")
        world.user("anna")
        world.seen("corp\\anna", from: "pc1", on: "db1")
        let gauge = try #require(try world.position().gauge)
        #expect(gauge.isReached == nil && gauge.cost == nil && gauge.share == "")
        #expect(gauge.reasons.contains { $0.figure == "isReached" && $0.reason.contains("sql-server") })
    }

    @Test func additiveLicencesArePricedBothWays() throws {
        var world = World()
        world.estate.settings.choices = [("exchange-server", .user)]
        world.estate.settings.prices.append(.init(licence: "exch-ent", flavour: .user, hundredths: 6000))
        world.server("mail", "exchange-server", "2019")
        for name in ["anna", "bert", "cleo"] {
            world.user(name)
            world.seen("corp\\\(name)", from: "pc-\(name)", on: "mail")
        }
        world.licence("exch-ent", 1, .user, version: "2019")
        let open = try #require(try world.position().additive.first { $0.licence == "exch-ent" })
        #expect(open.low.value == 0 && open.high.value == 3 && open.requirement.value == nil && open.usable.value == 1)
        #expect(open.lowCost?.text == "0.00" && open.highCost?.text == "120.00")
        #expect(open.openQuestions == ["Q-exchange-server-additive-exch-ent"])
        #expect(open.reasons.contains { $0.figure == "requirement" })
        for (word, delta) in [("none", 1), ("2", -1), ("all", -2), ("4", nil)] {
            var answered = world
            answered.estate.settings.answers = [
                RegisterAnswer(
                    id: open.openQuestions[0], subject: open.name, answer: word, name: "J. Doe",
                    date: Day(text: "2026-11-02") ?? Day(number: 0), proof: "", file: "answers.csv", line: 2)
            ]
            let position = try answered.position()
            let line = try #require(position.additive.first { $0.licence == "exch-ent" })
            #expect(line.delta.value == delta, "\(word)")
            #expect(position.findings.contains { $0.id == "F-shortfall-exch-ent" } == ((delta ?? 0) < 0))
            #expect(position.notices.contains { $0.message.contains("cannot be applied") } == (delta == nil))
        }
    }

    /// What is held on top counts for people who use the product, one each, and by users where users are counted.
    @Test func licencesOnTopServeWhoUsesTheProduct() throws {
        var world = World()
        world.estate.settings.choices = [("exchange-server", .user)]
        world.server("mail", "exchange-server", "2019")
        world.server("file")
        for name in ["anna", "bert"] {
            world.user(name)
            world.seen("corp\\\(name)", from: "pc-\(name)", on: "mail")
        }
        world.user("olaf") { $0.enabled = false }
        world.licence("exch-ent", 1, .user, version: "2019", to: "CORP\\anna")
        world.licence("exch-ent", 1, .user, version: "2019", to: "corp\\ANNA")
        world.licence("exch-ent", 1, .user, version: "2019", to: "CORP\\olaf")
        world.licence("exch-ent", 7, .device, version: "2019")
        world.licence("exch-ent", 2, .user, version: "2013")
        let position = try world.position()
        let line = try #require(position.additive.first { $0.licence == "exch-ent" })
        #expect(line.usable.value == 1 && line.flavour == .user)
        let reasons = line.reasons.filter { $0.figure == "usable" }.map(\.reason)
        #expect(reasons.contains { $0.hasPrefix("7 device licences are not counted") }, "\(reasons)")
        #expect(reasons.contains { $0.hasPrefix("2 are in the hands of users that do not use the product") })
        #expect(reasons.contains { $0.hasPrefix("2 are older") })
        // Nobody has the licence below it.
        let base = try #require(position.findings.first { $0.id == "F-base-exch-ent" })
        #expect(base.effect.hasPrefix("1 of them serve nobody"))
        world.licence("exch-std", 2, .user, version: "2019")
        #expect(!(try world.position().findings.contains { $0.id == "F-base-exch-ent" }))
        world.estate.settings.choices = [("exchange-server", .device)]
        let devices = try #require(try world.position().additive.first { $0.licence == "exch-ent" })
        #expect(devices.usable.value == 7 && devices.flavour == .device && devices.high.value == 2)
    }
}
