import AccessModel
import PositionModel

/// Reads servers.csv: one row per server and product.
enum ServersReader {
    /// Columns of servers.csv (`estate.md`), with what inventories call them.
    static let columns: [Column] = [
        Column("server", ["server name", "host name", "computer", "computer name", "machine", "fqdn"], required: true),
        Column("product", ["product name", "software", "product id"], required: true),
        Column("version", ["product version", "release", "running version"], required: true),
        Column("edition", ["product edition", "sku"]),
        Column("licence_model", ["license model", "licensing model", "licence metric", "license metric", "metric"]),
        Column("licensed_by", ["licenced by", "licensing"]),
        Column("host", ["hosts", "physical host", "physical hosts", "vm host", "hypervisor"]),
        Column("aliases", ["alias", "other names", "addresses"]),
        Column("service_accounts", ["service account"]),
        Column("access_groups", ["access group", "groups"]),
        Column("exposure", ["facing", "exposed"]),
        Column("behind", ["front end", "front ends"]),
    ]

    static let exposures: [(text: String, value: String)] = [
        ("internal", "internal"), ("extranet", "extranet"), ("web-workload", "web-workload"),
    ]

    static let licensedBy: [(text: String, value: String)] = [
        ("host", "host"), ("vm", "vm"), ("payg", "payg"), ("spla", "spla"),
    ]

    static func read(_ file: PreparedFile) throws(EstateError) -> (servers: [ServerEntry], notices: [EstateNotice]) {
        var (reader, notices) = try file.csv()
        let map = try ColumnMap(columns, header: reader.header, file: file.name)
        notices += map.notices(file: file.name, header: reader.header)
        var servers: [ServerEntry] = []
        var seen: [[ExactText]: Int] = [:]
        var rows: [[ExactText]: Int] = [:]
        while let record = try reader.next() {
            let entry = try self.entry(record, map, file: file.name)
            let cells = record.cells.map { ExactText($0.scalarLowercased) }
            if let first = rows[cells] {
                throw EstateError(
                    file: file.name, line: entry.line, problem: "the row is the same as line \(first) in every column",
                    remedy: "Delete it; a second instance is told apart by version or licence_model")
            }
            rows[cells] = entry.line
            let key = [ExactText(entry.server), ExactText(entry.product.scalarLowercased)]
            if let first = seen[key] {
                notices.append(
                    EstateNotice(
                        file: file.name, line: entry.line,
                        message: "server \(shown(entry.server)) with product \(shown(entry.product)) is also on line "
                            + "\(first); both rows are kept"))
            } else {
                seen[key] = entry.line
            }
            servers.append(entry)
        }
        return (servers, notices)
    }

    private static func entry(_ record: CSVRecord, _ map: ColumnMap, file: String) throws(EstateError) -> ServerEntry {
        func cell(_ column: String) -> CellValue {
            CellValue(text: map.text(column, in: record), column: column, file: file, line: record.line)
        }
        func names(_ column: String) -> [String] { cell(column).text.scalarLowercased.listed }
        var entry = ServerEntry()
        entry.line = record.line
        entry.server = try cell("server").required().scalarLowercased
        entry.product = try cell("product").required()
        entry.version = try cell("version").required()
        entry.edition = cell("edition").text
        entry.licenceModel = cell("licence_model").text
        entry.licensedBy = try cell("licensed_by").oneOf(licensedBy) ?? ""
        entry.hosts = names("host")
        entry.aliases = names("aliases")
        entry.serviceAccounts = names("service_accounts")
        entry.accessGroups = cell("access_groups").text.listed
        entry.exposure = try cell("exposure").oneOf(exposures) ?? ""
        entry.behind = names("behind")
        entry.extra = map.extra(in: record)
        return entry
    }
}
