import AccessModel
import Foundation

/// Writes the web logs of a simulation the way IIS does, with one log copied while it grew, lost days and bad lines.
struct WebFiles {
    let simulation: Simulation
    let folder: String
    private(set) var written = WrittenLogs()

    /// Where a site's logs are and which fields they have.
    private struct SiteLog {
        var server: ServerID
        var folder: String
        var fields: [String]
        /// Added to the fields from the middle of the window on.
        var laterField: String?
        var isDaily = false
        var suffix = ""
    }

    private static let request = ["cs-method", "cs-uri-stem", "cs-uri-query", "s-port", "cs-username", "c-ip"]
    private static let response = ["sc-status", "sc-substatus", "sc-win32-status", "time-taken"]

    private static let siteLogs: [SiteLog] = [
        SiteLog(
            server: .intra01, folder: "intra01/LogFiles/W3SVC1",
            fields: ["date", "time", "s-sitename", "s-computername", "s-ip"] + request + ["cs(User-Agent)"] + response,
            isDaily: true),
        // The folder says whose log this is only because estate.yaml maps it.
        SiteLog(
            server: .extra01, folder: "extranet-export/W3SVC2",
            fields: ["date", "time", "s-ip"] + request + ["cs(User-Agent)", "cs(Referer)"] + response),
        // No name and no address of the server in the lines: the folder names it.
        SiteLog(
            server: .web03, folder: "web03/LogFiles/W3SVC1",
            fields: ["date", "time"] + request + ["cs(User-Agent)"] + response, laterField: "cs-host"),
        SiteLog(
            server: .web04, folder: "web04/LogFiles/W3SVC1",
            fields: ["date", "time"] + request + ["cs(User-Agent)"] + response),
        SiteLog(
            server: .web05, folder: "web05/LogFiles/W3SVC3",
            fields: ["date", "time", "s-sitename", "s-computername", "s-ip"] + request + ["cs(User-Agent)"] + response
                + ["X-Forwarded-For"], suffix: "_x"),
        // The server's address in the lines is an alias in servers.csv.
        SiteLog(
            server: .mail01, folder: "mail01/LogFiles/W3SVC1",
            fields: ["date", "time", "s-ip"] + request + ["cs(User-Agent)", "cs(Referer)"] + response),
    ]

    static func write(_ simulation: Simulation, into folder: String) throws(SyntheticEstateError) -> WrittenLogs {
        var files = WebFiles(simulation: simulation, folder: folder)
        for site in siteLogs { try files.write(site) }
        return files.written
    }

    private init(simulation: Simulation, folder: String) {
        self.simulation = simulation
        self.folder = folder
    }

    // MARK: A site

    private mutating func write(_ site: SiteLog) throws(SyntheticEstateError) {
        guard let log = simulation.logs.firstIndex(where: { $0.server == site.server && $0.isWeb }) else { return }
        let world = simulation.world
        var files: [(name: String, records: [Int])] = []
        for index in EventFiles.order(simulation, log: log) {
            let day = simulation.happenings[index].day
            if site.server == .extra01, world.extranetGap.contains(Int(day.number - world.firstDay.number)) { continue }
            let name = fileName(site, day)
            if files.last?.name == name {
                files[files.count - 1].records.append(index)
            } else {
                files.append((name, [index]))
            }
        }
        let busiest = files.indices.max { files[$0].records.count < files[$1].records.count }
        for (position, file) in files.enumerated() {
            // The newest are still plain.
            let isPlain = position >= files.count - (site.isDaily ? 4 : 1) || (site.isDaily && position == busiest)
            let name = "\(site.folder)/\(file.name)\(isPlain ? "" : ".gz")"
            try write(site, name, log: log, file.records, isPlain: isPlain, position: position)
            if site.isDaily, position == busiest {
                try writeGrowingCopy(site, of: name, log: log, file.records)
            }
        }
    }

    /// `u_exYYMMDD.log` for a day, `u_exYYMMWW.log` for a week of the month.
    private func fileName(_ site: SiteLog, _ day: Day) -> String {
        let (year, month, date) = day.civil
        let last = site.isDaily ? date : (date - 1) / 7 + 1
        return "u_ex\(padded(year % 100, 2))\(padded(month, 2))\(padded(last, 2))\(site.suffix).log"
    }

