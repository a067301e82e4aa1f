import PositionModel
import Testing

@testable import Reporting

@Suite struct GoldenTests {
    @Test func positionJSON() throws {
        try Golden.expect(PositionJSON.text(SamplePosition.position), is: "position.json")
    }

    @Test func positionCSV() throws {
        try Golden.expect(PositionCSV.text(SamplePosition.position), is: "position.csv")
    }

    @Test func positionHTML() throws {
        try Golden.expect(
            PositionHTML.page(
                SamplePosition.position, generatedAt: "2026-11-02T09:00:00.000Z",
                productNames: SamplePosition.productNames), is: "report.html")
    }

    @Test func positionTable() throws {
        try Golden.expect(
            PositionTable.text(
                SamplePosition.position, style: TerminalStyle(width: 110), productNames: SamplePosition.productNames),
            is: "position.txt")
        try Golden.expect(
            PositionTable.text(SamplePosition.position, style: TerminalStyle(width: 60, isASCII: true)),
            is: "position-narrow-ascii.txt")
    }

    @Test func questions() throws {
        let register = DecisionRegister(SamplePosition.position)
        try Golden.expect(QuestionsCSV.text(register, .spreadsheet), is: "questions.csv")
        try Golden.expect(QuestionsJSON.text(register), is: "questions.json")
        try Golden.expect(QuestionsJSON.lines(register), is: "questions.jsonl")
        try Golden.expect(QuestionsTable.text(register, style: TerminalStyle(width: 120)), is: "questions.txt")
    }

    @Test func census() throws {
        let census = SamplePosition.census
        try Golden.expect(CensusJSON.text(census), is: "census.json")
        try Golden.expect(CensusJSON.lines(census), is: "census.jsonl")
        try Golden.expect(CensusCSV.text(census), is: "census.csv")
        try Golden.expect(CensusTable.text(census, style: TerminalStyle(width: 120)), is: "census.txt")
    }

    @Test func external() throws {
        let report = SamplePosition.exposure
        try Golden.expect(ExposureJSON.text(report), is: "external.json")
        let read = try ExposureJSON.report(from: ExposureJSON.text(report))
        #expect(try ExposureJSON.text(read) == ExposureJSON.text(report))
        try Golden.expect(ExposureJSON.lines(report), is: "external.jsonl")
        try Golden.expect(ExposureCSV.text(report), is: "external.csv")
        try Golden.expect(ExposureTable.text(report, style: TerminalStyle(width: 110)), is: "external.txt")
        try Golden.expect(
            ExposureTable.text(report, style: TerminalStyle(width: 60, isASCII: true)), is: "external-narrow-ascii.txt")
    }

    @Test func inputs() throws {
        try Golden.expect(
            InputsTable.text(SamplePosition.inputs, style: TerminalStyle(width: 100)), is: "inputs.txt")
    }
}
