/// Things people write as a product that are roles of Windows Server, and licensed with it.
///
/// Source: Microsoft Learn, "Roles, role services, and features included in Windows Server".
enum WindowsRoles {
    private static let names = [
        "active directory", "ad ds", "adfs", "dhcp", "dhcp server", "dns", "dns server", "domain controller",
        "file server",
        "file services", "hyper-v", "iis", "internet information services", "print server", "print services",
        "web server",
        "wsus",
    ]

    static func contains(_ text: String) -> Bool {
        let words = LedgerName.words(text)
        return names.contains { LedgerName.words($0) == words }
    }
}
