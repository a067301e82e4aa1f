import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// A server by several names is one server: in rows of servers.csv, as a host, and for what runs below a product.
@Suite struct SameServerTests {
    private func entries(_ names: [(String, [String])]) -> [ServerEntry] {
        names.map { name, aliases in
            var entry = ServerEntry()
            (entry.server, entry.aliases) = (name, aliases)
            return entry
        }
    }

    @Test func namesThatMeanOneServer() {
        let rows = entries([
            ("SQL01", []), ("sql01.corp.example.com", []), ("mail", ["10.2.0.15"]), ("10.2.0.15", []), ("other", []),
            ("hv.a.example.com", []), ("hv.b.example.com", []), ("hv", []),
        ])
        let same = SameServer(rows, serverOf: rows.map { _ in nil })
        #expect(rows.indices.map { same[$0] } == [0, 0, 2, 2, 4, 5, 6, 7])
        // By the evidence, whatever they are called.
        let joined = SameServer(rows, serverOf: [7, nil, nil, nil, 7, nil, nil, nil])
        #expect(joined[4] == 0 && joined[2] == 2)
    }

    /// The row that says which Windows Server runs there is found by the other spelling: no second one is made up.
    @Test(arguments: ["SQL01", "sql01.corp.example.com", "dbalias"])
    func noSecondWindowsServer(_ spelling: String) throws {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("sql01", "windows-server", "2022") { entry in
            entry.licensedBy = "payg"
            entry.aliases = ["dbalias"]
        }
        world.server(spelling, "sql-server", "2019") { $0.licenceModel = "server+cal" }
        world.seen("corp\\anna", from: "pc1", on: "sql01")
        let position = try world.position()
        // Pay-as-you-go needs no CAL for the standard functions.
        #expect(try position.row("user").requirement.value == 0)
        #expect(!position.questions.contains { $0.id.contains("version") })
    }
}
