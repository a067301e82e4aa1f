import AccessModel
import PositionModel

/// A made-up position with every section filled: two products, a short one and one that is not determinable.
enum SamplePosition {
    static var position: Position {
        var position = positionWithoutLedger
        position.entitlements = entitlements
        position.evidenceOverTime = evidenceOverTime
        position.servers = servers
        return position
    }

    private static var evidenceOverTime: [EvidenceOverTime] {
        func day(_ day: String, _ new: (Int, Int), _ all: (Int, Int), _ last: (Int, Int)) -> EvidenceOverTime.DayCount {
            EvidenceOverTime.DayCount(
                day: day, newUsers: new.0, newDevices: new.1, users: all.0, devices: all.1, lastUsers: last.0,
                lastDevices: last.1)
        }
        return [
            EvidenceOverTime(
                product: "windows-server",
                spans: [
                    .init(days: 30, from: "2026-10-02", users: 1083, newUsers: 12, devices: 800, newDevices: 40),
                    .init(days: 90, from: "2026-08-03", users: 1204, newUsers: 1204, devices: 912, newDevices: 912),
                ],
                days: [
                    day("2026-08-03", (1100, 800), (1100, 800), (0, 0)),
                    day("2026-09-01", (92, 72), (1192, 872), (121, 112)),
                    day("2026-10-31", (12, 40), (1204, 912), (1083, 800)),
                ])
        ]
    }

    private static var servers: [ServerLine] {
        [
            ServerLine(
                server: "dc01.contoso.com", products: [.init(product: "windows-server", version: "2022")], users: 1204,
                devicesLow: Figure(880), devicesHigh: Figure(912), edges: Figure(1500), firstDay: "2026-08-03",
                lastDay: "2026-10-31", reasons: []),
            ServerLine(
                server: "web01.contoso.com",
                products: [
                    .init(product: "windows-server", version: "2019"), .init(product: "sql-server", version: ""),
                ],
                users: 3, devicesLow: .undetermined, devicesHigh: .undetermined, edges: .undetermined,
                firstDay: "2026-08-04", lastDay: "2026-10-30",
                reasons: ["devicesLow", "devicesHigh", "edges"].map {
                    Reason(figure: $0, reason: "suspected proxy 10.20.0.5")
                }),
        ]
    }

    private static var entitlements: [EntitlementLine] {
        var held = EntitlementEntry()
        (held.line, held.licence, held.quantity, held.version) = (2, "Win Svr CAL 2022 User", 700, "2022")
        (held.flavour, held.agreement, held.source, held.note) = (.user, "EA 7731204", "MLS 2026-10", "renewal")
        held.softwareAssuranceEnd = Day(text: "2027-06-30")
        var unknown = EntitlementEntry()
        (unknown.line, unknown.licence, unknown.quantity) = (3, "Office Home", 12)
        return [
            EntitlementLine(
                held,
                counts: [.init(licence: "ws-cal", flavour: .user, version: "2022", quantity: 700, possible: 0)], why: ""
            ),
            EntitlementLine(unknown, counts: [], why: "not in the catalogue"),
        ]
    }

    private static var positionWithoutLedger: Position {
        Position(
            organisation: "Contoso Health", catalogueVersion: "2026-10-01", currency: "USD",
            window: PositionWindow(from: "2026-08-03", to: "2026-10-31", asOf: "2026-10-31"),
            bridge: [windowsBridge, sqlBridge], auditorView: [windowsView, sqlView],
            products: windowsProducts + sqlProducts, mix: [windowsMix, sqlMix], external: external,
            externalChoice: externalChoice, externalOptimum: externalOptimum, versions: versions, coverage: coverage,
            accounts: AccountLedgerList(accounts), findings: findings, questions: questions, answers: answers,
            gauge: gauge, additive: additive, bundles: bundles, elp: elp, inputs: inputs,
            notices: [
                EstateNotice(
                    file: "servers.csv", line: 7, message: "licence_model `core` is read as `core+cal`: Windows Server"),
                EstateNotice(file: "entitlements.csv", message: "column `PO number` is kept but not understood"),
            ])
    }

