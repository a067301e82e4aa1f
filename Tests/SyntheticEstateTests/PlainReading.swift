import AccessModel
import Foundation
import FoundationXML

@testable import SyntheticEstate

/// Reads the written logs again, slowly and by the row contract alone: a second pair of eyes on the generator's truth.
/// Shares nothing with the simulation but the estate's own declarations.
struct PlainReading {
    struct Tally: Equatable {
        var records = 0
        var rows = 0
        var ignored = 0
        var rejected: [String: Int] = [:]
    }

    struct Row {
        var server: String
        /// Person's name in this world: without domain, realm and administrator's prefix; empty for no user.
        var user = ""
        var machine = ""
        var clientName = ""
        var address = ""
        var day: String
        var succeeded = true
        var isLead = false
        var isNothing = false
        var isWeb = false
    }

    private(set) var tallies: [String: Tally] = [:]
    private(set) var rows: [Row] = []
    private var events: Set<String> = []
    /// By the name before; nobody gets a name that somebody else had.
    private var newNames: [String: String] = [:]

    private static let builtIns: Set<String> = [
        "system", "anonymous logon", "dwm-1", "umfd-0", "administrator", "guest", "krbtgt",
    ]

    init(_ estate: TestEstate) throws {
        for file in estate.truth.inputs.files {
            let (bytes, isDamaged) = try estate.text(file.path)
            let text =
                bytes.starts(with: [0xFF, 0xFE])
                ? String(decoding: pairs(bytes.dropFirst(2)), as: UTF16.self) : String(decoding: bytes, as: UTF8.self)
            if text.hasPrefix("#") {
                readWeb(text, path: file.path, isCopy: file.path.hasSuffix(" - copy.log"))
            } else {
                readEvents(text, path: file.path, isDamaged: isDamaged)
            }
        }
        for index in rows.indices {
            rows[index].user = latest(rows[index].user)
            rows[index].machine = latest(rows[index].machine, suffix: "$")
            rows[index].clientName = latest(rows[index].clientName, suffix: "$")
        }
    }

    private func latest(_ name: String, suffix: String = "") -> String {
        var name = name
        while let next = newNames[name + suffix] { name = String(next.dropLast(suffix.count)) }
        return name
    }

