import Foundation
import Testing

@testable import Licensing

@Suite struct VertexCoverScaleTests {
    /// A tenth of the largest estate; `HEADCOUNT_FULL_SCALE` runs the whole of it: 100,000 users, as many devices, a
    /// million edges. The answer is checked by its own certificate, and against a bound that needs no flow.
    @Test func largeEstatesEnd() {
        let scale = fullScale ? 100_000 : 10_000
        var random = SplitMix(seed: 0xCA1)
        let edges = (0..<scale * 10).map { index in
            // Most people use a few devices near them; some devices are shared by many.
            let user = index % scale
            let device =
                random.next() % 4 == 0
                ? Int(random.next() % UInt64(scale / 50)) : (user + Int(random.next() % 5)) % scale
            return CoverGraph.Edge(user: Int32(user), device: Int32(device))
        }
        let graph = CoverGraph(
            userCosts: [Int64](repeating: 5000, count: scale), deviceCosts: [Int64](repeating: 4000, count: scale),
            edges: edges)
        let cover = VertexCover(graph)
        #expect(cover.cost == cover.dual)
        #expect(cover.cost <= Int64(scale) * 5000 && cover.cost <= Int64(scale) * 4000)
    }
}

/// True where the environment asks for the whole size.
private let fullScale = ProcessEnvironment.has("HEADCOUNT_FULL_SCALE")

private enum ProcessEnvironment {
    static func has(_ name: String) -> Bool { ProcessInfo.processInfo.environment[name] != nil }
}
