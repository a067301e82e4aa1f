public import AccessModel

/// One line as it was read: intact, of this schema, of a known kind. What it says is not looked at yet.
public struct ContributionLine: Sendable {
    /// Which line of which input.
    public struct Place: Sendable, Hashable {
        public var contribution: ContentID
        public var content: ContentID
        /// 0 for the `input` line.
        public var number: Int
    }

    public var kind: ContributionFormat.Kind
    /// Nil for `unread` and `finished`, which belong to no input.
    public var place: Place?
    let object: JSONObject

    /// Reads a line without its end.
    public init(_ bytes: UnsafeRawBufferPointer) throws(ContributionLineError) {
        guard bytes.count <= ContributionFormat.longestLine else {
            throw ContributionLineError("longer than \(ContributionFormat.longestLine) bytes")
        }
        do throws(NotJSON) { object = try JSONObject(bytes) } catch {
            throw ContributionLineError("no JSON object: \(error.reason) (byte \(error.offset) of the line)")
        }
        var fields = LineFields(object)
        let schema = try fields.text("schema")
        guard ExactText(schema) == ExactText(ContributionFormat.schema) else {
            throw ContributionLineError(
                "its schema is not \(ContributionFormat.schema): another version of Headcount, or no line of it")
        }
        guard LineEnvelope.isIntact(bytes) else {
            throw ContributionLineError("it was altered or cut: it does not end in the hash of what it says")
        }
        guard let kind = ContributionFormat.Kind(rawValue: try fields.text("kind")) else {
            throw ContributionLineError("its kind is none that this version knows")
        }
        self.kind = kind
        guard kind != .unread, kind != .finished else { return }
        let number = try fields.count("line", upTo: ContributionFormat.mostLines)
        guard (number == 0) == (kind == .input) else {
            throw ContributionLineError("line 0 is the input line, and no other")
        }
        place = Place(
            contribution: try fields.contentID("contribution"), content: try fields.contentID("content"),
            number: number)
    }

    /// The fields of the payload: everything but what stands around it.
    var fields: LineFields {
        LineFields(object, taken: place == nil ? ContributionLine.noteKeys : ContributionLine.inputKeys)
    }

    /// `schema`, `kind`, `sum`; and of a line of an input `contribution`, `content`, `line`.
    private static let noteKeys = 3
    private static let inputKeys = noteKeys + 3
}
