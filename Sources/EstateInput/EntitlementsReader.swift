import AccessModel
import PositionModel

/// Reads entitlements.csv: the licences held.
enum EntitlementsReader {
    /// Columns of entitlements.csv (`estate.md`), with what ledgers and statements call them.
    static let columns: [Column] = [
        Column(
            "licence",
            [
                "license", "licence name", "license name", "licence id", "license id", "cal", "product", "product name",
                "item", "sku", "description",
            ], required: true),
        Column(
            "quantity", ["qty", "count", "licences", "licenses", "seats", "units", "effective license quantity"],
            required: true),
        Column("flavour", ["flavor", "licence type", "license type", "cal type"]),
        Column("version", ["product version", "license version", "licence version"]),
        Column("term", ["licence term", "license term"]),
        Column(
            "sa_end",
            [
                "sa end date", "sa expiry", "sa expires", "sa until", "software assurance end", "subscription end",
                "end date", "expires", "expiry date",
            ]),
        Column("agreement", ["agreement number", "contract", "enrollment", "enrolment"]),
        Column("signed", ["agreement signed", "agreement date", "signed date", "date signed"]),
        Column("source", ["proof", "evidence", "document"]),
        Column("note", ["notes", "comment", "comments", "remark", "remarks"]),
        Column("assigned_to", ["assigned", "assignee", "assigned user", "assigned device"]),
    ]

    static let flavours: [(text: String, value: Flavour)] = [
        ("user", .user), ("users", .user), ("per user", .user), ("user cal", .user),
        ("device", .device), ("devices", .device), ("per device", .device), ("device cal", .device),
        ("server", .server), ("per server", .server), ("ec", .server), ("external connector", .server),
    ]

    static let terms: [(text: String, value: String)] = [
        ("perpetual", "perpetual"), ("subscription", "subscription"),
    ]

    static func read(
        _ file: PreparedFile
    ) throws(EstateError) -> (entitlements: [EntitlementEntry], notices: [EstateNotice]) {
        var (reader, notices) = try file.csv()
        let map = try ColumnMap(columns, header: reader.header, file: file.name)
        notices += map.notices(file: file.name, header: reader.header)
        var entitlements: [EntitlementEntry] = []
        var seen = SeenRows()
        while let record = try reader.next() {
            let entry = try entry(record, map, file: file.name)
            try seen.see(entry, record: record, file: file.name)
            entitlements.append(entry)
        }
        return (entitlements, notices)
    }

    private static func entry(
        _ record: CSVRecord, _ map: ColumnMap, file: String
    ) throws(EstateError) -> EntitlementEntry {
        func cell(_ column: String) -> CellValue {
            CellValue(text: map.text(column, in: record), column: column, file: file, line: record.line)
        }
        var entry = EntitlementEntry()
        entry.line = record.line
        entry.licence = try cell("licence").required()
        entry.flavour = try cell("flavour").oneOf(flavours)
        entry.version = cell("version").text
        entry.term = try cell("term").oneOf(terms) ?? ""
        entry.softwareAssuranceEnd = try cell("sa_end").day()
        entry.agreement = cell("agreement").text
        entry.signed = try cell("signed").day()
        entry.source = cell("source").text
        entry.note = cell("note").text
        entry.assignedTo = cell("assigned_to").text
        let quantity = cell("quantity")
        if entry.assignedTo.isEmpty {
            _ = try quantity.required()
            entry.quantity = try quantity.count()
        } else {
            // One row per holder: an assigned row is one licence.
            entry.quantity = quantity.text.isEmpty ? 1 : try quantity.count()
            guard entry.quantity <= 1 else {
                throw quantity.failure(
                    "licences are assigned to one holder, \(shown(entry.assignedTo))",
                    remedy: "Write one row with quantity 1 per holder")
            }
        }
        entry.extra = map.extra(in: record)
        return entry
    }
}

/// Rows that say the same twice: one purchase listed again, or one licence given to one holder twice.
private struct SeenRows {
    private var rows: [[ExactText]: Int] = [:]
    private var holders: [[ExactText]: Int] = [:]

    mutating func see(_ entry: EntitlementEntry, record: CSVRecord, file: String) throws(EstateError) {
        if !entry.assignedTo.isEmpty {
            // A licence that was renewed stands there twice, with the days each ends on.
            let holder = [
                entry.licence, entry.version, entry.assignedTo, entry.term, entry.flavour?.rawValue ?? "",
                entry.softwareAssuranceEnd?.text ?? "",
            ].map { ExactText($0.scalarLowercased) }
            if let first = holders[holder] {
                throw EstateError(
                    file: file, line: entry.line,
                    problem:
                        "\(shown(entry.licence)) is assigned to \(shown(entry.assignedTo)) on line \(first) already",
                    remedy: "One holder needs one: delete the row, or correct the holder")
            }
            holders[holder] = entry.line
        }
        let cells = record.cells.map { ExactText($0.scalarLowercased) }
        if let first = rows[cells] {
            throw EstateError(
                file: file, line: entry.line, problem: "the row is the same as line \(first) in every column",
                remedy: "Delete it; if it is another purchase, write what tells them apart in agreement, source or note"
            )
        }
        rows[cells] = entry.line
    }
}
