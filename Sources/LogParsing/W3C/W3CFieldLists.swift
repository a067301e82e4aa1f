/// The lists of `#Fields` last met, with what they say: IIS writes the same one again after every idle quarter of an hour,
/// and a log that goes to and fro between a few long ones must not be read at their price.
struct W3CFieldLists {
    /// Lists kept; the one met longest ago goes.
    static let most = 4

    /// The last one met first.
    private var known: [(list: [UInt8], fields: W3CFields)] = []
    /// Lists read because they were not known.
    private(set) var readings = 0

    /// - Parameter list: the text behind `#Fields:`.
    mutating func fields(_ list: UnsafeRawBufferPointer) -> W3CFields {
        let found = known.firstIndex { $0.list.withUnsafeBytes { LineText.isSame($0, list) } }
        if let found {
            if found > 0 { known.insert(known.remove(at: found), at: 0) }
        } else {
            readings += 1
            known.insert((Array(list), W3CFields(list)), at: 0)
            if known.count > W3CFieldLists.most { known.removeLast() }
        }
        return known[0].fields
    }
}
