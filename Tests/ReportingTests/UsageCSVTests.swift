import PositionModel
import Testing

@testable import Reporting

/// Rows for programs that manage licences: their columns, and what stands in them.
@Suite struct UsageCSVTests {
    private func row(
        user: String = "", device: String = "", address: String = "", day: String = "2026-10-02", count: UInt64 = 1
    ) -> UsageRow {
        UsageRow(
            server: "fs01", product: "windows-server", productName: "Windows Server", version: "2022",
            edition: "Standard", user: user, device: device, deviceDomain: device.isEmpty ? "" : "corp.example.com",
            address: address, day: day, count: count)
    }

    @Test func flexeraHasARowForEachUse() throws {
        let text = UsageCSV.flexera(
            [row(user: "corp\\anna", device: "pc1", count: 7), row(address: "10.1.1.9"), row(user: "corp\\=ben")],
            inventoryDate: "2026-10-31")
        let lines = CSVReader.rows(text)
        #expect(lines[0] == UsageCSV.flexeraHeader && lines.count == 4)
        #expect(
            lines[1] == [
                "7", "2026-10-02", "pc1", "corp.example.com", "", "", "corp\\anna", "fs01", "Standard", "2026-10-31",
                "Windows Server", "2022",
            ])
        #expect(lines[2][2...6] == ["", "", "10.1.1.9", "", ""])
        // Flexera takes no row that names neither user, device nor address.
        for line in lines.dropFirst() { #expect(!(line[2] + line[4] + line[6]).isEmpty) }
    }

    @Test func serviceNowAddsUpEachConsumer() {
        let text = UsageCSV.serviceNow([
            row(user: "corp\\anna", device: "pc1", count: 2), row(user: "corp\\anna", device: "pc2", day: "2026-10-03"),
            row(user: "corp\\ben", address: "10.1.1.9", count: 5),
        ])
        let lines = CSVReader.rows(text)
        #expect(lines[0] == UsageCSV.serviceNowHeader)
        let found = Set(lines.dropFirst().map { "\($0[4]) \($0[1]) \($0[6]) \($0[5]) \($0[7])" })
        #expect(
            found == [
                "User corp\\anna 3 Windows Server 2022 fs01", "User corp\\ben 5 Windows Server 2022 fs01",
                "Device pc1 2 Windows Server 2022 fs01", "Device pc2 1 Windows Server 2022 fs01",
                "Device 10.1.1.9 5 Windows Server 2022 fs01",
            ])
    }
}