    private static func step(_ rule: String, _ label: String, _ users: Int, _ devices: Int, _ sign: Int) -> BridgeStep {
        BridgeStep(
            rule: rule, label: label, users: users, devices: devices, sign: sign,
            source: "Product Terms, Oct 2026; method.md, \(rule)")
    }

    static let windowsBridge = Bridge(
        product: "windows-server",
        steps: [
            step("directory", "User-class objects and computers of the directory", 2410, 1180, 1),
            step("built-in", "Built-in principals", 14, 0, -1),
            step("managed-service", "Managed service accounts", 22, 0, -1),
            step("machine", "Computer accounts listed as users", 0, 0, -1),
            step("disabled", "Disabled", 611, 204, -1),
            step("expired", "Expired and not seen since", 37, 0, -1),
            step("resource-mailbox", "Room, equipment and shared mailboxes", 118, 0, -1),
            step("service", "Service accounts with proof", 96, 0, -1),
            step("test", "Test accounts", 9, 0, -1),
            step("external", "External users, licensed elsewhere", 64, 0, -1),
            step("leaver", "Leavers: seen in the window, disabled since (in the high figure only)", 12, 0, 0),
            step("no-right", "No right to reach any server of the product", 41, 0, -1),
            step("never-used", "Never used", 87, 31, -1),
            step("dormant", "Dormant for 90 days by every sign of life", 138, 86, -1),
            step("duplicate", "Second accounts of one person", 57, 0, -1),
            step("not-in-directory", "Seen in the logs, not in the directory", 19, 44, 1),
            step("multiplexed", "Behind a front end", 120, 0, 1),
        ],
        auditorUsers: 1763, auditorDevices: 976, defendedUsers: 1255, defendedDevices: 903)

    static let sqlBridge = Bridge(
        product: "sql-server",
        steps: [
            step("directory", "User-class objects and computers of the directory", 2410, 0, 1),
            step("disabled", "Disabled", 611, 0, -1),
            step("no-right", "No right to reach any server of the product", 1587, 0, -1),
        ],
        auditorUsers: 1799, auditorDevices: 0, defendedUsers: 212, defendedDevices: 0)

    static let windowsView = AuditorView(
        product: "windows-server",
        rows: [
            .init(
                input: "directory-accounts", auditor: Figure(1763), clean: Figure(1255), difference: Figure(-508),
                evidence: "Bridge steps after `disabled`; 1,163 users with access in the window"),
            .init(
                input: "service-accounts", auditor: Figure(118), clean: Figure(0), difference: Figure(-118),
                evidence: "22 managed, 96 by SPN, logon type 5 or declaration"),
            .init(
                input: "shared-devices", auditor: Figure(412), clean: Figure(86), difference: Figure(-326),
                evidence: "74 shared devices with 338 users: 74 device CALs and 12 user CALs"),
            .init(
                input: "external-users", auditor: Figure(64), clean: .undetermined, difference: .undetermined,
                evidence: "web01 stands behind a suspected proxy"),
        ])

    static let sqlView = AuditorView(
        product: "sql-server",
        rows: [
            .init(
                input: "directory-accounts", auditor: Figure(1799), clean: Figure(212), difference: Figure(-1587),
                evidence: "Members of CORP\\sql-readers"),
            .init(
                input: "service-accounts", auditor: Figure(0), clean: Figure(0), difference: Figure(0), evidence: ""),
            .init(
                input: "shared-devices", auditor: Figure(0), clean: Figure(0), difference: Figure(0), evidence: ""),
            .init(
                input: "external-users", auditor: Figure(0), clean: Figure(0), difference: Figure(0), evidence: ""),
        ])

