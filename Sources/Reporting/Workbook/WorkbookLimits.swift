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
    /// Cells of a workbook with tables, which libxlsxwriter keeps in memory until it closes the file: 150 bytes each. A larger
    /// workbook is written row by row: its sheets have filters and no tables, which the library does not offer there.
    ///
    /// The ledger of 50,000 accounts (550,000 cells) took 84 MB and 1.1 s of processor time with a table, and 3 MB and 0.8 s row by
    /// row; of 310,000 accounts 502 MB and 6.6 s, and 3 MB and 5.0 s. So a workbook takes 150 MB of memory at most.
    public var cellsWithTables = 1_000_000

    public init() {}
}
