/// Damage as hostile logs and broken tools make it.
enum LogMutation {
    /// Pieces that make the framing decide something.
    static let tokens = [
        "<Event", "<Event>", "<Event/>", "</Event>", "</Event", "<Events>", "</Events>", "<Event xmlns='x'>", " ", "\n",
        ">",
        "<", "/", "'", "\"", "<!--", "-->", "<![CDATA[", "]]>", "<?xml", "?>", "<!DOCTYPE", "[", "]", "<System>",
        "</System>",
        "Record 1\n", "\nRecord 22", "- ", "\u{FEFF}", "\0", "x", "&amp;", "&#0;", "é", "<a b='c'>",
        "<Data Name='Status'>",
        "</Data>", "evtxexport 20181227\n", "<Computer/>", "<Data Name='TargetUserName'/>", "<x:Event>", "</x:Event>",
    ]

    static func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...80, using: &generator))
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &generator))
        case 3: bytes.removeSubrange(place...)
        case 4:
            bytes.insert(contentsOf: Array((tokens.randomElement(using: &generator) ?? "").utf8), at: place)
        case 5:
            for index in place..<end {
                bytes[index] = "<>&'\"/!-[]?; \0\u{1}".utf8.randomElement(using: &generator) ?? 0
            }
        default: insertEmptyElement(&bytes, near: place)
        }
    }

    /// Puts an empty twin, `<a b='c'/>`, before the next start tag: where a name occurs twice, the first counts.
    private static func insertEmptyElement(_ bytes: inout [UInt8], near place: Int) {
        guard
            let start = bytes.indices.dropLast().dropFirst(place).first(where: { index in
                bytes[index] == UInt8(ascii: "<") && bytes[index + 1] | 0x20 >= 0x61
            }), let end = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/") })
        else { return }
        bytes.insert(contentsOf: bytes[start..<end] + Array("/>".utf8), at: start)
    }
}