    static let windowsProducts = [
        ProductPosition(
            product: "windows-server", licence: "ws-cal", flavour: "user", chosen: false, directory: 1763,
            evidenced: 1163, defended: Figure(1255), low: Figure(1163), high: Figure(1402),
            requiredVersion: [.init(version: "2016", count: 310), .init(version: "2022", count: 945)], entitled: 1100,
            usable: Figure(700), requirement: Figure(1255), delta: Figure(-555), versionShortfall: Figure(400),
            openQuestions: [], reasons: []),
        ProductPosition(
            product: "windows-server", licence: "ws-cal", flavour: "device", chosen: false, directory: 976,
            evidenced: 820, defended: Figure(903), low: Figure(820), high: Figure(1210),
            requiredVersion: [.init(version: "2022", count: 903)], entitled: 150, usable: Figure(150),
            requirement: Figure(903), delta: Figure(-753), versionShortfall: Figure(0),
            openQuestions: ["Q-windows-server-unknown-devices"], reasons: []),
        ProductPosition(
            product: "windows-server", licence: "ws-cal", flavour: "total", chosen: true, directory: 2739,
            evidenced: 940, defended: Figure(1003), low: Figure(940), high: Figure(1152),
            requiredVersion: [.init(version: "2016", count: 310), .init(version: "2022", count: 693)], entitled: 1250,
            usable: Figure(850), requirement: Figure(1003), delta: Figure(-153), versionShortfall: Figure(153),
            identifiedByTool: Figure(1002), identifiedManually: Figure(1),
            openQuestions: [
                "Q-windows-server-unknown-devices", "Q-windows-server-leavers",
            ], reasons: []),
    ]

    static let sqlProducts = [
        ProductPosition(
            product: "sql-server", licence: "sql-cal", flavour: "user", chosen: true, directory: 1799, evidenced: 188,
            defended: Figure(212), low: Figure(188), high: .undetermined,
            requiredVersion: [.init(version: "2019", count: 212)], entitled: 250, usable: Figure(250),
            requirement: .undetermined, delta: .undetermined, versionShortfall: .undetermined, openQuestions: [],
            reasons: [
                Reason(
                    figure: "high", reason: "CORP\\svc-sap reaches db02 for others, and its population is undeclared"),
                Reason(
                    figure: "delta", reason: "CORP\\svc-sap reaches db02 for others, and its population is undeclared"),
            ])
    ]

    static let windowsMix = ProductMix(
        product: "windows-server", allUser: Figure(1255), allDevice: Figure(903),
        optimum: .init(
            users: 917, devices: 86, cost: Money(hundredths: 718_500), lowerBound: Money(hundredths: 718_500),
            certificate: "Optimal: a flow of USD 7,185.00 proves that no cover is cheaper.", tie: true),
        unresolvedEdges: 43,
        assignment: [
            .init(flavour: .user, holder: "CORP\\amiller"), .init(flavour: .user, holder: "CORP\\bjørk"),
            .init(flavour: .device, holder: "ward3-kiosk-01.corp.contoso.com"),
            .init(flavour: .device, holder: "ward3-kiosk-02.corp.contoso.com"),
        ],
        alternatives: MixAlternatives(
            allUserCost: Money(hundredths: 6_275_000), allDeviceCost: nil,
            segments: [
                .init(segment: "", users: 12, usersOnly: 0, devices: 20, choice: .user),
                .init(segment: "Ward 3", users: 40, usersOnly: 2, devices: 4, choice: .device),
            ], segmentsCost: Money(hundredths: 800_000), segmentsCertificate: "minimum cut over segments and devices",
            sensitivity: [
                .init(
                    userPrice: Money(hundredths: 4000), devicePrice: Money(hundredths: 4000), users: 920, devices: 80,
                    cost: Money(hundredths: 4_000_000), tie: true)
            ],
            reasons: [Reason(figure: "all_device_cost", reason: "2 users have no device that may hold a CAL")]),
        reasons: [])

