import Foundation
import Testing

@testable import SyntheticEstate

/// The truth agrees with itself, and what was to be planted is planted.
@Suite struct TruthTests {
    private func server(_ name: String, in population: Truth.Population) throws -> Truth.ServerCounts {
        try #require(population.servers.first { $0.server == name })
    }

    @Test(arguments: [5, 6, EstateGenerator.sampleSeed]) func bridgeSums(seed: UInt64) throws {
        let bridge = try TestEstate.small(seed).truth.bridge
        #expect(bridge.start + bridge.steps.reduce(0) { $0 + $1.sign * $1.users } == bridge.defendedUsers)
        #expect(bridge.start - bridge.steps.prefix(4).reduce(0) { $0 + $1.users } == bridge.auditorUsers)
        let leavers = bridge.steps.first { $0.step == "leaver" }?.users
        #expect(bridge.enabledAccounts == bridge.auditorUsers - (leavers ?? 0))
        #expect(bridge.evidencedUsers < bridge.defendedUsers && bridge.evidencedUsers < bridge.seenUsers)
        for step in bridge.steps where step.step != "no-right" { #expect(step.users > 0, "\(step.step)") }
        // Every account of the directory has one class, and the classes are the steps.
        for step in bridge.steps where !["duplicate", "behind-multiplexers"].contains(step.step) {
            #expect(bridge.accounts.count { $0.accountClass == step.step } == step.users, "\(step.step)")
        }
        let outside = bridge.accounts.count { $0.accountClass == "not-in-directory" }
        #expect(bridge.accounts.count - outside == bridge.start)
    }

    /// Of employees, one of them twice; of partners, whose records tell no SID; of computers. Nobody is called by two names
    /// at a time, and the directory knows the last one only.
    @Test(arguments: [5, 6, EstateGenerator.sampleSeed]) func renamesArePlanted(seed: UInt64) throws {
        let truth = try TestEstate.small(seed).truth
        let steps = Dictionary(grouping: truth.renames, by: \.account)
        #expect(steps.values.contains { $0.count == 2 } && steps.keys.contains { $0.hasSuffix("$") })
        #expect(steps.keys.contains { $0.hasPrefix("ext-") })
        for (account, steps) in steps {
            #expect(steps.last?.to == account && zip(steps, steps.dropFirst()).allSatisfy { $0.to == $1.from })
        }
        let names = Set(truth.bridge.accounts.map { $0.account.split(separator: "\\").last.map(String.init) ?? "" })
        #expect(truth.renames.allSatisfy { !names.contains($0.from) })
    }

    @Test func inputsTieOut() throws {
        let inputs = try TestEstate.small().truth.inputs
        for file in inputs.files {
            #expect(file.records == file.rows + file.ignored + file.rejected, "\(file.path)")
            #expect(file.rejected == file.rejectedByReason.reduce(0) { $0 + $1.count })
            if let accepted = file.accepted.value, let duplicates = file.duplicates.value {
                #expect(accepted + duplicates == file.rows)
            }
        }
        let totals = inputs.totals
        #expect(totals.records == totals.accepted + totals.ignored + totals.rejected + totals.duplicates)
        let known = inputs.files.reduce(0) { $0 + ($1.duplicates.value ?? 0) }
        #expect(totals.duplicates == known + inputs.overlaps.reduce(0) { $0 + $1.duplicates })
        let reasons = Set(inputs.files.flatMap { $0.rejectedByReason.map(\.reason) })
        #expect(
            reasons == [
                "no usable time", "no computer", "malformed record", "truncated record", "damaged input",
                "wrong column count", "line before #Fields",
            ])
        #expect(inputs.files.count { !$0.copies.isEmpty } == 1)
        #expect(inputs.files.count { $0.isDamaged } == 1)
        #expect(inputs.unread.map(\.format).sorted() == ["evtx", "unknown"])
    }

    @Test func logsShowLessThanHappened() throws {
        let truth = try TestEstate.small().truth
        for shown in truth.showable.servers {
            let real = try server(shown.server, in: truth.happened)
            #expect(shown.users <= real.users, "\(shown.server)")
            #expect(shown.attempts <= real.attempts)
            #expect((shown.anonymousVisitors.value ?? 0) <= (real.anonymousVisitors.value ?? 0))
            #expect((shown.devicesLow.value ?? 0) <= (shown.devicesHigh.value ?? 0))
        }
        // Lost days, a cleared log, and a proxy each hide somebody.
        #expect(try server("fs01", in: truth.showable).users < server("fs01", in: truth.happened).users)
        #expect(try server("old01", in: truth.showable).users < server("old01", in: truth.happened).users)
        let hidden = try server("web04", in: truth.showable)
        #expect(hidden.devicesLow.value == nil && hidden.edges.value == nil && hidden.anonymousVisitors.value == nil)
        #expect(try (server("web04", in: truth.happened).anonymousVisitors.value ?? 0) > 20)
        let visitors = try server("extra01", in: truth.happened).anonymousVisitors.value ?? 0
        #expect(try (server("extra01", in: truth.showable).anonymousVisitors.value ?? 0) < visitors)
    }

    @Test func lossesAreTheOnesPlanted() throws {
        let truth = try TestEstate.small().truth
        func gaps(_ server: String) -> [String] { truth.coverage.filter { $0.server == server }.flatMap(\.gaps) }
        #expect(gaps("fs01").first == "2026-10-12..2026-10-15")
        #expect(gaps("fs01").last?.hasSuffix("2026-10-31") == true)
        #expect(gaps("extra01") == ["2026-10-17..2026-10-19"])
        #expect(gaps("old01") == ["2026-10-02..2026-10-21"])
        #expect(truth.coverage.flatMap(\.cleared) == ["2026-10-22"])
        for whole in ["dc01", "dc02", "sql01", "intra01", "mail01", "web03", "web04", "web05"] {
            #expect(gaps(whole).isEmpty, "\(whole)")
        }
    }

    @Test func licencesAreShortWhereTheyAreMeantToBe() throws {
        let products = try TestEstate.small().truth.products
        for product in products { #expect(product.delta == product.usableUser - product.requirement) }
        let windows = try #require(products.first { $0.product == "windows-server" })
        // Heads suffice, versions do not: the whole shortfall is one of versions.
        #expect(windows.entitledUser >= windows.requirement && windows.versionShortfall == -windows.delta)
        #expect(products.filter { $0.delta < 0 }.map(\.product) == ["sql-server", "windows-rds", "windows-server"])
        #expect(windows.requirement == (try TestEstate.small().truth.bridge.defendedUsers))
    }
}
