import AccessModel
import PositionModel
import Testing

@testable import Reconciliation

/// The position as lines of an effective licence position.
@Suite struct ELPTests {
    /// 3 people on a server of 2016, 2 on one of 2022.
    private func world(_ licences: (inout World) -> Void) -> World {
        var world = World()
        world.estate.settings.choices = [("windows-server", .user)]
        world.server("old", "windows-server", "2016")
        world.server("new", "windows-server", "2022")
        for number in 0..<5 { world.seen("corp\\u\(number)", from: "pc\(number)", on: number < 3 ? "old" : "new") }
        licences(&world)
        return world
    }

    private func figures(_ line: ELPLine) -> [Int?] {
        [
            line.preliminaryLicenseEntitlement, line.totalSoftwareDeployment.value,
            line.softwareDeploymentVsLicenseEntitlement.value, line.licenseAllocation.value, line.licensingDelta.value,
        ]
    }

    @Test func newestLicencesGoToNewestNeeds() throws {
        let lines = try world { world in
            world.licence("ws-cal", 4, .user, version: "2022")
            world.licence("ws-cal", 5, .user, version: "2012")
        }.position().elp
        #expect(lines.map(\.version) == ["2022", "2016", "2012"])
        // Two stay, two serve needs of 2016; one of those is missing; the old ones serve nobody.
        #expect(lines.map(figures) == [[4, 2, 2, -2, 0], [0, 3, -3, 2, -1], [5, 0, 5, 0, 5]])
        #expect(lines.allSatisfy { $0.productFamily == "Windows Server CAL - user" })
    }

    @Test func whereLicencesComeFrom() throws {
        var world = world { world in
            world.licence("ws-cal", 1, .user, version: "2022", saEnd: "2027-01-01")
            world.licence("ws-cal", 2, .user, version: "2022")
            world.licence("ws-cal", 3, .user, version: "2022")
        }
        for (index, source) in ["MLS", "FPP box", "OEM sticker"].enumerated() {
            world.estate.entitlements[index].source = source
        }
        let lines = try world.position().elp
        #expect(lines.map(\.mlsVolumeLicenses).reduce(0, +) == 1 && lines.map(\.fppLicenses).reduce(0, +) == 2)
        #expect(lines.map(\.oemLicenses).reduce(0, +) == 3)
        #expect(lines.map(\.upgradeLicenseQuantityWithMaintenance).reduce(0, +) == 1)
    }

    @Test func answersStandInTheirOwnColumn() throws {
        var world = world { $0.licence("ws-cal", 1, .user, version: "2022") }
        world.user("gone") { $0.enabled = false }
        world.seen("corp\\gone", from: "pc9", on: "new")
        world.estate.settings.answers = [
            RegisterAnswer(
                id: "Q-windows-server-leavers", subject: "corp\\gone", answer: "counted", name: "J. Doe",
                date: Day(text: "2026-11-02") ?? Day(number: 0), proof: "", file: "answers.csv", line: 2)
        ]
        let lines = try world.position().elp
        #expect(lines.map(\.identifiedManually.value) == [1, 0])
        #expect(lines.map(\.identifiedByInventoryDiscoveryTool.value) == [2, 3])
        #expect(lines.map(\.totalSoftwareDeployment.value) == [3, 3])
    }

    @Test func whatIsNotDeterminableIsEmptyWithItsReason() throws {
        var world = World()
        world.estate.settings.choices = [("sql-server", .user)]
        world.server("db1", "sql-server", "2019")
        world.seen("corp\\anna", from: "pc1", on: "db1")
        world.licence("sql-cal", 5, .user, version: "2019")
        let line = try #require(try world.position().elp.first { $0.product == "sql-server" })
        #expect(line.licensingDelta.value == nil && !line.notes.isEmpty && line.preliminaryLicenseEntitlement == 5)
    }

