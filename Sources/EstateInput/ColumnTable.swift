import AccessModel
import PositionModel

/// A column a file may have: its name, what else people call it, and whether the file is useless without it.
struct Column: Sendable {
    let name: String
    let synonyms: [String]
    let isRequired: Bool

    init(_ name: String, _ synonyms: [String] = [], required: Bool = false) {
        self.name = name
        self.synonyms = synonyms
        isRequired = required
    }
}

/// Where the columns of a table stand in one file's header row.
struct ColumnMap: Sendable {
    /// Index of each column found, by the column's name.
    private let positions: [ExactText: Int]
    /// Columns of the file that no column of the table answers to, in file order.
    let unknown: [(name: String, index: Int)]

    /// Finds each column by its name, else by its first synonym that is there.
    ///
    /// - Throws: where a required column is missing or a column is there twice.
    init(_ table: [Column], header: CSVRecord, file: String) throws(EstateError) {
        var found: [ExactText: Int] = [:]
        for (index, name) in header.cells.enumerated() where !name.isEmpty {
            let key = ExactText(ColumnMap.normalised(name))
            if let first = found[key] {
                throw EstateError(
                    file: file, line: header.line,
                    problem: "columns \(first + 1) and \(index + 1) are both named \(shown(name))",
                    remedy: "Rename or remove one of them")
            }
            found[key] = index
        }
        var positions: [ExactText: Int] = [:]
        var taken: Set<Int> = []
        var missing: [Column] = []
        for column in table {
            let names = ([column.name] + column.synonyms).map { ExactText(ColumnMap.normalised($0)) }
            if let index = names.lazy.compactMap({ found[$0] }).first(where: { !taken.contains($0) }) {
                positions[ExactText(column.name)] = index
                taken.insert(index)
            } else if column.isRequired {
                missing.append(column)
            }
        }
        if !missing.isEmpty { throw ColumnMap.missing(missing, header: header, file: file) }
        self.positions = positions
        unknown = header.cells.enumerated().filter { !taken.contains($0.offset) }.map { index, name in
            (name.isEmpty ? "column \(index + 1)" : name, index)
        }
    }

    /// The trimmed cell of a column; empty where the file has no such column.
    func text(_ column: String, in record: CSVRecord) -> String {
        guard let index = positions[ExactText(column)], index < record.cells.count else { return "" }
        return record.cells[index].trimmed
    }

    func has(_ column: String) -> Bool { positions[ExactText(column)] != nil }

    /// The trimmed, non-empty cells of the columns the table does not know, by their names.
    func extra(in record: CSVRecord) -> [String: String] {
        var result: [String: String] = [:]
        for (name, index) in unknown where index < record.cells.count && !record.cells[index].isBlank {
            result[name] = record.cells[index].trimmed
        }
        return result
    }

    /// One notice that names the columns kept but not understood; none where there are none.
    func notices(file: String, header: CSVRecord) -> [EstateNotice] {
        guard !unknown.isEmpty else { return [] }
        let names = unknown.map { shown($0.name) }.joined(separator: ", ")
        return [EstateNotice(file: file, line: header.line, message: "columns kept but not understood: \(names)")]
    }

    /// A header name without case, space, `_` and `-`.
    static func normalised(_ name: String) -> String {
        var result = ""
        for scalar in name.scalarLowercased.unicodeScalars where !" _-\u{A0}\t\u{FEFF}".unicodeScalars.contains(scalar)
        {
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static func missing(
        _ columns: [Column], header: CSVRecord, file: String
    ) -> EstateError {
        let names = columns.map { column in
            "\"\(column.name)\"" + (column.synonyms.isEmpty ? "" : " (or \(column.synonyms.joined(separator: ", ")))")
        }
        return EstateError(
            file: file, line: header.line, problem: "no column \(names.joined(separator: " and no column "))",
            remedy: "The header row found: \(ColumnMap.summary(of: header))")
    }

    /// The header row as messages show it.
    static func summary(of header: CSVRecord) -> String {
        let limit = 40
        let names = header.cells.prefix(limit).map(shown).joined(separator: ", ")
        return header.cells.count > limit ? names + ", and \(header.cells.count - limit) more" : names
    }
}