    private mutating func write(
        _ site: SiteLog, _ name: String, log: Int, _ records: [Int], isPlain: Bool, position: Int
    ) throws(SyntheticEstateError) {
        let path = folder + "/logs/" + name
        try makeFolder(for: path)
        let file = try OutputFile(path: path, gzipLevel: isPlain ? nil : 9)
        var result: [WrittenRecord] = []
        var fields: [String] = []
        for (place, index) in records.enumerated() {
            let current = self.fields(site, at: simulation.happenings[index].day)
            // A tool moved one line in front of the field list of the extranet's second file.
            let isBeforeHeader = site.server == .extra01 && position == 1 && place == 0
            if isBeforeHeader {
                try file.write(opening(records[place]).utf8)
            } else if current != fields {
                try file.write(header(current, records[place]).utf8)
                fields = current
            }
            // A few lines of the gateway's second file lost their last columns.
            let isShort = site.server == .web05 && position == 1 && [2, 5].contains(place)
            var values = current.map { value($0, of: index) }
            if isShort { values.removeLast(3) }
            try file.write((values.joined(separator: " ") + "\r\n").utf8)
            let fate: Fate =
                isBeforeHeader ? .rejected(.beforeFields) : isShort ? .rejected(.wrongColumnCount) : .readable
            result.append(WrittenRecord(happening: index, fate: fate))
        }
        try file.close()
        written.add(WrittenFile(path: "logs/" + name, format: .w3c, log: log, records: result))
    }

    /// The first lines of a day's log as somebody copied it before the day was over.
    private mutating func writeGrowingCopy(
        _ site: SiteLog, of name: String, log: Int, _ records: [Int]
    ) throws(SyntheticEstateError) {
        let first = Array(records.prefix(records.count * 2 / 3))
        let copy = name.replacingOccurrences(of: ".log", with: " - copy.log")
        let path = folder + "/logs/" + copy
        let file = try OutputFile(path: path, gzipLevel: nil)
        let fields = self.fields(site, at: simulation.happenings[records[0]].day)
        try file.write(header(fields, records[0]).utf8)
        for index in first {
            try file.write((fields.map { value($0, of: index) }.joined(separator: " ") + "\r\n").utf8)
        }
        try file.close()
        written.add(
            WrittenFile(
                path: "logs/" + copy, format: .w3c, log: log,
                records: first.map { WrittenRecord(happening: $0, fate: .readable) }, containedIn: "logs/" + name))
    }

    // MARK: A line

    private func fields(_ site: SiteLog, at day: Day) -> [String] {
        let world = simulation.world
        guard let later = site.laterField, Int(day.number - world.firstDay.number) >= world.size.days / 2 else {
            return site.fields
        }
        return site.fields + [later]
    }

    private func opening(_ first: Int) -> String {
        let time = simulation.happenings[first].time.text
        return "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n"
            + "#Date: \(time.prefix(10)) \(time.dropFirst(11).prefix(8))\r\n"
    }

    private func header(_ fields: [String], _ first: Int) -> String {
        opening(first) + "#Fields: " + fields.joined(separator: " ") + "\r\n"
    }

    private func value(_ field: String, of index: Int) -> String {
        let happening = simulation.happenings[index]
        guard case .web(let line) = happening.form, let server = happening.server else { return "-" }
        let time = happening.time.text
        return switch field {
        case "date": String(time.prefix(10))
        case "time": String(time.dropFirst(11).prefix(8))
        case "s-sitename": server.site ?? "-"
        case "s-computername": simulation.world.server(server).host
        case "s-ip": simulation.world.server(server).address
        case "cs-method": line.method
        case "cs-uri-stem": line.path
        case "cs-uri-query": line.query
        case "s-port": "443"
        case "cs-username": line.user
        case "c-ip": line.client
        case "cs(User-Agent)": line.agent
        case "cs-host": "www.halden-clinics.example"
        case "sc-status": String(line.status)
        case "sc-substatus": String(line.substatus)
        case "sc-win32-status": String(line.win32Status)
        case "time-taken": String(line.timeTaken)
        case "X-Forwarded-For": line.forwarded
        default: "-"
        }
    }
}
