import AccessModel
import PositionModel

/// Reads estate.yaml: what only the organisation knows.
struct SettingsReader {
    /// Longest window asked for, in days: a century.
    static let maximumDays = 36_525

    private let file: String
    private let folder: String
    private var settings = EstateSettings()
    private var notices: [EstateNotice] = []

    /// - Parameter folder: the estate folder; files named in the settings are looked up in it.
    static func read(
        _ file: PreparedFile, folder: String
    ) throws(EstateError) -> (settings: EstateSettings, notices: [EstateNotice]) {
        let root = try SettingsDocument.read(file)
        var reader = SettingsReader(file: file.name, folder: folder)
        reader.readOrganisation(root)
        try reader.readNetworks(root)
        try reader.readTimeZones(root)
        try reader.readWindow(root)
        try reader.readAccounts(root)
        reader.readSites(root)
        try reader.readMultiplexers(root)
        try reader.readAdministrators(root)
        try reader.readThresholds(root)
        try reader.readPrices(root)
        try reader.readRules(root)
        return (reader.settings, reader.notices)
    }

    private init(file: String, folder: String) {
        self.file = file
        self.folder = folder
    }

    private mutating func readOrganisation(_ root: SettingsValue) {
        let organisation = root["organisation"]
        settings.organisationName = organisation?["name"]?.text ?? ""
        settings.domains = organisation?["domains"]?.texts.map(\.scalarLowercased) ?? []
        settings.affiliates = organisation?["affiliates"]?.texts.map(\.scalarLowercased) ?? []
    }

    private mutating func readNetworks(_ root: SettingsValue) throws(EstateError) {
        func ranges(_ key: String) throws(EstateError) -> [String] {
            var result: [String] = []
            for item in root["networks"]?[key]?.items ?? [] {
                guard AddressRange(item.text) != nil else {
                    throw failure(
                        item, "networks.\(key): \(shown(item.text)) is no network",
                        remedy: "Write CIDR: 10.99.0.0/16, 2001:db8::/32, or one address")
                }
                result.append(item.text)
            }
            return result
        }
        settings.networks.internalNetworks = try ranges("internal")
        settings.networks.vpnNetworks = try ranges("vpn")
        settings.networks.trustedProxies = try ranges("trusted_proxies")
        for (pattern, server) in root["web_folders"]?.pairs ?? [] {
            guard !server.text.isEmpty else {
                throw failure(server, "web_folders: \(shown(pattern)) names no server")
            }
            settings.networks.webFolders.append(
                OrganisationSettings.WebFolder(pattern: pattern, server: server.text.scalarLowercased))
        }
    }

    /// The clocks of logs whose times are local.
    private mutating func readTimeZones(_ root: SettingsValue) throws(EstateError) {
        for (pattern, zone) in root["time_zones"]?.pairs ?? [] {
            guard CivilZone(name: zone.text) != nil else {
                throw failure(
                    zone, "time_zones: \(shown(pattern)): \(shown(zone.text)) is no time zone known here",
                    remedy: "Write Europe/Berlin, America/New_York, UTC, or a fixed offset: \"+02:00\"")
            }
            settings.networks.logZones.append(OrganisationSettings.LogZone(pattern: pattern, zone: zone.text))
        }
    }

    private mutating func readWindow(_ root: SettingsValue) throws(EstateError) {
        let window = root["window"]
        settings.asOf = try day(window?["as_of"], "window.as_of")
        settings.windowDays = try count(window?["days"], "window.days", 1...SettingsReader.maximumDays)
        settings.from = try day(window?["from"], "window.from")
        settings.to = try day(window?["to"], "window.to")
        if let from = settings.from, let to = settings.to, to < from, let window {
            throw failure(window, "window: it ends (\(to.text)) before it begins (\(from.text))")
        }
        if settings.windowDays != nil, settings.from != nil || settings.to != nil, let window {
            throw failure(window, "window: both days and from/to are given", remedy: "Keep one of them")
        }
        settings.agreementSigned = try day(root["agreement"]?["signed"], "agreement.signed")
    }

    private mutating func readAccounts(_ root: SettingsValue) throws(EstateError) {
        let accounts = root["accounts"]
        func patterns(_ key: String) -> [String] { accounts?[key]?.texts.filter { !$0.isEmpty } ?? [] }
        settings.servicePatterns = patterns("service")
        settings.sharedPatterns = patterns("shared")
        settings.externalPatterns = patterns("external")
        settings.testPatterns = patterns("test")
        settings.aliases = (accounts?["aliases"]?.items ?? []).map { item in
            EstateSettings.Alias(
                user: item["user"]?.text.scalarLowercased ?? "",
                accounts: item["accounts"]?.texts.map(\.scalarLowercased) ?? [])
        }
        settings.separateAccounts = (accounts?["separate"]?.texts ?? []).map(\.scalarLowercased)
        if let path = accounts?["contractors"], !path.text.isEmpty {
            let (contractors, found) = try PopulationReader.contractors(try listed(path))
            settings.contractors = contractors
            notices += found
        }
        if let answers = root["answers"], !answers.text.isEmpty {
            let (given, found) = try AnswersReader.read(try listed(answers))
            settings.answers = given
            notices += found
        }
    }