    /// Whatever is held: the lines add up, and their negative deltas are the shortfall.
    @Test(arguments: 0..<200) func linesAddUp(seed: UInt64) throws {
        var random = RandomNumbers(seed: seed &+ 77)
        func next(_ bound: Int) -> Int { random.next(bound) }
        let world = world { world in
            world.estate.settings.choices = [("windows-server", [.user, .device, .mix][next(3)])]
            for _ in 0..<next(5) {
                world.licence(
                    "ws-cal", next(4), next(2) == 0 ? .user : .device,
                    version: ["2012", "2016", "2019", "2025", ""][next(5)],
                    saEnd: next(4) == 0 ? "2027-01-01" : nil,
                    to: next(3) == 0 ? ["CORP\\u0", "CORP\\u4", "pc1", "pc3", "CORP\\nobody"][next(5)] : "")
            }
        }
        let position = try world.position()
        for row in position.products where row.flavour != "total" {
            let lines = position.elp.filter { $0.product == row.product && $0.flavour == row.flavour }
            if lines.isEmpty { continue }
            for line in lines {
                let figures = figures(line)
                guard let held = figures[0], let needed = figures[1], let gap = figures[2], let moved = figures[3],
                    let delta = figures[4]
                else { continue }
                #expect(gap == held - needed && delta == gap + moved)
                #expect(line.mlsVolumeLicenses + line.fppLicenses + line.oemLicenses == held)
            }
            #expect(lines.map { $0.licenseAllocation.value ?? 0 }.reduce(0, +) == 0)
            #expect(lines.map { $0.totalSoftwareDeployment.value ?? 0 }.reduce(0, +) == row.requirement.value)
            let missing = lines.map { max(0, -($0.licensingDelta.value ?? 0)) }.reduce(0, +)
            #expect(missing == max(0, -(row.delta.value ?? 0)), "\(row.flavour)")
        }
    }

    /// A name takes a newer licence than its holder needs; nobody else is served by it.
    @Test func namedLicencesServeTheirHolders() throws {
        let lines = try world { world in
            world.licence("ws-cal", 1, .user, version: "2025", to: "CORP\\u0")
            world.licence("ws-cal", 1, .user, version: "2022", to: "CORP\\gone")
            world.user("gone") { $0.enabled = false }
            world.licence("ws-cal", 1, .user, version: "2016")
        }.position().elp
        #expect(lines.map(\.version) == ["2025", "2022", "2016", "2022" + ELPLines.idleMark])
        // u0 has a licence of 2025 and needs one of 2016; both who need 2022 lack one, and one of those who need 2016.
        #expect(lines.map(figures) == [[1, 0, 1, -1, 0], [0, 2, -2, 0, -2], [1, 3, -2, 1, -1], [1, 0, 1, 0, 1]])
    }

    @Test func sourcesAreWholeWords() {
        #expect(LicenceSource("Boehme OEMs 2019") == .volume)
        #expect(LicenceSource("preinstalled (OEM)") == .oem && LicenceSource("FPP-box") == .boxed)
        #expect(LicenceSource("") == .volume)
    }

    @Test func licencesOfTheOtherFlavourAreTold() throws {
        func finding(_ change: (inout World) -> Void) throws -> Finding? {
            try world(change).position().findings.first { $0.id == "F-flavour-windows-server" }
        }
        let short = try finding { $0.licence("ws-cal", 4, .device, version: "2022") }
        #expect(short?.severity == .medium && short?.statement.contains("4 device licences") == true)
        let enough = try finding { world in
            world.licence("ws-cal", 4, .device, version: "2022")
            world.licence("ws-cal", 5, .user, version: "2022")
        }
        #expect(enough?.severity == .info)
        // A mix uses both, and without any there is nothing to tell.
        #expect(
            try finding { world in
                world.licence("ws-cal", 4, .device, version: "2022")
                world.estate.settings.choices = []
            } == nil)
        #expect(try finding { $0.licence("ws-cal", 4, .user, version: "2022") } == nil)
    }
}
