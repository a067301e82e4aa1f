import AccessModel
public import PositionModel

/// Rows of usage in the columns other programs import.
public enum UsageCSV {
    /// CAL Usage Inventory of FlexNet Manager Suite: a row for each user, device, server and day.
    ///
    /// Columns and what they hold: FlexNet Manager Suite 2024 R1, System Reference, "Template Details for CAL Usage Inventory
    /// Upload". A row needs a user, a device name or an address; `ComputerID` must be that of the uploaded Computer
    /// spreadsheet, so servers keep the name they have in servers.csv.
    public static let flexeraHeader = [
        "AccessCount", "AccessDate", "AccessingDeviceComputerName", "AccessingDeviceDomain",
        "AccessingDeviceIPAddress", "AccessingDeviceSerialNo", "AccessingUser", "ComputerID", "Edition",
        "InventoryDate", "ProductName", "Version",
    ]

    /// - Parameter inventoryDate: the last day of the evidence, `YYYY-MM-DD`.
    public static func flexera(_ rows: [UsageRow], inventoryDate: String) -> String {
        var csv = CSVText(.pipe, header: flexeraHeader)
        for row in rows {
            csv.append([
                .count(row.count), .text(row.day), .text(row.device), .text(row.deviceDomain), .text(row.address),
                .empty, .text(row.user), .text(row.server), .text(row.edition), .text(inventoryDate),
                .text(row.productName), .text(row.version),
            ])
        }
        return csv.text
    }

    /// User Device License Consumption of ServiceNow Software Asset Management: a row for each user and each device, with the
    /// server it was seen on.
    ///
    /// Columns and what they hold: ServiceNow documentation, "User device license consumption fields"
    /// (`samp_user_device_license_consumption`).
    public static let serviceNowHeader = [
        "Domain", "Consumer", "License category", "Publisher", "Consumer type", "Product name", "Activity count",
        "Source", "Discovery source", "Product code",
    ]

    public static func serviceNow(_ rows: [UsageRow]) -> String {
        /// Product, server, type of consumer, consumer.
        var counts: [[ExactText]: UInt64] = [:]
        func add(_ row: UsageRow, _ type: String, _ consumer: String) {
            guard !consumer.isEmpty else { return }
            let product = row.version.isEmpty ? row.productName : "\(row.productName) \(row.version)"
            counts[[product, row.server, type, consumer].map { ExactText($0) }, default: 0] += row.count
        }
        for row in rows {
            add(row, "User", row.user)
            add(row, "Device", row.device.isEmpty ? row.address : row.device)
        }
        var csv = CSVText(.pipe, header: serviceNowHeader)
        for key in counts.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let cells = key.map(\.string)
            csv.append([
                .empty, .text(cells[3]), .text("\(cells[2]) CAL"), .text("Microsoft"), .text(cells[2]),
                .text(cells[0]), .count(counts[key] ?? 0), .text(cells[1]), .text("Headcount"), .empty,
            ])
        }
        return csv.text
    }
}
