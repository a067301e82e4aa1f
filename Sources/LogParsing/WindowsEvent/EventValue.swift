import AccessModel
import ByteScan

/// Where a column of a row comes from: a field and how it is read, and what to try where that gives nothing.
///
/// Rules are taken from the table for every record, so a plain field, which is what most records have, is one number.
struct EventValue: Sendable {
    /// How the text of a field is read.
    enum Reading: Sendable {
        /// The field is the value.
        case whole
        /// The field, unless it begins so.
        case unlessBeginning(StaticString)
        /// The field, where it holds this.
        case ifHolding(StaticString)
        /// `host/NAME.domain`, the name a computer logs on by, as its account `NAME$`.
        case hostAccount
        /// Without `\\` before it.
        case host
        /// Likewise, unless it is an address: clients without a name of their own are named by it.
        case hostName
        /// The first of several values with commas between them.
        case listHead
        /// Behind `[CLIENT: `, up to the `]` (SQL Server).
        case clientBrackets
        /// The value of the first line that begins with this key, which ends with its `:` (SQL Server audit).
        case line(StaticString)
        /// The text of the first element with this name, in markup that the field holds as text; `N/A` is none (AD FS).
        case element(StaticString)
        /// Between two texts: behind the first `after`, up to the next `before`.
        case between(after: StaticString, before: StaticString)
        /// Behind the first `after`, up to the last `before`.
        case upToLast(after: StaticString, before: StaticString)
        /// Behind the last `after`, up to the next `before`.
        case behindLast(after: StaticString, before: StaticString)
        /// A binary SOCKADDR as hexadecimal digits, as an address.
        case socketAddress
        /// A binary SID as hexadecimal digits, in its text form.
        case binarySID
    }

    struct Source: Sendable {
        var field: EventField
        var reading: Reading
        /// Applied to what `reading` gives.
        var inner: Reading?
    }

    /// Shared by all copies, so that those of a plain field carry no weight.
    private final class SourceList: Sendable {
        let sources: [Source]
        init(_ sources: [Source]) { self.sources = sources }
    }

    private let field: EventField
    /// What to read in order; nil where it is the field as it is.
    private let list: SourceList?

    /// A field as it is.
    static func field(_ field: EventField) -> EventValue { EventValue(field: field, list: nil) }

    /// A field read in one step or, with `then`, in two.
    static func read(_ field: EventField, _ reading: Reading, then inner: Reading? = nil) -> EventValue {
        EventValue(field: field, list: SourceList([Source(field: field, reading: reading, inner: inner)]))
    }

    /// The first of several that gives a value.
    static func firstOf(_ values: EventValue...) -> EventValue {
        EventValue(field: values[0].field, list: SourceList(values.flatMap(\.sources)))
    }

    /// What is read in order.
    var sources: [Source] { list?.sources ?? [Source(field: field, reading: .whole)] }

    /// Offers the values in order until one is taken; values that are none are not offered.
    ///
    /// - Parameter take: false where the value will not do. The bytes are good inside of it only.
    @inline(__always)
    func offer(_ values: EventValues, to take: (UnsafeRawBufferPointer) -> Bool) {
        if let list { return EventValue.offer(list.sources, values, to: take) }
        let text = values[field]
        if !text.isEmpty { _ = take(text) }
    }

    private static func offer(
        _ sources: [Source], _ values: EventValues, to take: (UnsafeRawBufferPointer) -> Bool
    ) {
        for source in sources {
            let text = values[source.field]
            if text.isEmpty { continue }
            let isTaken =
                if let inner = source.inner {
                    source.reading.offer(text) { part in inner.offer(part, to: take) }
                } else {
                    source.reading.offer(text, to: take)
                }
            if isTaken { return }
        }
    }
}

/// Whether a record says something.
struct ValueTest: Sendable {
    enum Expected: Sendable {
        /// One of these, byte by byte.
        case oneOf(StaticString, StaticString)
        /// A value that begins so.
        case beginning(StaticString)
        /// A hardware address, or none.
        case hardwareAddress(Bool)
        /// A number, decimal or hexadecimal.
        case number(ClosedRange<UInt64>)
    }

    var value: EventValue
    var expected: Expected

    func passes(_ values: EventValues) -> Bool {
        var isMet = false
        value.offer(values) { bytes in
            isMet =
                switch expected {
                case .oneOf(let one, let other): one.isSame(as: bytes) || other.isSame(as: bytes)
                case .beginning(let start): start.isPrefix(of: bytes)
                case .hardwareAddress(let isOne): HardwareAddress.isOne(bytes) == isOne
                case .number(let range): FieldValue.number(bytes).map(range.contains) ?? false
                }
            return true
        }
        return isMet
    }
}
