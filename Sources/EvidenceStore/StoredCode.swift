import AccessModel

/// How small closed sets are stored: fixed numbers of the schema, whatever order the types list their cases in.
/// The views spell the same numbers out.
extension EvidenceSource {
    var storedCode: Int64 {
        switch self {
        case .event: 0
        case .web: 1
        }
    }

    init(storedCode: Int64) { self = storedCode == 0 ? .event : .web }
}

extension Outcome {
    var storedCode: Int64 {
        switch self {
        case .success: 0
        case .failure: 1
        }
    }

    init(storedCode: Int64) { self = storedCode == 0 ? .success : .failure }
}
