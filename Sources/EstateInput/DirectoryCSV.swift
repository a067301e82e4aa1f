import AccessModel

/// The rows of a CSV export (csvde, Export-Csv) as objects.
struct DirectoryCSV: DirectoryRecords {
    private var rows: CSVReader
    /// Column and what it means, for the columns that mean anything.
    private let columns: [(index: Int, slot: AttributeSlot)]
    private let present: AttributeSet
    private(set) var tallies = DirectoryTallies()

    var file: String { rows.file }
    var namesOfFirst: [String] { rows.header.cells }

    /// - Throws: where no column names an account.
    init(_ rows: CSVReader) throws(EstateError) {
        self.rows = rows
        var columns: [(index: Int, slot: AttributeSlot)] = []
        var present = AttributeSet()
        for (index, name) in rows.header.cells.enumerated() {
            guard let slot = AttributeNames.known.slot(Array(ColumnMap.normalised(name).utf8)[...]) else { continue }
            // Of two columns of one name the first counts.
            if columns.contains(where: { $0.slot == slot }) { continue }
            columns.append((index, slot))
            present.insert(slot.attribute)
        }
        self.columns = columns
        self.present = present
        guard present.nameAnAccount || present.contains(.distinguishedName) && present.contains(.members) else {
            throw EstateError(
                file: rows.file, line: rows.header.line,
                problem: "no column names an account (sAMAccountName, userPrincipalName or objectSid/SID)",
                remedy: "Export the directory with them. The header row found: \(ColumnMap.summary(of: rows.header))")
        }
    }

    mutating func next(_ record: inout DirectoryRecord) throws(EstateError) -> Bool {
        guard let row = try rows.next() else { return false }
        record.start(line: row.line, present: present)
        for (index, slot) in columns where index < row.cells.count && !row.cells[index].utf8.isEmpty {
            if slot.attribute.isList {
                for value in DirectoryCSV.values(row.cells[index]) { record.add(slot, value) }
            } else {
                record.add(slot, row.cells[index])
            }
        }
        return true
    }

    /// The values of a multi-valued cell: `;` (csvde, where `\;` is a literal one), `|` or line ends between them.
    static func values(_ cell: String) -> [String] {
        var values: [String] = []
        var current: [UInt8] = []
        var escaped = false
        func end() {
            let value = String(decoding: current, as: UTF8.self).trimmed
            if !value.utf8.isEmpty { values.append(value) }
            current.removeAll(keepingCapacity: true)
        }
        // Each of these is one byte of UTF-8 and part of no other character.
        for byte in cell.utf8 {
            if escaped {
                if byte != UInt8(ascii: ";") { current.append(UInt8(ascii: "\\")) }
                current.append(byte)
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|") || byte == 0x0A || byte == 0x0D {
                end()
            } else {
                current.append(byte)
            }
        }
        if escaped { current.append(UInt8(ascii: "\\")) }
        end()
        return values
    }
}