    static let gauge = ShortfallGauge(
        threshold: "0.0500", surcharge: "1.25",
        lines: [
            .init(
                product: "windows-server", licence: "ws-cal", flavour: "total", shortfall: Figure(153),
                requirement: Figure(1003), share: "0.1525", cost: Money(hundredths: 718_500),
                requirementCost: Money(hundredths: 4_929_000)),
            .init(
                product: "sql-server", licence: "sql-cal", flavour: "user", shortfall: .undetermined,
                requirement: .undetermined, share: "", cost: nil, requirementCost: nil),
        ], cost: nil, requirementCost: nil, share: "", isReached: nil, costWithSurcharge: nil,
        source: "audit clause as reported",
        reasons: ["cost", "requirement_cost", "share", "is_reached", "cost_with_surcharge"].map {
            Reason(figure: $0, reason: "sql-server: its population is undeclared")
        })

    static let additive = [
        AdditivePosition(
            product: "exchange-server", licence: "exch-ent", flavour: .user, name: "Exchange Enterprise CAL",
            triggers: ["in-place archive"], low: Figure(0), high: Figure(212), requirement: .undetermined, entitled: 50,
            usable: Figure(50), delta: .undetermined, lowCost: Money(hundredths: 0),
            highCost: Money(hundredths: 972_000), openQuestions: ["Q-exchange-server-additive-exch-ent"],
            reasons: [
                Reason(figure: "requirement", reason: "no log of access shows it"),
                Reason(figure: "delta", reason: "no log of access shows it"),
            ])
    ]

    static var elp: [ELPLine] {
        var held = ELPLine(
            product: "windows-server", flavour: "user", productFamily: "Windows Server CAL - user", version: "2022")
        held.mlsVolumeLicenses = 700
        held.preliminaryLicenseEntitlement = 700
        var open = ELPLine(
            product: "sql-server", flavour: "user", productFamily: "SQL Server CAL - user", version: "2019")
        open.totalSoftwareDeployment = .undetermined
        open.licensingDelta = .undetermined
        open.notes = "CORP\\svc-sap reaches db02 for others, and its population is undeclared"
        return [held, open]
    }

    static let bundles = [
        BundleAssignment(
            line: 4, licence: "Core CAL Suite", flavour: .user, holder: "CORP\\amiller",
            products: ["exchange-server", "windows-server"])
    ]

    static let sqlMix = ProductMix(
        product: "sql-server", allUser: Figure(212), allDevice: .undetermined, optimum: nil, unresolvedEdges: 0,
        assignment: [],
        reasons: [
            Reason(figure: "optimum", reason: "devices behind CORP\\svc-sap are not known"),
            Reason(figure: "all_device", reason: "devices behind CORP\\svc-sap are not known"),
        ])

