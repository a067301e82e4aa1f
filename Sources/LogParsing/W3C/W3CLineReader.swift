import AccessModel
import ByteScan

/// Reads whole lines: directives set the state, every other line becomes an access, is ignored, or is rejected.
struct W3CLineReader: LineReader {
    private var kind: W3CLogKind
    private var fields = W3CFields.none
    private var lists = W3CFieldLists()
    private var clock: W3CClock
    private var values = W3CValues()
    private var trial: HeaderlessTrial
    private var writer: WebAccessWriter

    init(context: ParserContext, kind: W3CLogKind) {
        self.kind = kind
        clock = W3CClock(localClock: context.localClock)
        trial = HeaderlessTrial(localClock: context.localClock)
        writer = WebAccessWriter(siteFolder: context.siteFolder)
    }

    mutating func beginBatch() { writer.beginBatch() }

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
            if ending != .damage { obey(W3CDirective(line), into: &batch) }
            return
        }
        if ending == .damage {
            return reject(.damagedInput, "the line was cut where the container is damaged", at: place, into: &batch)
        }
        if let rule = kind.ignoringRule {
            trial.end("it goes on as a log of another kind", voiding: &batch)
            return batch.tally.ignore(rule: rule)
        }
        switch fields {
        case .none:
            readWithoutFields(line, at: place, ending: ending, into: &batch)
        case .unreadable(let reason):
            reject(.unreadableValue, reason, at: place, into: &batch)
        case .columns(let columns):
            readValues(line, columns, at: place, ending: ending, into: &batch)
        }
    }

    mutating func rejectOversized(head: UnsafeRawBufferPointer, at place: LinePlace, into batch: inout AccessBatch) {
        trial.end("a line is longer than \(W3CParser.maximumLineLength) bytes", voiding: &batch)
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

    private mutating func obey(_ directive: W3CDirective, into batch: inout AccessBatch) {
        switch directive {
        case .fields(let list):
            trial.end("a #Fields directive comes later", voiding: &batch)
            fields = lists.fields(list)
        case .date(let value): clock.start(directive: value)
        case .software(let value): kind = W3CLogKind(software: FieldValue.trimmed(value))
        case .other: break
        }
    }

    // MARK: Lines without #Fields

    private mutating func readWithoutFields(
        _ line: UnsafeRawBufferPointer, at place: LinePlace, ending: LineEnding, into batch: inout AccessBatch
    ) {
        let fit =
            isUTF8(line)
            ? readOnTrial(line, at: place, into: &batch)
            : Windows1252.decode(line).withUnsafeBytes { readOnTrial($0, at: place, into: &batch) }
        switch fit {
        case .reads: return
        case .isAmbiguous where !trial.isRunning:
            // Nothing has shown yet what format the log is of.
            let reason = trial.reason
            return reject(.beforeFields, reason, at: place, into: &batch)
        case .isAmbiguous:
            return reject(
                .malformedRecord, "a value holds what separates values, so that the columns cannot be told apart",
                at: place,
                into: &batch)
        case .hasDayFirst:
            trial.end("line \(place.number) does not fit: \(HeaderlessTrial.hasDayFirst)", voiding: &batch)
        case .doesNotFit: break
        }
        let layout = trial.layoutName
        if ending == .cut, trial.isRunning {
            return reject(.truncatedRecord, "the line is cut: it does not fit \(layout)", at: place, into: &batch)
        }
        trial.end("line \(place.number) does not fit", voiding: &batch)
        let reason = trial.reason
        reject(.beforeFields, reason, at: place, into: &batch)
    }

    private mutating func readOnTrial(
        _ line: UnsafeRawBufferPointer, at place: LinePlace, into batch: inout AccessBatch
    ) -> HeaderlessFit {
        let fit = trial.read(line, at: place)
        if case .reads(let found) = fit { writer.add(found, at: place.offset, to: &batch) }
        return fit
    }

    // MARK: Lines with #Fields

    private mutating func readValues(
        _ line: UnsafeRawBufferPointer, _ columns: W3CColumns, at place: LinePlace, ending: LineEnding,
        into batch: inout AccessBatch
    ) {
        split(line, columns)
        guard values.count == columns.count else {
            let detail =
                values.count == 0
                ? "a quote is never closed" : "\(values.count) values where #Fields names \(columns.count) columns"
            return reject(
                ending == .cut ? .truncatedRecord : .wrongColumnCount, detail, at: place, into: &batch)
        }
        if values.isASCII || isUTF8(line) {
            readAccess(line, columns, at: place, into: &batch)
        } else {
            Windows1252.decode(line).withUnsafeBytes { decoded in
                split(decoded, columns)
                readAccess(decoded, columns, at: place, into: &batch)
            }
        }
    }

    private mutating func split(_ line: UnsafeRawBufferPointer, _ columns: W3CColumns) {
        if kind.quotesValues {
            values.splitQuoted(line, keeping: columns.count)
        } else {
            values.split(line, keeping: columns.count)
        }
    }

    private func isUTF8(_ line: UnsafeRawBufferPointer) -> Bool { String(validating: line, as: UTF8.self) != nil }

    private mutating func readAccess(
        _ line: UnsafeRawBufferPointer, _ columns: W3CColumns, at place: LinePlace, into batch: inout AccessBatch
    ) {
        var found = WebLine()
        var (date, clockTime) = (found.path, found.path)
        values.withValues(of: line) { values in
            columns.read(values, into: &found)
            let isLocal = columns.hasLocalTimeOnly
            date = columns.value(isLocal ? .localDate : .date, of: values)
            clockTime = columns.value(isLocal ? .localTime : .time, of: values)
        }
        guard let time = time(columns, date: date, clockTime) else {
            let complaint = clock.complaint(columns)
            return reject(.noUsableTime, complaint, at: place, into: &batch)
        }
        found.time = time
        writer.add(found, at: place.offset, to: &batch)
    }

    /// True where a time was read that the zone of the log decides.
    var usesLocalTime: Bool { clock.hasUsedLocalTime || trial.usesLocalTime }

    /// True where a line was rejected for want of that zone.
    var lacksZone: Bool { clock.lacksZone }

    private mutating func time(
        _ columns: W3CColumns, date: UnsafeRawBufferPointer, _ time: UnsafeRawBufferPointer
    ) -> Instant? {
        if columns.hasLocalTimeOnly { return clock.instant(localDate: date, time: time) }
        return clock.instant(date: columns.has(.date) ? date : nil, time: time)
    }

    private mutating func reject(
        _ reason: RejectionReason, _ detail: @autoclosure () -> String, at place: LinePlace,
        into batch: inout AccessBatch
    ) {
        let isListed = batch.tally.rejected[reason, default: 0] < UInt64(RecordTally.rejectionsKeptPerReason)
        let rejection = Rejection(
            reason: reason, offset: place.offset, record: place.number, detail: isListed ? detail() : "")
        batch.tally.reject(rejection)
        trial.note(rejection)
    }
}
