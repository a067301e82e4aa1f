/// What a workbook may hold. The defaults are Excel's ("Excel specifications and limits", support.microsoft.com); tests set small ones.
public struct WorkbookLimits: Sendable {
    /// Rows of a sheet, its header among them; a longer list goes on in the next sheet.
    public var rowsOfSheet = 1_048_576
    /// Hyperlinks of a sheet; a later cell holds its text alone.
    public var linksOfSheet = 65_530
    /// UTF-16 code units of a text; what is longer is cut with a mark.
    public var unitsOfText = 32_767
    /// Characters of a formula; a longer one is written as its value.
    public var charactersOfFormula = 8192
    /// Cells of a workbook with tables, which libxlsxwriter keeps in memory until it closes the file. A larger workbook is
    /// written row by row: its sheets have filters and no tables, which the library does not offer there.
    public var cellsWithTables = 1_000_000

    public init() {}
}
