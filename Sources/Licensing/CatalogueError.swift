/// Why a licensing catalogue cannot be used.
public enum CatalogueError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The bytes are not the JSON of a catalogue; `detail` says where.
    case unreadable(detail: String)
    /// Written for another version of Headcount.
    case wrongSchema(found: String)
    /// A row contradicts another or the schema; every fault found, in file order.
    case inconsistent(faults: [String])

    public var description: String {
        switch self {
        case .unreadable(let detail):
            "The licensing catalogue is not readable: \(detail). Compare it with the built-in one."
        case .wrongSchema(let found):
            "The licensing catalogue has the schema \"\(found)\"; this program reads \"\(Catalogue.currentSchema)\"."
        case .inconsistent(let faults):
            "The licensing catalogue contradicts itself in \(faults.count) place(s): "
                + faults.prefix(10).joined(separator: "; ") + "."
        }
    }
}
