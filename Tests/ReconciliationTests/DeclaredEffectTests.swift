import AccessModel
import PositionModel
import Testing

@testable import Identity
@testable import Reconciliation

/// What the register says an answer may move is what it moves, whatever the estate: every accepted answer of every open question.
@Suite struct DeclaredEffectTests {
    /// An estate in which most kinds of questions are open.
    private func world(seed: UInt64) -> World {
        var random = RandomNumbers(seed: seed)
        var world = World()
        world.estate.settings.choices = [
            ("windows-server", random.next(2) == 0 ? .user : .device), ("windows-rds", .user), ("sql-server", .user),
        ]
        world.estate.settings.servicePatterns = ["corp\\svc-*"]
        world.estate.settings.sharedPatterns = ["corp\\ward"]
        for server in ["srv1", "srv2"] { world.server(server) }
        world.server("db1", "sql-server", "2019") { if random.next(2) == 0 { $0.licenceModel = "core+cal" } }
        for user in 0..<5 { world.user("u\(user)") { if random.next(4) == 0 { $0.enabled = false } } }
        world.user("ward")
        world.user("svc-app")
        for computer in 0..<3 { world.computer("pc\(computer)") { if random.next(4) == 0 { $0.enabled = false } } }
        let accounts =
            (0..<5).map { "corp\\u\($0)" } + ["corp\\ward", "corp\\svc-app", "partner\\p1", "partner\\p2", ""]
        let clients = (0..<6).map { "pc\($0)" } + [""]
        let addresses = ["10.0.0.5", "10.0.0.6", "198.51.100.7", "198.51.100.8"]
        let channels: [Channel] = [.network, .remoteInteractive, .rdpSession, .web]
        for _ in 0..<(6 + random.next(24)) {
            let channel = channels[random.next(channels.count)]
            world.seen(
                accounts[random.next(accounts.count)], from: clients[random.next(clients.count)],
                address: addresses[random.next(addresses.count)], on: ["srv1", "srv2", "db1"][random.next(3)],
                by: channel,
                day: "2026-10-0\(1 + random.next(9))", site: channel == .web ? "W3SVC1" : "")
        }
        for _ in 0..<random.next(3) {
            world.seen("corp\\pc\(random.next(9))$", from: "pc\(random.next(9))", on: "srv1")
        }
        for _ in 0..<random.next(4) {
            world.visits.append(("srv1", "W3SVC1", addresses[random.next(addresses.count)], .success, "2026-10-05"))
        }
        return world
    }

    private let proxies = [SuspectedProxy(server: "srv1", site: "W3SVC1", peer: "10.0.0.6", why: "16 user agents")]

    private static func words(_ question: OpenQuestion) -> [String] {
        question.accepted.flatMap { $0 == "<number>" ? ["0", "1", "4"] : $0.hasPrefix("<") ? [] : [$0] }
    }

    @Test func mostKindsOfQuestionsAreAsked() throws {
        var kinds: Set<QuestionKind> = []
        for seed in 0..<60 {
            kinds.formUnion(try world(seed: UInt64(seed)).position(proxies: proxies).questions.map(\.kind))
        }
        let expected: Set<QuestionKind> = [
            .relation, .anonymousInside, .licenceModel, .remoteAdministration, .leavers, .machineOnly, .addresses,
            .disabledDevices, .unknownUsers, .sharedAccounts, .peopleBehind, .noDevice, .suspectedProxies,
        ]
        #expect(expected.subtracting(kinds).isEmpty)
    }

    @Test(arguments: 0..<60) func answersMoveWhatTheRegisterSaysAndNoMore(seed: UInt64) throws {
        let world = world(seed: seed)
        let before = try world.position(proxies: seed % 2 == 0 ? proxies : [])
        for question in before.questions where question.subject != DecisionRegister.everyOther {
            for word in Self.words(question) {
                var answered = world
                answered.estate.settings.answers = [
                    RegisterAnswer(
                        id: question.id, subject: question.subject, answer: word, name: "J. Doe",
                        date: Day(text: "2026-11-02") ?? Day(number: 0), proof: "", file: "answers.csv", line: 2)
                ]
                let after = try answered.position(proxies: seed % 2 == 0 ? proxies : [])
                for row in before.products where row.flavour != "total" {
                    guard let defended = row.defended.value,
                        let now = after.products.first(where: {
                            $0.product == row.product && $0.flavour == row.flavour
                        })?.defended.value
                    else { continue }
                    let effect = question.effects.first {
                        $0.product == row.product && $0.flavour == row.flavour && $0.figure == "defended"
                    }
                    let place: Comment = "\(question.id) (\(question.subject)) = \(word): \(row.product)/\(row.flavour)"
                    let low = effect.map { $0.low.value ?? Int.min } ?? 0
                    let high = effect.map { $0.high.value ?? Int.max } ?? 0
                    #expect(now - defended >= low && now - defended <= high, place)
                    // A band that has an end holds every answer.
                    if let end = row.high.value { #expect(now <= end, place) }
                    if let end = row.low.value { #expect(now >= end, place) }
                }
            }
        }
    }
}
