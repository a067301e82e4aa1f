import Testing

@testable import Analysis

@Suite struct NearestNamesTests {
    @Test func theNearestAreGiven() {
        let names = ["dc01", "dc02", "fs01", "sql01.corp.example.com"]
        #expect(NearestNames.to("dc0", among: names) == ["dc01", "dc02"])
        #expect(NearestNames.to("dc3", among: names) == [])
        #expect(NearestNames.to("fs1", among: names) == ["fs01"])
        #expect(NearestNames.to("sql01.corp.exmple.com", among: names) == ["sql01.corp.example.com"])
        #expect(NearestNames.to("", among: names) == [])
        #expect(NearestNames.to("xy", among: ["xyz", "xya", "xyb", "xyc"]) == ["xya", "xyb", "xyc"])
    }

    @Test func longNamesCostNothing() {
        let long = String(repeating: "a", count: NearestNames.longest + 1)
        #expect(NearestNames.to(long, among: [long]) == [])
        #expect(NearestNames.to(String(long.dropLast()), among: [String(long.dropLast())]).count == 1)
        #expect(NearestNames.to("aaaa", among: [long]) == [])
    }
}
