import PositionModel

/// A piece of HTML that is safe by construction.
///
/// Markup comes only from literals in this module's source; whatever is interpolated into one is escaped, unless it is
/// itself `Markup`. There is no way to make `Markup` from a runtime string without escaping it.
struct Markup: Sendable, ExpressibleByStringInterpolation {
    private(set) var source: String

    static let empty: Markup = ""

    init(stringLiteral value: StaticString) { source = value.description }
    init(stringInterpolation: Interpolation) { source = stringInterpolation.source }

    /// Escaped text.
    init(text: String) { source = SafeText.html(text) }

    static func + (a: Markup, b: Markup) -> Markup {
        var result = a
        result.source += b.source
        return result
    }

    static func += (a: inout Markup, b: Markup) { a.source += b.source }

    var isEmpty: Bool { source.isEmpty }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: StaticString) { source += literal.description }
        mutating func appendInterpolation(_ text: String) { source += SafeText.html(text) }
        mutating func appendInterpolation(_ markup: Markup) { source += markup.source }
        /// A number for people: grouped.
        mutating func appendInterpolation(_ number: Int) { source += NumberText.grouped(number) }
        mutating func appendInterpolation(_ number: UInt64) { source += NumberText.grouped(number) }
        /// A number for machines: coordinates and attribute values.
        mutating func appendInterpolation(plain number: Int) { source += String(number) }
    }
}

extension Sequence<Markup> {
    func joined(_ separator: Markup = .empty) -> Markup {
        var result = Markup.empty
        var isFirst = true
        for element in self {
            if !isFirst { result += separator }
            isFirst = false
            result += element
        }
        return result
    }
}
