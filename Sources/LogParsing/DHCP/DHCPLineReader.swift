import AccessModel
import ByteScan

/// Reads whole lines of a DHCP server's audit log: the head of the log is prose, a record begins with its id.
struct DHCPLineReader {
    /// Lines of prose at the head of a log; the longest one known (DHCPv6) has 38.
    static let maximumPrefaceLines = 200

    private enum Part {
        /// In the prose before the line of column names, after this many lines of it.
        case preface(lines: Int)
        case records
    }

    /// The columns a record must have, by their position; what follows them may hold commas: the service quotes
    /// nothing, and vendor classes and relay information come from the client.
    private enum Column {
        static let date = 1
        static let time = 2
        static let address = 4
        static let name = 5
        /// IPv4
        static let hardware = 6
        static let transaction = 8
        /// IPv6
        static let errorCode = 6
        static let duidLength = 7
        static let duid = 8
    }

    private var part = Part.preface(lines: 0)
    private var values = DHCPValues()

    mutating func read(
        _ raw: UnsafeRawBufferPointer, at place: LinePlace, ending: LineEnding, into batch: inout AccessBatch
    ) {
        let line = FieldValue.trimmed(DHCPLineReader.withoutMark(raw))
        guard !line.isEmpty else { return }
        guard let id = DHCPLineReader.recordID(line) else {
            return readOther(line, at: place, ending: ending, into: &batch)
        }
        part = .records
        if ending == .damage {
            return reject(.damagedInput, "the line was cut where the container is damaged", at: place, into: &batch)
        }
        if String(validating: line, as: UTF8.self) != nil {
            readRecord(line, id, at: place, ending: ending, into: &batch)
        } else {
            Windows1252.decode(line).withUnsafeBytes { readRecord($0, id, at: place, ending: ending, into: &batch) }
        }
    }

    mutating func rejectOversized(at place: LinePlace, into batch: inout AccessBatch) {
        reject(
            .oversizedRecord, "the line is longer than \(DHCPParser.maximumLineLength) bytes", at: place, into: &batch)
    }

    /// A file put together of several has marks inside.
    private static func withoutMark(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        line.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeRawBufferPointer(rebasing: line[3...]) : line
    }

    /// One to five digits and a comma at the start.
    private static func recordID(_ line: UnsafeRawBufferPointer) -> Int? {
        let digits = line.prefix(6).prefix { $0 &- 0x30 < 10 }
        guard (1...5).contains(digits.count), digits.count < line.count, line[digits.count] == UInt8(ascii: ",") else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    }

    /// A line that is no record: prose of the head, the line of column names, or something that does not belong.
    private mutating func readOther(
        _ line: UnsafeRawBufferPointer, at place: LinePlace, ending: LineEnding, into batch: inout AccessBatch
    ) {
        // The column names are in the language of the server, "ID" is in all of them.
        if LineText.begins(line, with: "id,") {
            part = .records
            return
        }
        // A service that starts again may write its head again.
        if LineText.contains(line, "microsoft dhcp") {
            part = .preface(lines: 0)
            return
        }
        if case .preface(let lines) = part, lines < DHCPLineReader.maximumPrefaceLines {
            part = .preface(lines: lines + 1)
            return
        }
        let reason: RejectionReason =
            switch ending {
            case .lineFeed: .textBetweenRecords
            case .cut: .truncatedRecord
            case .damage: .damagedInput
            }
        reject(reason, "the line does not begin with the id of a record", at: place, into: &batch)
    }

    private mutating func readRecord(
        _ line: UnsafeRawBufferPointer, _ id: Int, at place: LinePlace, ending: LineEnding,
        into batch: inout AccessBatch
    ) {
        values.split(line)
        let isV6 = id >= DHCPRecordKind.firstV6ID
        let least = isV6 ? Column.duid + 1 : Column.hardware + 1
        guard values.count >= least else {
            return reject(
                ending == .cut ? .truncatedRecord : .wrongColumnCount,
                "\(values.count) columns, a record has at least \(least)", at: place, into: &batch)
        }
        guard let time = localTime(line) else {
            return reject(.noUsableTime, "no readable date (MM/DD/YY) and time (HH:MM:SS)", at: place, into: &batch)
        }
        if case .ignored(let rule) = DHCPRecordKind(id: id) { return batch.tally.ignore(rule: rule.rawValue) }
        if isV6, isRefused(line) { return batch.tally.ignore(rule: DHCPRule.leaseRefused.rawValue) }
        let hardware: DHCPHardware? = isV6 ? duid(line) : hardware(line)
        // The last column that counts may have lost its tail with the end of the log: what looks like a MAC can be the
        // beginning of a longer identifier. A DUID has its length beside it.
        if ending == .cut, values.count == least, !isV6 || hardware == nil {
            return reject(.truncatedRecord, "the log ends within the record", at: place, into: &batch)
        }
        guard let hardware else {
            return reject(
                .unreadableValue, "the columns behind the host name do not fit: the service does not quote commas",
                at: place, into: &batch)
        }
        readLease(line, time, hardware, at: place, into: &batch)
    }