    static let external = [
        ExternalExposure(
            server: "intranet01.corp.contoso.com", site: "", exposed: false, anonymousVisitors: Figure(0),
            authenticatedVisitors: Figure(0), employeesFromOutside: 84, attempts: 0, proxySuspected: false,
            verdict: .none, why: "Employees only.", ecCost: nil, calCost: nil,
            reasons: [Reason(figure: "ec_cost", reason: "nothing to license")]),
        ExternalExposure(
            server: "web01.corp.contoso.com", site: "W3SVC2", exposed: true, anonymousVisitors: .undetermined,
            authenticatedVisitors: .undetermined, employeesFromOutside: 3, attempts: 1204, proxySuspected: true,
            verdict: .notDeterminable, why: "A proxy that forwards no addresses stands in front.",
            ecCost: Money(hundredths: 250_000), calCost: nil,
            reasons: [
                Reason(figure: "anonymousVisitors", reason: "2 client addresses, 4,118 user agents"),
                Reason(figure: "authenticatedVisitors", reason: "who is behind the proxy is not known"),
                Reason(figure: "attempts", reason: "a lower bound behind the proxy"),
                Reason(figure: "cal_cost", reason: "the number of visitors is not known"),
            ]),
        ExternalExposure(
            server: "extranet02.corp.contoso.com", site: "W3SVC1", exposed: true, anonymousVisitors: Figure(18_422),
            authenticatedVisitors: Figure(310), employeesFromOutside: 12, attempts: 98_113, proxySuspected: false,
            verdict: .gap, why: "310 authenticated outsiders, no usable External Connector on host hv03.",
            ecCost: Money(hundredths: 250_000), calCost: Money(hundredths: 1_550_000), reasons: []),
        ExternalExposure(
            server: "ftp01.corp.contoso.com", site: "", exposed: true, anonymousVisitors: Figure(0),
            authenticatedVisitors: Figure(4), employeesFromOutside: 0, attempts: 7, proxySuspected: false,
            verdict: .waste, why: "CALs for 4 outsiders would cost less than the External Connector assigned.",
            ecCost: Money(hundredths: 250_000), calCost: Money(hundredths: 20_000), reasons: []),
        ExternalExposure(
            server: "www.contoso.com", site: "W3SVC1", exposed: true, anonymousVisitors: Figure(1_204_551),
            authenticatedVisitors: Figure(0), employeesFromOutside: 0, attempts: 0, proxySuspected: false,
            verdict: .exempt, why: "Declared a web workload by J. Doe on 2026-09-01.", ecCost: nil, calCost: nil,
            reasons: [Reason(figure: "ec_cost", reason: "exempt: no licence is needed")]),
    ]

    static let externalChoice = [
        ExternalChoice(
            host: "hv03", servers: ["extranet02.corp.contoso.com", "ftp01.corp.contoso.com"],
            choice: "external-connector", cost: Money(hundredths: 250_000),
            why: "314 CALs would cost USD 15,700.00."),
        ExternalChoice(
            host: "web01", servers: ["web01.corp.contoso.com"], choice: "none", cost: nil,
            why: "The number of visitors is not known."),
    ]

    static let externalOptimum = ExternalOptimum(
        cost: Money(hundredths: 250_000), lowerBound: Money(hundredths: 250_000),
        certificate: "cheapest for the estate as a whole: it costs 2500.00, and so does the lower bound (minimum cut)",
        tie: false)

    static let versions = [
        VersionCell(product: "windows-server", serverVersion: "2016", calVersion: "2016", held: 400, serves: true),
        VersionCell(product: "windows-server", serverVersion: "2016", calVersion: "2022", held: 850, serves: true),
        VersionCell(
            product: "windows-server", serverVersion: "2022", calVersion: "2016", held: 400, serves: false,
            shortfall: 153),
        VersionCell(
            product: "windows-server", serverVersion: "2022", calVersion: "2022", held: 850, serves: true,
            shortfall: 153),
        VersionCell(product: "sql-server", serverVersion: "2019", calVersion: "2019", held: 250, serves: true),
    ]

    static let coverage = [
        CoverageSummary(
            server: "dc01.corp.contoso.com", source: "event", log: "Security", covered: 84, partial: 4, none: 2,
            cleared: 0, gaps: ["2026-09-03..2026-09-04"],
            sensitivity: "Two working days could hide at most 6 users seen on no other day.", recordIds: "gaps",
            reasons: [
                CoverageReason(
                    from: "2026-09-01", to: "2026-09-02", kind: .missingIDs,
                    text: "412 record ids missing between 2026-09-01T20:00:00.000Z and 2026-09-02T04:00:00.000Z"),
                CoverageReason(from: "2026-09-03", to: "2026-09-04", kind: .noRecord, text: "no record"),
            ]),
        CoverageSummary(
            server: "extranet02.corp.contoso.com", source: "web", log: "W3SVC1", covered: 90, partial: 0, none: 0,
            cleared: 0, gaps: [], sensitivity: "No gap."),
        CoverageSummary(
            server: "fs01.corp.contoso.com", source: "event", log: "Security", covered: 31, partial: 1, none: 57,
            cleared: 1,
            gaps: [
                "2026-08-03..2026-08-31", "2026-09-02..2026-09-05", "2026-09-08..2026-09-12", "2026-09-14..2026-09-20",
                "2026-09-22..2026-09-30", "2026-10-02..2026-10-04",
            ],
            sensitivity: "The log wraps after 31 days: users who work monthly are not seen."),
    ]

