import AccessModel
import ByteScan

/// The directives of a W3C extended log file format (`#Software`, `#Version`, `#Date`, `#Fields`) in a text.
struct W3CDirectives {
    /// Offset of the first directive, nil where there is none.
    let first: Int?
    /// Offset of the first visible byte of the first line that does not begin with `#`, nil where there is none.
    let firstRecord: Int?
    /// True where a `#Fields` names columns, anywhere in the text.
    let namesFields: Bool
    /// What kind of log they say it is; a web log where they do not say.
    let finding: Finding

    private static let names = ["fields", "software", "version", "date", "start-date", "end-date"]

    /// What a `#Software` value begins with, in lower case. The first row that fits counts.
    private static let software: [(prefix: String, finding: Finding)] = [
        ("microsoft http api", .read(.httpErr)), ("microsoft windows firewall", .read(.windowsFirewall)),
        ("microsoft exchange", .unread(.commaSeparated)),
    ]

    init(_ text: UnsafeRawBufferPointer) {
        var first: Int?
        var declared: Finding?
        var fields: [UInt8]?
        // Files put together hold logs of several kinds: what stands before the first record counts.
        var firstRecord: Int?
        var namesFields = false
        var start = 0
        while start < text.count {
            let end = text.firstOffset(ofByte: 0x0A, from: start) ?? text.count
            let line = UnsafeRawBufferPointer(rebasing: text[start..<end])
            // Not inside a line: a web client can write "#Fields:" into a value.
            let begin = line.firstIndex { !TextRecognition.isFiller($0) }
            if let begin, line[begin] != UInt8(ascii: "#") {
                firstRecord = firstRecord ?? start + begin
            } else if let begin, let (name, value) = W3CDirectives.directive(line[(begin + 1)...]) {
                first = first ?? start + begin
                if name == "software", declared == nil, firstRecord == nil {
                    declared = W3CDirectives.software.first { value.starts(with: $0.prefix.utf8) }?.finding
                }
                if name == "fields", firstRecord == nil { fields = fields ?? value }
                namesFields = namesFields || name == "fields"
            }
            start = end + 1
        }
        (self.first, self.firstRecord, self.namesFields) = (first, firstRecord, namesFields)
        let found = fields.map(W3CDirectives.finding(fields:))
        finding = found == .read(.exchangeProxy) ? .read(.exchangeProxy) : declared ?? found ?? .read(.w3c)
    }

    private static func directive(_ line: Slice<UnsafeRawBufferPointer>) -> (name: String, value: [UInt8])? {
        guard let colon = line.prefix(16).firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = String(decoding: line[..<colon].map(lower), as: UTF8.self)
        guard names.contains(name) else { return nil }
        return (name, line[(colon + 1)...].drop(while: FieldValue.isBlank).map(lower))
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func finding(fields value: [UInt8]) -> Finding {
        let separated = value.split { $0 == UInt8(ascii: ",") || FieldValue.isBlank($0) }
        if ["datetime", "clientipaddress", "httpstatus"].allSatisfy({ name in
            separated.contains { $0.elementsEqual(name.utf8) }
        }) {
            return .read(.exchangeProxy)
        }
        let names = value.split(whereSeparator: FieldValue.isBlank).map { Array($0) }
        if names.contains(Array("s-reason".utf8)) { return .read(.httpErr) }
        if names.contains(Array("src-ip".utf8)), names.contains(Array("dst-ip".utf8)) { return .read(.windowsFirewall) }
        return value.count { $0 == UInt8(ascii: ",") } > names.count ? .unread(.commaSeparated) : .read(.w3c)
    }
}
