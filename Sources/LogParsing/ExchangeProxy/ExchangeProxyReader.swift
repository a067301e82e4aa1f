import AccessModel
import ByteScan

/// Reads whole lines of an Exchange proxy log.
struct ExchangeProxyReader: LineReader {
    private var columns: ExchangeProxyColumns?
    private var values = W3CValues()
    private var writer: WebAccessWriter

    init(context: ParserContext) { writer = WebAccessWriter(siteFolder: "") }

    mutating func beginBatch() { writer.beginBatch() }

    mutating func read(
        _ raw: UnsafeRawBufferPointer, at place: LinePlace, ending: LineEnding, into batch: inout AccessBatch
    ) {
        let hasMark = raw.starts(with: [0xEF, 0xBB, 0xBF])
        let line = FieldValue.trimmed(hasMark ? UnsafeRawBufferPointer(rebasing: raw[3...]) : raw)
        guard let first = line.first else { return }
        if first == UInt8(ascii: "#") {
            if ending != .damage, case .fields(let list) = W3CDirective(line) { columns = ExchangeProxyColumns(list) }
            return
        }
        if LineText.begins(line, with: ExchangeProxyColumns.heading) { return }
        if ending == .damage {
            return reject(.damagedInput, "the line was cut where the container is damaged", at: place, into: &batch)
        }
        guard let columns else {
            return reject(
                .beforeFields, "no #Fields directive says what the columns mean", at: place, into: &batch)
        }
        if String(validating: line, as: UTF8.self) != nil {
            readValues(line, columns, at: place, ending: ending, into: &batch)
        } else {
            Windows1252.decode(line).withUnsafeBytes {
                readValues($0, columns, at: place, ending: ending, into: &batch)
            }
        }
    }

    mutating func rejectOversized(head: UnsafeRawBufferPointer, at place: LinePlace, into batch: inout AccessBatch) {
        reject(
            .oversizedRecord, "the line is longer than \(W3CParser.maximumLineLength) bytes", at: place, into: &batch)
    }

    private mutating func readValues(
        _ line: UnsafeRawBufferPointer, _ columns: ExchangeProxyColumns, at place: LinePlace, ending: LineEnding,
        into batch: inout AccessBatch
    ) {
        values.splitQuoted(line, at: UInt8(ascii: ","), keeping: columns.count)
        guard values.count == columns.count else {
            return reject(
                ending == .cut ? .truncatedRecord : .wrongColumnCount,
                values.count == 0
                    ? "a quote is never closed"
                    : "\(values.count) values where #Fields names \(columns.count) columns", at: place, into: &batch)
        }
        let split = values
        func value(_ role: ExchangeProxyColumns.Role) -> UnsafeRawBufferPointer {
            split.value(at: columns.position(role), of: line)
        }
        guard let time = Timestamp.iso8601(value(.time)), time.isUsable else {
            return reject(.noUsableTime, "no readable DateTime since 1990", at: place, into: &batch)
        }
        var found = WebLine(time: time)
        found.isExchangeProxy = true
        found.computer = value(.server)
        found.site = value(.site)
        found.user = value(.user)
        found.peer = value(.client)
        found.agent = value(.agent)
        found.path = value(.path)
        found.query = value(.query)
        found.status = columns.position(.status) == nil ? nil : WebLine.statusCode(value(.status))
        writer.add(found, at: place.offset, to: &batch)
    }

    private func reject(
        _ reason: RejectionReason, _ detail: @autoclosure () -> String, at place: LinePlace,
        into batch: inout AccessBatch
    ) {
        let isListed = batch.tally.rejected[reason, default: 0] < UInt64(RecordTally.rejectionsKeptPerReason)
        batch.tally.reject(
            Rejection(reason: reason, offset: place.offset, record: place.number, detail: isListed ? detail() : ""))
    }
}

/// Which column of an Exchange proxy log holds what.
struct ExchangeProxyColumns {
    enum Role: Int, CaseIterable {
        case time, client, server, user, status, agent, path, query, site
    }

    /// A line that begins with this names the columns without a directive, as Exchange writes it first into a file.
    static let heading: StaticString = "datetime,requestid,"

    /// Names in lower case (`docs/formats.md`, "Exchange proxy logs").
    private static let table: [(name: StaticString, role: Role)] = [
        ("datetime", .time), ("clientipaddress", .client), ("serverhostname", .server), ("authenticateduser", .user),
        ("httpstatus", .status), ("useragent", .agent), ("urlstem", .path), ("urlquery", .query), ("protocol", .site),
    ]

    let count: Int
    private var positions = [Int](repeating: -1, count: Role.allCases.count)

    /// Nil where the list names no time.
    init?(_ list: UnsafeRawBufferPointer) {
        let names = list.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        count = names.count
        guard count <= W3CFields.maximumColumns else { return nil }
        for (position, name) in names.enumerated() {
            let name = FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: name))
            for (known, role) in ExchangeProxyColumns.table
            where positions[role.rawValue] < 0 && LineText.isSame(name, foldedTo: known) {
                positions[role.rawValue] = position
            }
        }
        if position(.time) == nil { return nil }
    }

    func position(_ role: Role) -> Int? {
        let position = positions[role.rawValue]
        return position < 0 ? nil : position
    }
}