    static let accounts = [
        AccountLedgerEntry(
            account: "CORP\\amiller", sid: "S-1-5-21-1-2-3-1104", user: "Anne Miller", accountClass: "counted",
            rule: "counted", proof: "4,118 records on 3 servers", inDirectory: true, lastEvidence: "2026-10-31"),
        AccountLedgerEntry(
            account: "CORP\\a.miller-adm", sid: "S-1-5-21-1-2-3-1871", user: "Anne Miller", accountClass: "duplicate",
            rule: "declared alias", proof: "estate.yaml, accounts.aliases", inDirectory: true,
            lastEvidence: "2026-10-12"),
        AccountLedgerEntry(
            account: "CORP\\svc-backup", sid: "S-1-5-21-1-2-3-2201", user: "", accountClass: "service",
            rule: "service principal name", proof: "MSSQLSvc/db02; logon type 5 on 90 days", inDirectory: true,
            lastEvidence: "2026-10-31"),
        AccountLedgerEntry(
            account: "FABRIKAM\\tlee", sid: "", user: "T. Lee", accountClass: "not-in-directory",
            rule: "seen in logs only", proof: "12 records on extranet02", inDirectory: false,
            lastEvidence: "2026-10-02"),
        AccountLedgerEntry(
            account: "CORP\\oldtimer", sid: "S-1-5-21-1-2-3-1002", user: "", accountClass: "dormant",
            rule: "no sign of life for 90 days", proof: "lastLogonTimestamp 2026-02-11, pwdLastSet 2025-11-30",
            inDirectory: true, lastEvidence: ""),
    ]

    static let findings = [
        Finding(
            id: "F-versions-windows-server", severity: .medium, product: "windows-server",
            statement: "400 user CALs are of version 2016; 945 users reach servers of version 2022.",
            effect: "153 CALs short by version alone.", evidence: "versions; products.windows-server.total"),
        Finding(
            id: "F-shortfall-windows-server", severity: .high, product: "windows-server",
            statement: "The cheapest cover needs 1,003 CALs, 850 of those held are usable.",
            effect: "153 CALs, USD 7,185.00, 15.3 % of the requirement.", evidence: "mix.windows-server; bridge"),
        Finding(
            id: "F-external-extranet02", severity: .high, product: "windows-server",
            statement: "extranet02 serves 310 authenticated outsiders without an External Connector.",
            effect: "One External Connector, USD 2,500.00.", evidence: "external.extranet02"),
        Finding(
            id: "F-proxy-web01", severity: .info, product: "windows-server",
            statement: "web01 stands behind a suspected proxy.",
            effect: "Visitors are not determinable until forwarded addresses are logged.", evidence: "external.web01"),
    ]

