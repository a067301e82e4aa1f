import AccessModel
import ByteScan

/// Reads whole lines: directives set the state, every other line becomes an access, is ignored, or is rejected.
struct W3CLineReader {
    private let siteFolder: [UInt8]
    private var kind: W3CLogKind
    private var fields = W3CFields.none
    private var clock = W3CClock()
    private var values = W3CValues()
    private var texts = W3CTexts()

    init(siteFolder: String, kind: W3CLogKind) {
        self.siteFolder = Array(siteFolder.utf8)
        self.kind = kind
    }

    /// To be called before the first line that goes into another batch: texts stored in the last one are forgotten.
    mutating func beginBatch() { texts.forget() }

    mutating func read(
        _ raw: UnsafeRawBufferPointer, at place: LinePlace, ending: LineEnding, into batch: inout AccessBatch
    ) {
        let line = bare(raw)
        guard let first = line.first, !(FieldValue.isBlank(first) && line.allSatisfy(FieldValue.isBlank)) else {
            return
        }
        if first == UInt8(ascii: "#") {
            // No directive holds one: the file may have carriage returns where its line feeds should be. Obeyed all the
            // same, but not without a word.
            if line.contains(0x0D) {
                reject(
                    .unreadableValue, "a directive with carriage returns in it: lines must end in a line feed",
                    at: place, into: &batch)
            }
            if ending != .damage { obey(W3CDirective(line)) }
            return
        }
        if ending == .damage {
            return reject(.damagedInput, "the line was cut where the container is damaged", at: place, into: &batch)
        }
        if let rule = kind.ignoringRule { return batch.tally.ignore(rule: rule) }
        switch fields {
        case .none:
            reject(.beforeFields, "no #Fields directive says what the columns mean", at: place, into: &batch)
        case .unreadable(let reason):
            reject(.unreadableValue, reason, at: place, into: &batch)
        case .columns(let columns):
            readValues(line, columns, at: place, ending: ending, into: &batch)
        }
    }

    /// Rejects a line too long to be kept; `head` is its beginning.
    mutating func rejectOversized(head: UnsafeRawBufferPointer, at place: LinePlace, into batch: inout AccessBatch) {
        if case .fields = W3CDirective(bare(head)) {
            fields = .unreadable(reason: "#Fields is longer than \(W3CParser.maximumLineLength) bytes")
        }
        reject(
            .oversizedRecord, "the line is longer than \(W3CParser.maximumLineLength) bytes", at: place, into: &batch)
    }

    /// The line without carriage returns at its end and without a byte order mark (of files put together) at its start.
    private func bare(_ raw: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var end = raw.count
        while end > 0, raw[end - 1] == 0x0D { end -= 1 }
        let hasMark = end >= 3 && raw[0] == 0xEF && raw[1] == 0xBB && raw[2] == 0xBF
        return UnsafeRawBufferPointer(rebasing: raw[(hasMark ? 3 : 0)..<end])
    }

    private mutating func obey(_ directive: W3CDirective) {
        switch directive {
        case .fields(let list): fields = W3CFields(list)
        case .date(let value): clock.start(directive: value)
        case .software(let value): kind = W3CLogKind(software: FieldValue.trimmed(value))
        case .other: break
        }
    }

    private mutating func readValues(
        _ line: UnsafeRawBufferPointer, _ columns: W3CColumns, at place: LinePlace, ending: LineEnding,
        into batch: inout AccessBatch
    ) {
        values.split(line, keeping: columns.count)
        guard values.count == columns.count else {
            let detail = "\(values.count) values where #Fields names \(columns.count) columns"
            return reject(
                ending == .cut ? .truncatedRecord : .wrongColumnCount, detail, at: place, into: &batch)
        }
        if values.isASCII || isUTF8(line) {
            readAccess(line, columns, at: place, into: &batch)
        } else {
            Windows1252.decode(line).withUnsafeBytes { decoded in
                values.split(decoded, keeping: columns.count)
                readAccess(decoded, columns, at: place, into: &batch)
            }
        }
    }

    private func isUTF8(_ line: UnsafeRawBufferPointer) -> Bool { String(validating: line, as: UTF8.self) != nil }

    private mutating func readAccess(
        _ line: UnsafeRawBufferPointer, _ columns: W3CColumns, at place: LinePlace, into batch: inout AccessBatch
    ) {
        let values = self.values
        func value(_ role: W3CColumns.Role) -> UnsafeRawBufferPointer {
            values.value(at: columns.position(role), of: line)
        }
        let date = columns.position(.date) == nil ? nil : value(.date)
        guard let time = clock.instant(date: date, time: value(.time)) else {
            return reject(.noUsableTime, "no readable date and time since 1990", at: place, into: &batch)
        }
        var access = Access()
        access.source = .web
        access.time = time
        access.offset = place.offset
        access.server = texts.computer.range(of: value(.computer), as: .lowercase, in: &batch)
        access.serverAddress = texts.serverAddress.range(of: value(.serverAddress), as: .address, in: &batch)
        let service = readSite(value(.site), hasFTPSession: columns.position(.ftpSession) != nil, &access, &batch)
        let hasUser = readAccount(value(.user), &access, &batch)
        access.address = texts.peer.range(of: value(.peer), as: .address, in: &batch)
        access.forwarded = ForwardedList.store(value(.forwarded), in: &batch)
        texts.classify(agent: value(.agent), &access, &batch)
        access.productHint = texts.product(path: value(.path), query: value(.query), in: &batch)
        access.channel = service.channel
        let status = columns.position(.status) == nil ? nil : statusCode(value(.status))
        access.outcome = service.outcome(status: status, hasUser: hasUser)
        batch.accesses.append(access)
        batch.sightings.append(
            Sighting(
                source: .web, computer: access.server, logChannel: access.site, serverAddress: access.serverAddress,
                time: time))
        batch.tally.accepted &+= 1
    }

    /// Stores the site, `s-sitename` or else the folder, and tells the service from it.
    private mutating func readSite(
        _ recorded: UnsafeRawBufferPointer, hasFTPSession: Bool, _ access: inout Access, _ batch: inout AccessBatch
    ) -> WebService {
        func read(_ site: UnsafeRawBufferPointer) -> WebService {
            access.site = texts.site.range(of: site, as: .recorded, in: &batch)
            return WebService(site: site, hasFTPSession: hasFTPSession)
        }
        return recorded.isEmpty ? siteFolder.withUnsafeBytes(read) : read(recorded)
    }

    /// Stores the account, split at the first `\` or `/`; true where the line names one.
    private func readAccount(
        _ user: UnsafeRawBufferPointer, _ access: inout Access, _ batch: inout AccessBatch
    ) -> Bool {
        guard let cut = user.firstIndex(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "/") }) else {
            access.accountName = batch.storeLowercased(user)
            return !user.isEmpty
        }
        access.accountDomain = batch.storeLowercased(UnsafeRawBufferPointer(rebasing: user[..<cut]))
        access.accountName = batch.storeLowercased(UnsafeRawBufferPointer(rebasing: user[(cut + 1)...]))
        return true
    }

    /// Three digits, or -1.
    private func statusCode(_ value: UnsafeRawBufferPointer) -> Int {
        guard value.count == 3, value.allSatisfy({ $0 &- 0x30 < 10 }) else { return -1 }
        return value.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
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
