import ByteScan

/// Who and which device a query names: Exchange's mobile and mailbox protocols say so there, whatever `cs-username` is.
struct IdentityInQuery {
    /// Decoded once; as the client wrote it.
    var account: [UInt8] = []
    /// Empty where the protocol has none.
    var deviceID: [UInt8] = []

    private struct Row {
        /// Beginning of the path, lower case.
        var path: StaticString
        /// Parameters in lower case.
        var account: StaticString
        var device: StaticString?
    }

    /// Sources: [MS-ASHTTP] 2.2.1.1.1.2 (plain text query: `User`, `DeviceId`); [MS-OXCMAPIHTTP] 2.2.2 (`MailboxId`),
    /// seen in IIS logs of Exchange together with an anonymous `cs-username`.
    private static let table: [Row] = [
        Row(path: "/microsoft-server-activesync", account: "user", device: "deviceid"),
        Row(path: "/mapi/", account: "mailboxid", device: nil),
        Row(path: "/owa/", account: "mailboxid", device: nil),
        Row(path: "/ews/", account: "mailboxid", device: nil),
    ]

    /// Longest account and device id taken, decoded, in bytes: a mail address has at most 254, a device id 32.
    static let longestAccount = 256
    static let longestDeviceID = 64
    /// Parameters looked at: these protocols send about ten.
    static let mostParameters = 64

    /// Nil where the query names nobody.
    init?(path: UnsafeRawBufferPointer, query: UnsafeRawBufferPointer) {
        guard !query.isEmpty, let row = IdentityInQuery.table.first(where: { LineText.begins(path, with: $0.path) })
        else { return nil }
        var rest = query[...]
        for _ in 0...IdentityInQuery.mostParameters {
            let end = rest.firstIndex(of: UInt8(ascii: "&")) ?? rest.endIndex
            read(rest[rest.startIndex..<end], by: row)
            guard end < rest.endIndex else { break }
            rest = rest[(end + 1)...]
        }
        guard !account.isEmpty else { return nil }
    }

    /// Takes a parameter that names the account or the device; of several the first.
    private mutating func read(_ parameter: Slice<UnsafeRawBufferPointer>, by row: Row) {
        guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else { return }
        let name = UnsafeRawBufferPointer(rebasing: parameter[..<equals])
        let value = parameter[(equals + 1)...]
        if account.isEmpty, LineText.isSame(name, foldedTo: row.account) {
            account = IdentityInQuery.decoded(value, atMost: IdentityInQuery.longestAccount)
        } else if let device = row.device, deviceID.isEmpty, LineText.isSame(name, foldedTo: device) {
            deviceID = IdentityInQuery.decoded(value, atMost: IdentityInQuery.longestDeviceID)
        }
    }

    /// Percent signs and `+` undone once; nothing where the value is longer than `limit`, or a dash.
    private static func decoded(_ value: Slice<UnsafeRawBufferPointer>, atMost limit: Int) -> [UInt8] {
        var result: [UInt8] = []
        var index = value.startIndex
        while index < value.endIndex {
            guard result.count < limit else { return [] }
            let byte = value[index]
            index += 1
            if byte == UInt8(ascii: "%"), index + 1 < value.endIndex, let high = digit(value[index]),
                let low = digit(value[index + 1])
            {
                result.append(high << 4 | low)
                index += 2
            } else {
                result.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return result.withUnsafeBytes { Array(FieldValue.trimmed($0)) }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x41...0x46, 0x61...0x66: (byte | 0x20) &- 0x57
        default: nil
        }
    }
}