    static let questions = [
        OpenQuestion(
            id: "Q-sql-server-unknown-users", kind: .unknownUsers, product: "sql-server", subject: "",
            question: "How many people nobody has counted used the clients without a name?",
            statement: "2 clients were used by somebody the logs do not name.", proposed: "counted",
            why: "what the figures take for granted",
            effects: [
                QuestionEffect(
                    product: "sql-server", flavour: "user", unit: "users", high: nil, reason: "the logs do not say")
            ], accepted: ["counted", "<number>"], evidence: "rows without an account"),
        OpenQuestion(
            id: "Q-relation", kind: .relation, product: "", subject: "FABRIKAM\\tlee", question: "Whose user is this?",
            statement: "Whose 1 users are is not declared.", proposed: "internal",
            why: "not in the directory; what the figures take for granted",
            effects: [QuestionEffect(product: "windows-server", flavour: "user", unit: "users", low: -1)],
            accepted: ["internal", "external"], evidence: "FABRIKAM\\tlee"),
        OpenQuestion(
            id: "Q-windows-server-leavers", kind: .leavers, product: "windows-server", subject: "corp\\b.olsen",
            question: "Does who was seen in the window and is disabled since need a licence?",
            statement: "1 users were seen in the window and are disabled since.", proposed: "left",
            why: "the account is disabled",
            effects: [QuestionEffect(product: "windows-server", flavour: "user", unit: "users", high: 1)],
            accepted: ["left", "counted"], evidence: "corp\\b.olsen"),
    ]

    static let answers = [
        AnsweredQuestion(
            id: "Q-windows-server-machine-only", kind: .machineOnly, product: "windows-server", subject: "kiosk7",
            question: "Does somebody sit at the device nobody was seen at?", answer: "counted", name: "J. Doe",
            date: "2026-11-01", proof: "ticket 4711", effect: "counted as one more device")
    ]

    static let inputs = InputLedger(
        entries: [
            entry(
                "logs/dc01/Security.xml.gz", format: "event-xml", accepted: 812_004, ignored: 1_118_220, rejected: 0,
                duplicates: 4_100, copies: ["logs/old/Security.xml.gz"]),
            entry(
                "logs/fs01/Archive-Security.zip", member: "fs01.xml", format: "event-xml", accepted: 120_031,
                ignored: 88_113, rejected: 3, duplicates: 0, damage: "the zip member ends early"),
            entry(
                "logs/extranet02/W3SVC1/u_ex261031.log", format: "w3c", accepted: 204_118, ignored: 4, rejected: 0,
                duplicates: 0),
        ],
        totals: .init(
            records: 2_346_593, accepted: 1_136_153, ignored: 1_206_337, rejected: 3, duplicates: 4_100, tiesOut: true))

    private static func entry(
        _ path: String, member: String = "", format: String, accepted: UInt64, ignored: UInt64, rejected: UInt64,
        duplicates: UInt64, damage: String = "", copies: [String] = []
    ) -> InputLedger.Entry {
        InputLedger.Entry(
            path: path, member: member, sha256: String(repeating: "9f86d081884c7d65", count: 4),
            content: String(repeating: "0123456789abcdef", count: 2), bytes: 48_119_021, format: format,
            records: accepted + ignored + rejected + duplicates, accepted: accepted, ignored: ignored,
            rejected: rejected, duplicates: duplicates,
            ignoredByRule: ignored == 0 ? [] : [.init(name: "session-end", count: ignored)],
            rejectedByReason: rejected == 0 ? [] : [.init(name: "truncated record", count: rejected)], damage: damage,
            copies: copies)
    }

    static let productNames = ["windows-server": "Windows Server", "sql-server": "SQL Server"]

    static let census = Census(
        window: PositionWindow(from: "2026-08-03", to: "2026-10-31", asOf: "2026-10-31"),
        servers: [
            ServerCensus(
                server: "dc01.corp.contoso.com", names: ["dc01"], users: 1163, leads: 40, devicesLow: Figure(820),
                devicesHigh: Figure(1402), edges: Figure(2911), authenticatedFromOutside: 12,
                anonymousVisitors: Figure(0), attempts: 18, records: 812_004, firstDay: "2026-08-03",
                lastDay: "2026-10-31", reasons: []),
            ServerCensus(
                server: "web01.corp.contoso.com", names: [], users: 64, leads: 0, devicesLow: .undetermined,
                devicesHigh: .undetermined, edges: .undetermined, authenticatedFromOutside: 64,
                anonymousVisitors: .undetermined, attempts: 1204, records: 204_118, firstDay: "2026-08-03",
                lastDay: "2026-10-31",
                reasons: [
                    Reason(figure: "anonymous_visitors", reason: "2 client addresses, 4,118 user agents: a proxy")
                ]),
        ],
        unions: [
            UnionCensus(
                product: "windows-server", servers: 2, users: 1190, devicesLow: Figure(820),
                devicesHigh: .undetermined, edges: .undetermined)
        ],
        excludedAccounts: [RuleCount(rule: "machine", label: "Computer accounts", count: 1180)],
        excludedClients: [RuleCount(rule: "loopback", label: "Loopback addresses", count: 2)])

