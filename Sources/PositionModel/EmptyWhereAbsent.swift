/// What a list of the position holds that earlier versions did not write: a file of theirs reads as an empty list.
///
/// The compiler writes `decode` for every list. For these types it finds the one below, which is more specific than the
/// standard library's.
protocol EmptyWhereAbsent: Decodable {}

extension OpenQuestion: EmptyWhereAbsent {}
extension AnsweredQuestion: EmptyWhereAbsent {}
extension ELPLine: EmptyWhereAbsent {}
extension ExplainReference: EmptyWhereAbsent {}
extension AdditivePosition: EmptyWhereAbsent {}
extension BundleAssignment: EmptyWhereAbsent {}
extension EntitlementLine: EmptyWhereAbsent {}
extension EvidenceOverTime: EmptyWhereAbsent {}
extension ServerLine: EmptyWhereAbsent {}

extension KeyedDecodingContainer {
    func decode<Element: EmptyWhereAbsent>(_ type: [Element].Type, forKey key: Key) throws -> [Element] {
        try decodeIfPresent(type, forKey: key) ?? []
    }
}
