import AccessModel
import PositionModel

/// One row of a directory export, read by attribute.
struct DirectoryRow {
    /// Where each attribute stands in the header row.
    struct Columns: Sendable {
        private let positions: [DirectoryAttribute: [Int]]

        init(_ header: CSVRecord) {
            var byName: [ExactText: Int] = [:]
            for (index, name) in header.cells.enumerated() {
                let key = ExactText(ColumnMap.normalised(name))
                if byName[key] == nil { byName[key] = index }
            }
            positions = DirectoryColumns.table.mapValues { names in
                names.compactMap { byName[ExactText(ColumnMap.normalised($0))] }
            }.filter { !$0.value.isEmpty }
        }

        func has(_ attribute: DirectoryAttribute) -> Bool { positions[attribute] != nil }
        func indices(_ attribute: DirectoryAttribute) -> [Int] { positions[attribute] ?? [] }
        var nameAnAccount: Bool { has(.accountName) || has(.principalName) || has(.sid) }
    }

    let record: CSVRecord
    let columns: Columns

    /// The first non-empty cell among the columns of an attribute, trimmed.
    func text(_ attribute: DirectoryAttribute) -> String {
        for index in columns.indices(attribute) where index < record.cells.count {
            let value = record.cells[index].trimmed
            if !value.isEmpty { return value }
        }
        return ""
    }

    /// The last, most exact of the classes (csvde writes `top;person;organizationalPerson;user`).
    var objectClass: String { DirectoryRow.values(text(.objectClass)).last ?? "" }

    var kind: DirectoryObjectKind {
        let classes = DirectoryRow.values(text(.objectClass)).map(\.scalarLowercased)
        if !classes.isEmpty, classes != [DirectoryReader.lostCollection.scalarLowercased] {
            return DirectoryKinds.classes.first { row in classes.contains(row.name) }?.kind ?? .other
        }
        let type = text(.accountType)
        if !type.isEmpty { return DirectoryKinds.accountTypes.first { $0.value == type }?.kind ?? .other }
        if columns.has(.operatingSystem) || columns.has(.dnsName) { return .computer }
        if columns.has(.groupScope) || columns.has(.members) { return .group }
        return .account
    }

    /// Lower-case: from a column, else the `DC` parts of the distinguished name, else the UPN's suffix.
    var domain: String {
        let named = text(.domain)
        if !named.isEmpty { return named.scalarLowercased }
        let parts = DistinguishedName.domain(text(.distinguishedName))
        if !parts.isEmpty { return parts }
        let principal = text(.principalName)
        guard let at = principal.utf8.lastIndex(of: UInt8(ascii: "@")) else { return "" }
        return String(principal[principal.utf8.index(after: at)...]).scalarLowercased
    }

    /// The values of a multi-valued cell: `;` (csvde, where `\;` is a literal one), `|` or line ends between them.
    static func values(_ cell: String) -> [String] {
        var values: [String] = []
        var current = String.UnicodeScalarView()
        var escaped = false
        for scalar in cell.unicodeScalars {
            if escaped {
                if scalar != ";" { current.append("\\") }
                current.append(scalar)
                escaped = false
            } else if scalar == "\\" {
                escaped = true
            } else if scalar == ";" || scalar == "|" || scalar == "\n" || scalar == "\r" {
                values.append(String(current).trimmed)
                current = String.UnicodeScalarView()
            } else {
                current.append(scalar)
            }
        }
        if escaped { current.append("\\") }
        values.append(String(current).trimmed)
        return values.filter { !$0.isEmpty }
    }
}

/// Whether the dates of a file are written day/month or month/day.
enum DateOrder {
    /// One shell wrote the whole file, so one date that can be read in only one way decides for all of them. Where none
    /// does, month/day is assumed: the order of the United States and of .NET's invariant culture.
    ///
    /// - Throws: where the file holds dates that prove both orders.
    static func find(
        in start: CSVReader, columns: DirectoryRow.Columns
    ) throws(EstateError) -> (order: DateText.Order, notices: [EstateNotice]) {
        guard DirectoryColumns.times.contains(where: columns.has) else { return (.monthFirst, []) }
        var rows = start
        var proof: (order: DateText.Order, line: Int, text: String)?
        var ambiguous: (line: Int, text: String)?
        while let record = try rows.next() {
            let row = DirectoryRow(record: record, columns: columns)
            for attribute in DirectoryColumns.times {
                guard case .date(let date) = DirectoryTime(row.text(attribute)) else { continue }
                if ambiguous == nil, date.isAmbiguous { ambiguous = (record.line, row.text(attribute)) }
                guard let order = date.provenOrder else { continue }
                if let proof, proof.order != order {
                    throw EstateError(
                        file: start.file, line: record.line,
                        problem: "\(shown(row.text(attribute))) and \(shown(proof.text)) on line \(proof.line) cannot "
                            + "both be right: one is day/month, the other month/day",
                        remedy: "A spreadsheet may have rewritten part of the dates: export the directory again")
                }
                proof = proof ?? (order, record.line, row.text(attribute))
            }
        }
        if let proof { return (proof.order, []) }
        guard let ambiguous else { return (.monthFirst, []) }
        let notice = EstateNotice(
            file: start.file, line: ambiguous.line,
            message:
                "dates like \(shown(ambiguous.text)) may be day/month; no date of the file decides, so they are read "
                + "as month/day")
        return (.monthFirst, [notice])
    }
}
