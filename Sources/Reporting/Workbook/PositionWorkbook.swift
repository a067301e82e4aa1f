#if Workbook
    import AccessModel
    public import PositionModel

    /// `position.xlsx`: every figure and every list of the position, with the arithmetic as formulas and a sheet of checks.
    ///
    /// The same position gives the same bytes: the document is of the last day of the position, and the library writes members of the
    /// archive in one order, with one time.
    public enum PositionWorkbook {
        /// Day of a document about no day: that of the members of the archive.
        private static let noDay = Day(number: 3652)  // 1980-01-01

        /// Writes the workbook.
        /// - Parameters:
        ///   - path: of the file, which is made with the rights the process gives new files: put it where only its owner gets to.
        ///   - scratch: folder for temporary files; none is left there.
        ///   - productNames: names of products by catalogue id; the id where there is none.
        public static func write(
            _ position: Position, to path: String, scratch: String, productNames: [String: String] = [:],
            limits: WorkbookLimits = WorkbookLimits()
        ) throws(WorkbookError) {
            let sheets = PositionSheets(position: position, productNames: productNames, limits: limits).all
            let cells = sheets.reduce(0) { $0 + $1.count * $1.columns.count }
            let title =
                position.organisation.isEmpty ? "CAL position" : "CAL position: \(position.organisation)"
            var file = try WorkbookFile(
                path: path, scratch: scratch, hasTables: cells <= limits.cellsWithTables,
                title: SafeText.workbookCell(title, units: longestTitle),
                created: Day(text: position.window.asOf) ?? noDay, limits: limits)
            for sheet in sheets { try file.write(sheet) }
            try file.close()
        }

        /// The library takes no longer property.
        private static let longestTitle = 255
    }
#endif