    private func readLease(
        _ line: UnsafeRawBufferPointer, _ time: LocalTime, _ hardware: DHCPHardware, at place: LinePlace,
        into batch: inout AccessBatch
    ) {
        let address = batch.storeAddress(values.value(at: Column.address, of: line))
        guard !address.isEmpty else {
            return reject(.unreadableValue, "no readable address", at: place, into: &batch)
        }
        let name = FieldValue.named(values.value(at: Column.name, of: line))
        var digits: [UInt8] = []
        switch hardware {
        case .remoteAccessServer: return batch.tally.ignore(rule: DHCPRule.remoteAccessPool.rawValue)
        case .address(let address): digits = address
        case .none: break
        }
        guard !name.isEmpty || !digits.isEmpty else {
            return batch.tally.ignore(rule: DHCPRule.leaseOfNobody.rawValue)
        }
        batch.leases.append(
            Lease(address: address, name: batch.storeLowercased(name), hardware: batch.store(digits), time: time))
        batch.tally.ignore(rule: DHCPRule.addressLease.rawValue)
    }

    /// The MAC; nil where the column is none or the one behind it shows that columns have moved.
    private func hardware(_ line: UnsafeRawBufferPointer) -> DHCPHardware? {
        let transaction = values.value(at: Column.transaction, of: line)
        // Observed: where a record goes on behind this column, the column is filled.
        let mayBeEmpty = values.count <= Column.transaction + 1
        guard transaction.isEmpty ? mayBeEmpty : FieldValue.decimal(transaction) != nil else { return nil }
        return DHCPHardware(column: values.value(at: Column.hardware, of: line))
    }

    private func duid(_ line: UnsafeRawBufferPointer) -> DHCPHardware? {
        let length = values.value(at: Column.duidLength, of: line)
        guard length.isEmpty || FieldValue.decimal(length) != nil else { return nil }
        return DHCPHardware(duid: values.value(at: Column.duid, of: line), length: FieldValue.decimal(length))
    }

    private func isRefused(_ line: UnsafeRawBufferPointer) -> Bool {
        (FieldValue.decimal(values.value(at: Column.errorCode, of: line)) ?? 0) != 0
    }

    /// The time on the server's own clock. The year has two digits; the service is younger than 2000.
    private func localTime(_ line: UnsafeRawBufferPointer) -> LocalTime? {
        let date = values.value(at: Column.date, of: line)
        let time = values.value(at: Column.time, of: line)
        guard let (month, day, year) = DHCPLineReader.three(date, UInt8(ascii: "/")),
            let (hour, minute, second) = DHCPLineReader.three(time, UInt8(ascii: ":"))
        else { return nil }
        return LocalTime(year: 2000 + year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// Three numbers of two digits each.
    private static func three(_ text: UnsafeRawBufferPointer, _ separator: UInt8) -> (Int, Int, Int)? {
        func number(_ index: Int) -> Int? {
            let (tens, ones) = (text[index] &- 0x30, text[index + 1] &- 0x30)
            return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
        }
        guard text.count == 8, text[2] == separator, text[5] == separator, let first = number(0),
            let second = number(3), let third = number(6)
        else { return nil }
        return (first, second, third)
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

/// The values of one record, as far as they are looked at.
private struct DHCPValues {
    /// Columns up to the last one that is read.
    private static let kept = 9
    /// Start and end of each.
    private var ranges: [Range<Int>] = []
    /// Values of the line, at most one more than are kept: the rest may hold commas.
    var count: Int { ranges.count }

    mutating func split(_ line: UnsafeRawBufferPointer) {
        ranges.removeAll(keepingCapacity: true)
        var start = 0
        while start <= line.count, ranges.count <= DHCPValues.kept {
            let end = LineText.firstIndex(of: UInt8(ascii: ","), in: line, from: start)
            ranges.append(start..<end)
            start = end + 1
        }
    }

    /// Trimmed; empty where the line has no such column.
    func value(at position: Int, of line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard position < ranges.count else { return UnsafeRawBufferPointer(rebasing: line[0..<0]) }
        return FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: line[ranges[position]]))
    }
}

extension FieldValue {
    /// A host name without the dot that ends a full one.
    fileprivate static func named(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        value.last == UInt8(ascii: ".") ? UnsafeRawBufferPointer(rebasing: value.dropLast()) : value
    }
}