    private func pairs(_ bytes: ArraySlice<UInt8>) -> [UInt16] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
        }
    }

    // MARK: Events

    private mutating func readEvents(_ text: String, path: String, isDamaged: Bool) {
        var tally = Tally()
        // Each piece begins behind the start of an event and ends before the next one's.
        let pieces = text.components(separatedBy: "<Event xmlns").dropFirst()
        for (position, piece) in pieces.enumerated() {
            tally.records += 1
            guard let end = piece.range(of: "</Event>", options: .backwards) else {
                let isLast = position == pieces.count - 1
                tally.rejected[isDamaged && isLast ? "damaged input" : "truncated record", default: 0] += 1
                continue
            }
            guard let event = XMLRecord("<Event xmlns" + piece[..<end.upperBound]) else {
                tally.rejected["malformed record", default: 0] += 1
                continue
            }
            guard let computer = event["Computer"] else {
                tally.rejected["no computer", default: 0] += 1
                continue
            }
            guard event.time.prefix(4) >= "1990" else {
                tally.rejected["no usable time", default: 0] += 1
                continue
            }
            if event["EventID"] == "4781", let old = event["OldTargetUserName"], let new = event["NewTargetUserName"] {
                newNames[old.scalarLowercased] = new.scalarLowercased
            }
            guard let row = row(of: event, computer: computer.scalarLowercased) else {
                tally.ignored += 1
                continue
            }
            tally.rows += 1
            let key =
                [computer, event["Channel"], event["EventRecordID"], event["EventID"]].map { $0 ?? "" }
                .joined(separator: "|") + event.time.prefix(10) + event.time.dropFirst(11).prefix(12)
            if events.insert(key).inserted { rows.append(row) }
        }
        tallies[path] = tally
    }

    private func row(of event: XMLRecord, computer: String) -> Row? {
        var row = Row(server: computer, day: String(event.time.prefix(10)))
        func client() {
            row.clientName = host(event["WorkstationName"] ?? "")
            row.address = address(event["IpAddress"] ?? event["Address"] ?? "")
        }
        client()
        switch event["EventID"] {
        case "4624", "4625":
            setAccount(&row, event["TargetUserName"] ?? "")
            row.isNothing = ["4", "5"].contains(event["LogonType"] ?? "")
            row.succeeded = event["EventID"] == "4624"
        case "4768":
            setAccount(&row, event["TargetUserName"] ?? "")
            row.succeeded = event["Status"] == "0x0"
        case "4769":
            let service = event["ServiceName"] ?? ""
            guard service != "krbtgt" else { return nil }
            setAccount(&row, event["TargetUserName"] ?? "")
            row.isLead = !service.hasSuffix("$")
            row.server = service.hasSuffix("$") ? String(service.dropLast()).scalarLowercased : ""
        case "4776":
            setAccount(&row, event["TargetUserName"] ?? "")
            row.isLead = true
        case "5140": setAccount(&row, event["SubjectUserName"] ?? "")
        case "21", "25": setAccount(&row, event["User"] ?? "")
        default: return nil
        }
        row.server = host(row.server)
        if row.clientName == row.server { row.clientName = "" }
        return row
    }

    private func setAccount(_ row: inout Row, _ written: String) {
        var name = written.scalarLowercased
        if let slash = name.lastIndex(of: "\\") { name = String(name[name.index(after: slash)...]) }
        if let realm = name.firstIndex(of: "@") { name = String(name[..<realm]) }
        if name.hasSuffix("$") {
            if !name.hasPrefix("gmsa-") { row.machine = String(name.dropLast()) }
        } else if !PlainReading.builtIns.contains(name), name != "-" {
            row.user = name.hasPrefix("adm-") ? String(name.dropFirst(4)) : name
        }
    }

    // MARK: Web lines

    private mutating func readWeb(_ text: String, path: String, isCopy: Bool) {
        var tally = Tally()
        var fields: [String] = []
        // A CRLF is one Character in Swift: split on the scalars.
        for line in text.components(separatedBy: "\r\n") where !line.isEmpty {
            if line.hasPrefix("#") {
                if line.hasPrefix("#Fields: ") { fields = line.dropFirst(9).components(separatedBy: " ") }
                continue
            }
            tally.records += 1
            let values = line.components(separatedBy: " ")
            guard !fields.isEmpty else {
                tally.rejected["line before #Fields", default: 0] += 1
                continue
            }
            guard values.count == fields.count else {
                tally.rejected["wrong column count", default: 0] += 1
                continue
            }
            tally.rows += 1
            if !isCopy { rows.append(webRow(Dictionary(uniqueKeysWithValues: zip(fields, values)), path: path)) }
        }
        tallies[path] = tally
    }

    private func webRow(_ line: [String: String], path: String) -> Row {
        let folder = path.components(separatedBy: "/")[1]
        let server = line["s-computername"] ?? (folder == "extranet-export" ? "extra01" : line["s-ip"] ?? folder)
        var row = Row(server: server == "10.2.0.15" ? "mail01" : server.scalarLowercased, day: line["date"] ?? "")
        row.isWeb = true
        row.succeeded = (Int(line["sc-status"] ?? "") ?? 500) < 400
        row.address = line["c-ip"] ?? ""
        if row.address == "10.20.0.4", let last = line["X-Forwarded-For"]?.components(separatedBy: ",+").last {
            row.address = last
        }
        setAccount(&row, line["cs-username"] ?? "-")
        return row
    }

    // MARK: Values

    private func host(_ name: String) -> String {
        String(name.scalarLowercased.prefix { $0 != "." })
    }

    private func address(_ text: String) -> String {
        guard let address = IPAddress(text), !address.isLoopback else { return "" }
        return address.text
    }

    static func isOutside(_ address: String) -> Bool {
        !address.isEmpty && !address.hasPrefix("10.") && !address.hasPrefix("203.0.113.")
    }
}

/// The fields of one event, read by Foundation's XML parser. Nil where the text is not well-formed.
private final class XMLRecord: NSObject, XMLParserDelegate {
    private(set) var time = ""
    private var fields: [String: String] = [:]
    private var name = ""
    private var value = ""

    init?(_ text: String) {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        guard parser.parse() else { return nil }
    }

    /// A field's value without white space around it; nil where there is none, or only `-`.
    subscript(_ field: String) -> String? {
        guard let value = fields[field]?.trimmingCharacters(in: .whitespacesAndNewlines), !value.isEmpty, value != "-"
        else { return nil }
        return value
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if element == "TimeCreated" { time = attributes["SystemTime"] ?? "" }
        name = attributes["Name"] ?? element
        value = ""
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { value += text }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
    ) {
        if fields[name] == nil { fields[name] = value }
    }
}