    static let exposure = ExposureReport(
        window: PositionWindow(from: "2026-08-03", to: "2026-10-31", asOf: "2026-10-31"),
        lines: [
            ExposureLine(
                server: "extranet02.corp.contoso.com", source: "event", site: "", exposed: .yes,
                firstDay: "2026-08-11", lastDay: "2026-10-30", employeesFromOutside: 3, attempts: 4118,
                attemptAddresses: 97, internalAddresses: 41, coveredDays: 88, windowDays: 90,
                reasons: [
                    Reason(
                        figure: "coveredDays",
                        reason:
                            "Security covers 88 of 90 days fully (no record: 2026-09-03..2026-09-04): what came from "
                            + "outside on the others is not known")
                ]),
            ExposureLine(
                server: "extranet02.corp.contoso.com", source: "web", site: "W3SVC2", exposed: .yes,
                firstDay: "2026-08-03", lastDay: "2026-10-31", anonymousVisitors: Figure(2310), probes: Figure(2),
                crawlers: Figure(118), authenticatedVisitors: Figure(310), unknownRelation: 4,
                employeesFromOutside: 57, attempts: 20_114, attemptAddresses: 1822, internalAddresses: 12,
                coveredDays: 90, windowDays: 90,
                reasons: [
                    Reason(
                        figure: "unknownRelation",
                        reason: "not in the directory, and its domain is not the "
                            + "organisation's")
                ]),
            ExposureLine(
                server: "lost01", source: "", site: "", exposed: .notDeterminable, anonymousVisitors: .undetermined,
                probes: .undetermined, crawlers: .undetermined, authenticatedVisitors: .undetermined, coveredDays: 0,
                windowDays: 90,
                reasons: [
                    Reason(figure: "exposed", reason: "no log of this server was read: servers.csv alone names it"),
                    Reason(
                        figure: "anonymousVisitors",
                        reason: "no log of this server was read: servers.csv alone names it"),
                ]),
            ExposureLine(
                server: "web01.corp.contoso.com", source: "web", site: "W3SVC1", exposed: .notDeterminable,
                anonymousVisitors: .undetermined, probes: .undetermined, crawlers: .undetermined,
                authenticatedVisitors: .undetermined, recordsWithoutAddress: 12, coveredDays: 90, windowDays: 90,
                reasons: [
                    Reason(
                        figure: "anonymousVisitors",
                        reason: "suspected proxy: 10.1.9.4: 16 user agents and 0 users come from this one address"),
                    Reason(
                        figure: "exposed",
                        reason: "not determinable: whether outsiders come through the suspected proxy cannot be told"),
                ]),
        ],
        proxies: [
            ProxySighting(
                server: "extranet02.corp.contoso.com", site: "W3SVC2", peer: "10.1.9.2", kind: .trusted,
                why: "named in trusted_proxies", consequence: ""),
            ProxySighting(
                server: "web01.corp.contoso.com", site: "W3SVC1", peer: "10.1.9.4", kind: .suspected,
                why: "16 user agents and 0 users come from this one address, which carries 100 % of the site's 204118 "
                    + "records",
                consequence: "devices and visitors of the site cannot be counted"),
        ],
        limits: ["No directory: users from outside are of unknown relation."])
}
