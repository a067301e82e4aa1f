import Glibc

@testable import Licensing

/// A graph as both programs read it, numbers in the machine's own order: three counts, the prices of users and of devices (64
/// bits each), and the pairs (a user and a device of 32 bits each).
enum GraphFile {
    static func write(_ graph: CoverGraph, to path: String) throws {
        guard let file = fopen(path, "wb") else { throw Failure(what: "cannot write \(path)") }
        defer { fclose(file) }
        func put<Value>(_ values: [Value]) throws {
            let written = values.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
            guard written == values.count * MemoryLayout<Value>.stride else {
                throw Failure(what: "cannot write \(path)")
            }
        }
        try put([graph.userCosts.count, graph.deviceCosts.count, graph.edges.count].map { Int64($0) })
        try put(graph.userCosts)
        try put(graph.deviceCosts)
        try put(graph.edges)
    }

    static func read(_ path: String) throws -> CoverGraph {
        guard let file = fopen(path, "rb") else { throw Failure(what: "cannot read \(path)") }
        defer { fclose(file) }
        func take<Value>(_ count: Int, _ value: Value) throws -> [Value] {
            var values = [Value](repeating: value, count: count)
            let size = count * MemoryLayout<Value>.stride
            let taken = values.withUnsafeMutableBytes { fread($0.baseAddress, 1, size, file) }
            guard taken == size else { throw Failure(what: "\(path) is too short") }
            return values
        }
        let counts = try take(3, Int64(0)).map { Int($0) }
        return CoverGraph(
            userCosts: try take(counts[0], 0), deviceCosts: try take(counts[1], 0),
            edges: try take(counts[2], CoverGraph.Edge(user: 0, device: 0)))
    }
}
