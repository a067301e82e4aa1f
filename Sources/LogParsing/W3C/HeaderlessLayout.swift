import AccessModel
import ByteScan

/// Whether a line fits a format with fixed columns.
enum HeaderlessFit {
    case reads(WebLine)
    /// It is a line of the format, and what a client wrote into it leaves open where its values begin: rejected alone.
    case isAmbiguous
    /// It is a line of the format but for its date, which has the day first.
    case hasDayFirst
    case doesNotFit

    init(_ line: WebLine?) { self = line.map(HeaderlessFit.reads) ?? .doesNotFit }

    /// True for what may stand where the client belongs: an address, or the host name that a server which looks names up
    /// writes, and which is no address (row contract: empty).
    static func isClient(_ value: UnsafeRawBufferPointer) -> Bool {
        IPAddress(parsing: value) != nil || isHostName(value)
    }

    private static func isHostName(_ value: UnsafeRawBufferPointer) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
        return value.contains(where: isLetter)
            && value.allSatisfy { isLetter($0) || $0 &- 0x30 < 10 || [0x2D, 0x2E, 0x5F].contains($0) }
    }
}

/// A format whose columns are always the same, so that it can be read without `#Fields`.
enum HeaderlessLayout: CaseIterable {
    case iisNative, ncsaCommon, ncsaCombined
    case iis6, iis7, iis8, allColumns, azure, ftp

    static let all = allCases

    /// In words, for messages.
    var name: String {
        switch self {
        case .iisNative: "the native IIS format"
        case .ncsaCommon: "the NCSA common format"
        case .ncsaCombined: "the NCSA combined format"
        case .iis6: "the default W3C columns of IIS 6"
        case .iis7: "the default W3C columns of IIS 7"
        case .iis8: "the default W3C columns of IIS 8 to 10"
        case .allColumns: "all 22 W3C columns of IIS"
        case .azure: "the W3C columns of Azure App Service"
        case .ftp: "the default W3C columns of FTP 7"
        }
    }

    func read(
        _ line: UnsafeRawBufferPointer, _ values: inout W3CValues, _ clock: inout LocalClock?
    ) -> HeaderlessFit {
        switch self {
        case .iisNative: IISNativeLine.read(line, &clock)
        case .ncsaCommon: NCSALine.read(line, isCombined: false)
        case .ncsaCombined: NCSALine.read(line, isCombined: true)
        default: HeaderlessFit(HeaderlessLayout.columns[self]?.read(line, &values))
        }
    }

    /// Default columns (`docs/formats.md`, "W3C extended"). The columns of IIS 4 and 5 hold no date: without `#Date`
    /// such a log says nothing.
    private static let names: [HeaderlessLayout: String] = [
        .iis6: """
        date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status \
        sc-substatus sc-win32-status
        """,
        .iis7: """
        date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status \
        sc-substatus sc-win32-status time-taken
        """,
        .iis8: """
        date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) \
        sc-status sc-substatus sc-win32-status time-taken
        """,
        .allColumns: """
        date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip \
        cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes \
        cs-bytes time-taken
        """,
        .azure: """
        date time s-sitename cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Cookie) \
        cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken
        """,
        .ftp: """
        date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus \
        x-session x-fullpath
        """,
    ]

    private static let columns = names.mapValues(DefaultColumns.init)
}

/// A default set of W3C columns, and what each must look like: a line of another log must not fit by its count alone. What a
/// client chooses (method, path, agent) may be anything: no request can make the log of others unreadable.
struct DefaultColumns {
    private enum Kind {
        case date, time, address, number, status, site, anything
    }

    private let columns: W3CColumns
    private let kinds: [Kind]

    init(_ list: String) {
        let names = list.split(separator: " ").map(String.init)
        columns = W3CColumns(names: names)
        // The FTP service logs events without a status (ControlChannelOpened).
        let isFTP = columns.has(.ftpSession)
        kinds = names.map { name in
            let kind = DefaultColumns.kinds[ExactText(name)] ?? .anything
            return kind == .status && isFTP ? .number : kind
        }
    }

    private static let kinds: [ExactText: Kind] = [
        "date": .date, "time": .time, "s-ip": .address, "c-ip": .address, "s-port": .number,
        "s-sitename": .site, "sc-status": .status, "sc-substatus": .number, "sc-win32-status": .number,
        "time-taken": .number, "sc-bytes": .number, "cs-bytes": .number,
    ]

    func read(_ line: UnsafeRawBufferPointer, _ values: inout W3CValues) -> WebLine? {
        values.split(line, keeping: columns.count)
        guard values.count == columns.count else { return nil }
        return values.withValues(of: line) { values in
            for (position, kind) in kinds.enumerated()
            where !DefaultColumns.fits(values.value(at: position), kind) { return nil }
            let (date, time) = (columns.value(.date, of: values), columns.value(.time, of: values))
            guard let instant = Timestamp.dateTime(date: date[...], time: time[...]), instant.isUsable else {
                return nil
            }
            var found = WebLine(time: instant)
            columns.read(values, into: &found)
            return found
        }
    }

    /// - Parameter value: empty where the line has `-`.
    private static func fits(_ value: UnsafeRawBufferPointer, _ kind: Kind) -> Bool {
        switch kind {
        case .anything: true
        case .date: value.count == 10
        case .time: value.count >= 8
        case .address: value.isEmpty || IPAddress(parsing: value) != nil
        case .number: value.allSatisfy { $0 &- 0x30 < 10 }
        case .status: WebLine.statusCode(value) >= 100
        case .site: !value.isEmpty && IPAddress(parsing: value) == nil
        }
    }
}
