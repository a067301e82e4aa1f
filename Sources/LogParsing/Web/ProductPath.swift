/// Which product a URL path points to.
enum ProductPath {
    enum Place {
        /// The path begins with it, up to a `/` or the end.
        case start
        /// It is a whole segment anywhere in the path: SharePoint repeats its folders under every site.
        case anySegment
    }

    struct Row {
        var path: StaticString
        var place: Place
        /// Text the query must hold as well; empty where it does not matter.
        var query: StaticString
        /// Catalogue id.
        var product: StaticString
    }

    /// Paths in lower case; the first row that fits counts, so the more special one stands first. At most 64 rows.
    static let table: [Row] = [
        // [MS-TSGU]: RPC over HTTP to a Remote Desktop Gateway names port 3388; the same proxy serves Outlook Anywhere.
        row("/rpc/rpcproxy.dll", query: ":3388", "windows-rds"),
        // [MS-TSGU]: HTTP transport of the gateway.
        row("/remotedesktopgateway", "windows-rds"),
        row("/rdweb", "windows-rds"),  // Remote Desktop Web Access
        // Microsoft Learn, "Default settings for Exchange virtual directories".
        row("/owa", "exchange-server"),
        row("/ews", "exchange-server"),
        row("/microsoft-server-activesync", "exchange-server"),
        row("/mapi", "exchange-server"),
        row("/ecp", "exchange-server"),
        row("/rpc", "exchange-server"),
        row("/oab", "exchange-server"),
        row("/autodiscover", "exchange-server"),
        row("/exchange", "exchange-server"),  // Outlook Web Access up to 2007
        // Microsoft Learn, "URLs and tokens in SharePoint": virtual folders under every site.
        Row(path: "/_layouts", place: .anySegment, query: "", product: "sharepoint-server"),
        Row(path: "/_vti_bin", place: .anySegment, query: "", product: "sharepoint-server"),
        row("/reportserver", "sql-server"),  // SQL Server Reporting Services, web service
        row("/reports", "sql-server"),  // SQL Server Reporting Services, web portal
        row("/adfs", "windows-server"),  // Active Directory Federation Services
        row("/certsrv", "windows-server"),  // Active Directory Certificate Services, web enrolment
        row("/_wmcs", "ad-rms"),  // AD Rights Management Services pipelines
        row("/tfs", "azure-devops-server"),  // Team Foundation Server
        row("/pwa", "project-server"),  // Project Web App
        row("/ucwa", "skype-lync"),  // Unified Communications Web API
        row("/groupexpansion", "skype-lync"),  // address book distribution groups
        row("/sms_mp", "system-center-client"),  // Configuration Manager management point
        row("/ccm_system", "system-center-client"),  // Configuration Manager client messages
    ]

    private static func row(_ path: StaticString, query: StaticString = "", _ product: StaticString) -> Row {
        Row(path: path, place: .start, query: query, product: product)
    }

    /// Rows that may fit a path, as bits by their index: those that begin with this letter.
    private static let rowsByInitial: [UInt64] = (0...255).map { initial in
        table.indices.reduce(0) { bits, index in
            let fits = table[index].place == .start && table[index].path.utf8Start[1] == UInt8(initial)
            return fits ? bits | 1 << UInt64(index) : bits
        }
    }

    /// Rows of segments that may be anywhere; each begins with an underscore.
    private static let segmentRows: UInt64 = table.indices.reduce(0) { bits, index in
        table[index].place == .anySegment ? bits | 1 << UInt64(index) : bits
    }

    /// Index in `table` of the row that fits, nil where none does.
    static func index(of path: UnsafeRawBufferPointer, query: UnsafeRawBufferPointer) -> Int? {
        guard path.count > 1 else { return nil }
        var candidates = rowsByInitial[Int(LineText.lowercased(path[1]))]
        if LineText.firstIndex(of: UInt8(ascii: "_"), in: path, from: 0) < path.count { candidates |= segmentRows }
        while candidates != 0 {
            let index = candidates.trailingZeroBitCount
            let row = table[index]
            let fits = row.place == .start ? begins(path, with: row.path) : holdsSegment(path, row.path)
            if fits, row.query.utf8CodeUnitCount == 0 || LineText.contains(query, row.query) { return index }
            candidates &= candidates - 1
        }
        return nil
    }

    private static func begins(_ path: UnsafeRawBufferPointer, with start: StaticString) -> Bool {
        guard LineText.begins(path, with: start) else { return false }
        let length = start.utf8CodeUnitCount
        return path.count == length || path[length] == UInt8(ascii: "/")
    }

    private static func holdsSegment(_ path: UnsafeRawBufferPointer, _ segment: StaticString) -> Bool {
        guard path.count >= segment.utf8CodeUnitCount else { return false }
        let second = segment.utf8Start[1]
        for index in 0..<(path.count - 1) where path[index] == UInt8(ascii: "/") && path[index + 1] == second {
            if begins(UnsafeRawBufferPointer(rebasing: path[index...]), with: segment) { return true }
        }
        return false
    }
}
