/// A bound on the attributes of one tag.
///
/// libxml2 compares each attribute with all before it: 300,000 in one 3 MB tag took 36 s. No Windows element has more
/// than a handful.
enum AttributeLimit {
    static let maximumPerTag = 256

    /// Shorter records cannot hold enough attributes to matter.
    private static let leastLength = 4096

    /// True where some tag of the record has more attributes. Counts quoted values between `<` and `>`; an unpaired
    /// quote can only make it count less in a record that libxml2 refuses anyway.
    static func isExceeded(in record: UnsafeRawBufferPointer) -> Bool {
        guard record.count >= leastLength else { return false }
        var isInTag = false
        var quote: UInt8 = 0
        var attributes = 0
        for byte in record {
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if !isInTag {
                if byte == UInt8(ascii: "<") {
                    isInTag = true
                    attributes = 0
                }
            } else if byte == UInt8(ascii: ">") {
                isInTag = false
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
                attributes += 1
                if attributes > maximumPerTag { return true }
            }
        }
        return false
    }
}
