import AccessModel
import ByteScan

/// Where a column of a row comes from: a field and how it is read, and what to try where that gives nothing.
///
/// A plain value without references, so that taking a rule from the table costs nothing per record.
struct EventValue: Sendable {
    /// How the text of a field is read.
    enum Reading: Sendable {
        /// The field is the value.
        case whole
        /// The field, unless it begins so.
        case unlessBeginning(StaticString)
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
        /// A binary SOCKADDR as hexadecimal digits, as an address.
        case socketAddress
        /// A binary SID as hexadecimal digits, in its text form.
        case binarySID
    }

    private struct Source: Sendable {
        var field: EventField
        var reading: Reading
        /// Applied to what `reading` gives.
        var inner: Reading?
    }

    private var first: Source
    private var second: Source?
    private var third: Source?
    private var fourth: Source?

    /// A field as it is.
    static func field(_ field: EventField) -> EventValue { read(field, .whole) }

    /// A field read in one step or, with `then`, in two.
    static func read(_ field: EventField, _ reading: Reading, then inner: Reading? = nil) -> EventValue {
        EventValue(first: Source(field: field, reading: reading, inner: inner))
    }

    /// The first of up to four that gives a value. Further alternatives of an alternative are not looked at.
    static func firstOf(
        _ first: EventValue, _ second: EventValue, _ third: EventValue? = nil, _ fourth: EventValue? = nil
    ) -> EventValue {
        EventValue(first: first.first, second: second.first, third: third?.first, fourth: fourth?.first)
    }

    /// Offers the values in order until one is taken; values that are none are not offered.
    ///
    /// - Parameter take: false where the value will not do. The bytes are good inside of it only.
    @inline(__always)
    func offer(_ values: EventValues, to take: (UnsafeRawBufferPointer) -> Bool) {
        if EventValue.offer(first, values, to: take) { return }
        if let second, EventValue.offer(second, values, to: take) { return }
        if let third, EventValue.offer(third, values, to: take) { return }
        if let fourth { _ = EventValue.offer(fourth, values, to: take) }
    }

    private static func offer(
        _ source: Source, _ values: EventValues, to take: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        let text = values[source.field]
        guard !text.isEmpty else { return false }
        guard let inner = source.inner else { return source.reading.offer(text, to: take) }
        return source.reading.offer(text) { part in inner.offer(part, to: take) }
    }

    /// The fields that are read, for the documentation.
    var fields: [(field: EventField, reading: Reading, inner: Reading?)] {
        [first, second, third, fourth].compactMap { $0 }.map { ($0.field, $0.reading, $0.inner) }
    }
}

/// Whether a record says something.
struct ValueTest: Sendable {
    enum Expected: Sendable {
        /// One of these, byte by byte.
        case oneOf(StaticString, StaticString)
        /// A value that begins so.
        case beginning(StaticString)
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
                case .number(let range): FieldValue.number(bytes).map(range.contains) ?? false
                }
            return true
        }
        return isMet
    }
}
