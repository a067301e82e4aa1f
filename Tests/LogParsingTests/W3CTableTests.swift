import Testing

@testable import LogParsing

/// What the readers of the tables rely on.
@Suite struct W3CTables {
    @Test func productPathsFitTheirIndex() {
        #expect(ProductPath.table.count <= 64)
        for row in ProductPath.table {
            let path = row.path.description
            #expect(path.hasPrefix("/") && path.utf8.count > 1 && path == path.lowercased() && !path.hasSuffix("/"))
            #expect(row.query.description == row.query.description.lowercased())
            #expect(row.place == .start || path.hasPrefix("/_"))
        }
    }

    /// A row that an earlier one always hides would never count.
    @Test func everyProductRowCanBeReached() {
        for (index, row) in ProductPath.table.enumerated() {
            let (path, query) = (Array((row.path.description + "/x").utf8), Array("a\(row.query.description)".utf8))
            let found = path.withUnsafeBytes { path in
                query.withUnsafeBytes { ProductPath.index(of: path, query: $0) }
            }
            #expect(found == index, "\(row.path)")
        }
    }

    @Test func everyAgentRowCanBeReached() {
        for (index, row) in UserAgentClass.table.enumerated() {
            #expect(row.text.description == row.text.description.lowercased())
            let agent = (row.match == .start ? "" : "Mozilla/5.0+(") + row.text.description.uppercased() + "1.0"
            #expect(Array(agent.utf8).withUnsafeBytes { UserAgentClass.row(of: $0) } == index, "\(row.text)")
        }
    }
}
