import Testing

@testable import Analysis

/// A quick look: how much is looked at, and what it says of what it saw.
@Suite struct InspectionTests {
    private let head =
        "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method "
        + "cs-uri-stem c-ip sc-status\n"
    private let line = "2026-10-01 10:00:00 10.0.0.1 GET / 203.0.113.9 200\n"

    /// Visitors without an account are evidence of an address all the same.
    @Test func anonymousVisitorsHaveAddresses() throws {
        let workspace = try Workspace()
        let path = try workspace.write(head + line, to: "u_ex261001.log")
        let found = Inspection.run(paths: [path])
        #expect(found.inputs.map(\.fields) == [["address"]])
        let outside = try #require(found.questions.first { $0.question.contains("from outside") })
        #expect(outside.answer == .yes)
    }

    @Test func manyInputsAreSampledLess() throws {
        #expect(Inspection.bytesPerInput(of: 0) == Inspection.mostBytesPerInput)
        #expect(Inspection.bytesPerInput(of: 256) == Inspection.mostBytesPerInput)
        #expect(Inspection.bytesPerInput(of: 1024) == 2 << 20)
        #expect(Inspection.bytesPerInput(of: 1_000_000) == Inspection.leastBytesPerInput)
        // What is longer than the sample is said to be a sample.
        let workspace = try Workspace()
        let lines = Inspection.mostBytesPerInput / line.utf8.count + 1
        let long = try workspace.write(head + String(repeating: line, count: lines * 2), to: "long.log")
        let short = try workspace.write(head + line, to: "short.log")
        let found = Inspection.run(paths: [long, short])
        #expect(found.inputs.map(\.sampled) == [true, false])
        #expect(found.inputs[0].records < UInt64(lines * 2) && found.inputs[1].records == 1)
    }
}
