import PositionModel

/// A made-up position of which every sum is right: six accounts, a mix of two user and one device licence, and a product whose
/// figures are not determinable.
enum SoundPosition {
    static var position: Position {
        var position = SamplePosition.position
        position.bridge = [bridge]
        position.accounts = AccountLedgerList(accounts)
        position.products = products + SamplePosition.sqlProducts
        position.elp = elp
        position.mix = [mix, SamplePosition.sqlMix]
        position.gauge = gauge
        return position
    }

    private static func step(_ rule: String, _ users: Int, _ devices: Int, _ sign: Int) -> BridgeStep {
        BridgeStep(rule: rule, label: "Step \(rule)", users: users, devices: devices, sign: sign, source: "method.md")
    }

    private static let bridge = Bridge(
        product: "windows-server",
        steps: [
            step("directory", 5, 3, 1), step("built-in", 1, 0, -1), step("disabled", 1, 1, -1),
            step("service", 1, 0, -1), step("leaver", 1, 0, 0), step("no-right", 0, 0, -1),
            step("not-in-directory", 1, 2, 1),
        ], auditorUsers: 3, auditorDevices: 2, defendedUsers: 3, defendedDevices: 4)

    private static let accounts = [
        account("anne", "counted"), account("bob", "counted"), account("carl", "disabled"), account("svc", "service"),
        account("krbtgt", "built-in"), account("fay", "not-in-directory", inDirectory: false),
    ]

    private static func account(_ name: String, _ found: String, inDirectory: Bool = true) -> AccountLedgerEntry {
        AccountLedgerEntry(
            account: name, sid: "", user: name, accountClass: found, rule: found, proof: "", inDirectory: inDirectory,
            lastEvidence: "2026-10-31")
    }

    private static func product(
        _ flavour: String, chosen: Bool, entitled: Int, usable: Int, requirement: Int, defended: Int
    ) -> ProductPosition {
        ProductPosition(
            product: "windows-server", licence: "ws-cal", flavour: flavour, chosen: chosen, directory: 5, evidenced: 2,
            defended: Figure(defended), low: Figure(2), high: Figure(5),
            requiredVersion: [.init(version: "2022", count: requirement)], entitled: entitled, usable: Figure(usable),
            requirement: Figure(requirement), delta: Figure(usable - requirement), versionShortfall: Figure(1),
            identifiedByTool: Figure(defended - 1), identifiedManually: Figure(1), openQuestions: ["Q-relation"],
            reasons: [])
    }

    private static let products = [
        product("user", chosen: false, entitled: 2, usable: 2, requirement: 2, defended: 3),
        product("device", chosen: false, entitled: 1, usable: 0, requirement: 1, defended: 4),
        product("total", chosen: true, entitled: 3, usable: 2, requirement: 3, defended: 3),
    ]

    private static func line(
        _ flavour: String, _ version: String, volume: Int, oem: Int = 0, tool: Int, manual: Int = 0
    ) -> ELPLine {
        var line = ELPLine(
            product: "windows-server", flavour: flavour, productFamily: "Windows Server CAL - \(flavour)",
            version: version)
        (line.mlsVolumeLicenses, line.oemLicenses) = (volume, oem)
        line.preliminaryLicenseEntitlement = volume + oem
        line.identifiedByInventoryDiscoveryTool = Figure(tool)
        line.identifiedManually = Figure(manual)
        line.totalSoftwareDeployment = Figure(tool + manual)
        line.softwareDeploymentVsLicenseEntitlement = Figure(volume + oem - tool - manual)
        line.licensingDelta = line.softwareDeploymentVsLicenseEntitlement
        return line
    }

    private static var elp: [ELPLine] {
        var open = ELPLine(
            product: "sql-server", flavour: "user", productFamily: "SQL Server CAL - user", version: "2019")
        open.mlsVolumeLicenses = 250
        open.preliminaryLicenseEntitlement = 250
        open.identifiedByInventoryDiscoveryTool = .undetermined
        open.identifiedManually = .undetermined
        open.totalSoftwareDeployment = .undetermined
        open.softwareDeploymentVsLicenseEntitlement = .undetermined
        open.licenseAllocation = .undetermined
        open.licensingDelta = .undetermined
        return [
            line("user", "2022", volume: 1, oem: 1, tool: 1, manual: 1), line("device", "2022", volume: 0, tool: 1),
            line("device", "2016", volume: 1, tool: 0), open,
        ]
    }

    private static let mix = ProductMix(
        product: "windows-server", allUser: Figure(3), allDevice: Figure(4),
        optimum: .init(
            users: 2, devices: 1, cost: Money(hundredths: 4000), lowerBound: Money(hundredths: 4000),
            certificate: "minimum cut", tie: false),
        unresolvedEdges: 0,
        assignment: [
            .init(flavour: .user, holder: "anne"), .init(flavour: .user, holder: "bob"),
            .init(flavour: .device, holder: "kiosk"),
        ], reasons: [])

    private static let gauge = ShortfallGauge(
        threshold: "0.0500", surcharge: "1.25",
        lines: [
            .init(
                product: "windows-server", licence: "ws-cal", flavour: "total", shortfall: Figure(1),
                requirement: Figure(3), share: "0.3333", cost: Money(hundredths: 4000),
                requirementCost: Money(hundredths: 14_000))
        ], cost: Money(hundredths: 254_000), requirementCost: Money(hundredths: 264_000), share: "0.9621",
        isReached: true, costWithSurcharge: Money(hundredths: 317_500), source: "audit clause", reasons: [])
}