    private mutating func readSites(_ root: SettingsValue) {
        settings.sites = (root["sites"]?.items ?? []).map { item in
            EstateSettings.SiteDeclaration(
                server: item["server"]?.text.scalarLowercased ?? "", site: item["site"]?.text ?? "",
                exemption: item["exemption"]?.text ?? "", declaredBy: item["declared_by"]?.text ?? "",
                date: item["date"]?.text ?? "")
        }
    }

    private mutating func readMultiplexers(_ root: SettingsValue) throws(EstateError) {
        for item in root["multiplexers"]?.items ?? [] {
            guard let path = item["population"] else { continue }
            let (population, found) = try PopulationReader.accounts(try listed(path))
            notices += found
            settings.multiplexers.append(
                EstateSettings.Multiplexer(
                    account: item["account"]?.text.scalarLowercased ?? "", population: population))
        }
    }

    private mutating func readAdministrators(_ root: SettingsValue) throws(EstateError) {
        for item in root["administrators"]?.items ?? [] {
            let entry = EstateSettings.Administration(
                server: item["server"]?.text.scalarLowercased ?? "",
                accounts: item["accounts"]?.texts.map(\.scalarLowercased) ?? [])
            let sameServer = settings.administration.filter { ExactText($0.server) == ExactText(entry.server) }
            let count = Set((sameServer + [entry]).flatMap(\.accounts).map { ExactText($0) }).count
            guard count <= EstateSettings.Administration.maximum else {
                throw failure(
                    item,
                    "administrators: \(shown(entry.server)) names \(count) accounts, and only "
                        + "\(EstateSettings.Administration.maximum) per server need no CAL to administer it",
                    remedy: "Keep two; the others count like everybody else")
            }
            settings.administration.append(entry)
        }
    }

    private mutating func readThresholds(_ root: SettingsValue) throws(EstateError) {
        let thresholds = root["thresholds"]
        let dormant = try count(
            thresholds?["dormant_days"], "thresholds.dormant_days", 0...SettingsReader.maximumDays)
        settings.dormantDays = dormant ?? settings.dormantDays
        if let share = thresholds?["position_share"], !share.text.isEmpty {
            let isPlain = share.text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
            guard isPlain, let value = Double(share.text), (0...1).contains(value) else {
                throw failure(
                    share, "thresholds.position_share: \(shown(share.text)) is no share", remedy: "Write 0.05 for 5 %")
            }
            settings.positionShare = value
        }
    }

    private mutating func readPrices(_ root: SettingsValue) throws(EstateError) {
        for (key, value) in root["prices"]?.pairs ?? [] {
            if key == "currency" {
                settings.currency = value.text
                continue
            }
            let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty, let flavour = Flavour(rawValue: parts[1]) else {
                throw failure(
                    value, "prices: \(shown(key)) is not a licence and a flavour",
                    remedy:
                        "Write prices: {ws-cal/user: \"50.00\", ws-cal/device: \"40.00\", ws-ec/server: \"2500.00\"}")
            }
            guard let amount = Money(text: value.text), amount.hundredths >= 0 else {
                throw failure(
                    value, "prices.\(key): \(shown(value.text)) is no amount",
                    remedy: "Write it with a point: \"50.00\"")
            }
            settings.prices.append(
                EstateSettings.Price(licence: parts[0], flavour: flavour, hundredths: amount.hundredths))
        }
    }

    private mutating func readRules(_ root: SettingsValue) throws(EstateError) {
        let rules = root["rules"]
        settings.disabledRules = rules?["disable"]?.texts ?? []
        for (product, value) in rules?["choose"]?.pairs ?? [] {
            guard let choice = EstateSettings.Choice(rawValue: value.text) else {
                throw failure(
                    value, "rules.choose.\(product): \(shown(value.text)) is no choice",
                    remedy: "Write \(EstateSettings.Choice.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            settings.choices.append((product, choice))
        }
    }

    private func day(_ value: SettingsValue?, _ path: String) throws(EstateError) -> Day? {
        guard let value, !value.text.isEmpty else { return nil }
        guard let day = Day(text: value.text) else {
            throw failure(value, "\(path): \(shown(value.text)) is no date", remedy: "Write it as YYYY-MM-DD")
        }
        return day
    }

    private func count(
        _ value: SettingsValue?, _ path: String, _ range: ClosedRange<Int>
    ) throws(EstateError) -> Int? {
        guard let value, !value.text.isEmpty else { return nil }
        guard value.text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(value.text),
            range.contains(number)
        else {
            throw failure(
                value,
                "\(path): \(shown(value.text)) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A file the settings name: inside the estate folder, so that a folder from elsewhere reads nothing but itself.
    private func listed(_ path: SettingsValue) throws(EstateError) -> PreparedFile {
        // By bytes: a combining mark after a `/` must not hide it.
        let parts = path.text.utf8.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
        guard !parts.isEmpty, path.text.utf8.first != UInt8(ascii: "/"), !path.text.utf8.contains(UInt8(ascii: ":")),
            !parts.contains(where: { $0.elementsEqual("..".utf8) })
        else {
            throw failure(
                path, "\(shown(path.text)) does not lie in the estate folder",
                remedy: "Copy the file there and name it by its path in the folder")
        }
        return try PreparedFile(path: folder.isEmpty ? path.text : folder + "/" + path.text)
    }

    private func failure(_ value: SettingsValue, _ problem: String, remedy: String = "") -> EstateError {
        EstateError(file: file, line: value.line, problem: problem, remedy: remedy)
    }
}
