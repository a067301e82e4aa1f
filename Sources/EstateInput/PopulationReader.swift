import AccessModel
import PositionModel

/// Reads the lists estate.yaml points to: contractors, and the accounts behind a multiplexer.
enum PopulationReader {
    static let accountColumn = Column(
        "account",
        ["user", "user name", "login", "sam account name", "user principal name", "upn", "mail", "email"],
        required: true)

    static let contractorColumns: [Column] = [
        accountColumn,
        Column("onsite", ["on site"]),
        Column("hours_per_week", ["hours", "weekly hours"]),
        Column("end", ["end date", "until", "contract end"]),
    ]

    static func contractors(
        _ file: PreparedFile
    ) throws(EstateError) -> (contractors: [EstateSettings.Contractor], notices: [EstateNotice]) {
        var (reader, notices) = try file.csv()
        let map = try ColumnMap(contractorColumns, header: reader.header, file: file.name)
        notices += map.notices(file: file.name, header: reader.header)
        var contractors: [EstateSettings.Contractor] = []
        while let record = try reader.next() {
            func cell(_ column: String) -> CellValue {
                CellValue(text: map.text(column, in: record), column: column, file: file.name, line: record.line)
            }
            contractors.append(
                EstateSettings.Contractor(
                    account: try account(cell("account")), onsite: try cell("onsite").flag(),
                    hoursPerWeek: try cell("hours_per_week").decimal(), end: try cell("end").day()))
        }
        return (contractors, notices)
    }

    static func accounts(_ file: PreparedFile) throws(EstateError) -> (accounts: [String], notices: [EstateNotice]) {
        var (reader, notices) = try file.csv()
        let map = try ColumnMap([accountColumn], header: reader.header, file: file.name)
        var accounts: [String] = []
        var seen: Set<ExactText> = []
        while let record = try reader.next() {
            let cell = CellValue(
                text: map.text("account", in: record), column: "account", file: file.name, line: record.line)
            let name = try account(cell)
            if seen.insert(ExactText(name)).inserted {
                accounts.append(name)
            } else {
                notices.append(
                    EstateNotice(
                        file: file.name, line: record.line, message: "account \(shown(name)) is listed twice"))
            }
        }
        return (accounts, notices)
    }

    private static func account(_ cell: CellValue) throws(EstateError) -> String {
        try cell.required().scalarLowercased
    }
}
