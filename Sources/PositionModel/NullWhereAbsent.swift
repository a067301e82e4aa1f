/// A part of the position whose absence is a statement: it encodes as `null`, where Swift would leave the key out.
///
/// The compiler writes `encodeIfPresent` for every optional property. For these types it finds the one below, which
/// is more specific than the standard library's, so the rule holds for every such property there is and will be.
protocol NullWhereAbsent: Encodable {}

extension Bool: NullWhereAbsent {}
extension Money: NullWhereAbsent {}
extension ProductMix.Optimum: NullWhereAbsent {}
extension ExternalOptimum: NullWhereAbsent {}
extension MixAlternatives: NullWhereAbsent {}
extension ShortfallGauge: NullWhereAbsent {}

extension KeyedEncodingContainer {
    mutating func encodeIfPresent<Value: NullWhereAbsent>(_ value: Value?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
}
