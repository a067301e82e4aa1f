#if Workbook
    import AccessModel
    import CXLSXWriter

    #if canImport(Glibc)
        import Glibc
    #endif

    /// Why a workbook could not be written.
    public struct WorkbookError: Error, Sendable {
        public var message: String
    }

    /// A workbook in the making, and the only caller of libxlsxwriter.
    ///
    /// Whatever a value holds, the calls made for it are those of its kind: text goes to text cells only, and formulas are our
    /// own. The first error stops the writing and is thrown.
    struct WorkbookFile: ~Copyable {
        private let book: UnsafeMutablePointer<lxw_workbook>
        private let formats: Formats
        private let limits: WorkbookLimits
        private let hasTables: Bool
        private let scratch: String
        private var tables = 0
        private var isOpen = true
        private var markup = MarkupSize()

        /// - Parameters:
        ///   - path: of the file; it is written when the workbook is closed.
        ///   - scratch: folder for temporary files, which the library makes for its owner only and unlinks at once.
        ///   - hasTables: keeps all cells in memory until then; otherwise rows go to a temporary file one by one.
        ///   - created: day the document says it is of.
        init(
            path: String, scratch: String, hasTables: Bool, title: String, created: Day, limits: WorkbookLimits
        ) throws(WorkbookError) {
            let book = scratch.withMutableCopy { scratch in
                var options = lxw_workbook_options()
                options.constant_memory = hasTables ? 0 : 1
                options.tmpdir = scratch
                return workbook_new_opt(path, &options)
            }
            guard let book else { throw WorkbookError(message: "Cannot write \(path): no memory.") }
            let error = title.withMutableCopy { title in
                var properties = lxw_doc_properties()
                properties.title = title
                // 0 stands for now.
                let midnight = Int(created.number) * 86_400
                properties.created = midnight == 0 ? 1 : midnight
                return workbook_set_properties(book, &properties)
            }
            if error != LXW_NO_ERROR { lxw_workbook_free(book) }
            try WorkbookFile.check(error)
            self.book = book
            self.limits = limits
            self.hasTables = hasTables
            self.scratch = scratch
            formats = Formats(book)
        }

        /// Writes the file.
        mutating func close() throws(WorkbookError) {
            try DiskRoom.require(markup.room, in: scratch)
            // The library frees it, whether it could be written or not.
            isOpen = false
            try WorkbookFile.check(workbook_close(book))
        }

        deinit { if isOpen { lxw_workbook_free(book) } }

        private static func check(_ error: lxw_error) throws(WorkbookError) {
            guard error != LXW_NO_ERROR else { return }
            throw WorkbookError(
                message: "Cannot write the workbook: "
                    + (lxw_strerror(error).map { String(cString: $0) } ?? "error \(error.rawValue)"))
        }

        // MARK: - Sheets

        mutating func write(_ list: WorkbookSheet) throws(WorkbookError) {
            for part in list.parts {
                guard let sheet = workbook_add_worksheet(book, part.name) else {
                    throw WorkbookError(message: "Cannot add a sheet \(part.name) to the workbook.")
                }
                try WorkbookFile.check(begin(sheet, list))
                var links = limits.linksOfSheet
                for (line, index) in part.rows.enumerated() {
                    for (column, cell) in list.row(index).enumerated() {
                        let place = Place(sheet: sheet, row: UInt32(line + 1), column: UInt16(column))
                        try WorkbookFile.check(write(cell, at: place, links: &links))
                    }
                }
                try WorkbookFile.check(finish(sheet, list, rows: part.rows.count))
                markup.endSheet()
                try WorkbookFile.check(rowsOf: sheet)
            }
        }

        /// Row by row a sheet is written to a temporary file, and the library does not look whether that went well.
        private static func check(rowsOf sheet: UnsafeMutablePointer<lxw_worksheet>) throws(WorkbookError) {
            guard let rows = sheet.pointee.optimize_tmpfile else { return }
            guard fflush(rows) == 0, ferror(rows) == 0 else {
                throw WorkbookError(message: "Cannot write the rows of the workbook: no room for its temporary files.")
            }
        }

        /// Widths, the header row, and panes that keep it in sight.
        private func begin(_ sheet: UnsafeMutablePointer<lxw_worksheet>, _ list: WorkbookSheet) -> lxw_error {
            for (column, title) in list.columns.enumerated() {
                let place = UInt16(column)
                let width = column == 0 ? WorkbookFile.numberWidth : title.width
                let error = worksheet_set_column(sheet, place, place, width, nil)
                guard error == LXW_NO_ERROR else { return error }
                // Where there is no table to write it.
                let written = worksheet_write_string(sheet, 0, place, title.title, formats.header)
                guard written == LXW_NO_ERROR else { return written }
            }
            worksheet_freeze_panes(sheet, 1, 0)
            return LXW_NO_ERROR
        }

        private static let numberWidth = 7.0
        /// `TableStyleLight9`: a dark header, lines between rows.
        private static let tableStyle: UInt8 = 9

        private mutating func finish(
            _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ list: WorkbookSheet, rows: Int
        ) -> lxw_error {
            let (lastRow, lastColumn) = (UInt32(max(rows, 1)), UInt16(list.columns.count - 1))
            guard hasTables else { return worksheet_autofilter(sheet, 0, 0, lastRow, lastColumn) }
            tables += 1
            let columns = list.columns.map { title -> UnsafeMutablePointer<lxw_table_column> in
                let column = UnsafeMutablePointer<lxw_table_column>.allocate(capacity: 1)
                column.initialize(to: lxw_table_column())
                column.pointee.header = strdup(title.title)
                column.pointee.header_format = formats.header
                return column
            }
            defer {
                for column in columns {
                    free(column.pointee.header)
                    column.deallocate()
                }
            }
            var pointers: [UnsafeMutablePointer<lxw_table_column>?] = columns + [nil]
            let style = UInt8(LXW_TABLE_STYLE_TYPE_LIGHT.rawValue)
            return "List\(tables)".withMutableCopy { name in
                pointers.withUnsafeMutableBufferPointer { columns in
                    var options = lxw_table_options()
                    options.name = name
                    options.style_type = style
                    options.style_type_number = WorkbookFile.tableStyle
                    options.columns = columns.baseAddress
                    return worksheet_add_table(sheet, 0, 0, lastRow, lastColumn, &options)
                }
            }
        }

        // MARK: - Cells

        private struct Place {
            var sheet: UnsafeMutablePointer<lxw_worksheet>
            var row: UInt32
            var column: UInt16
        }

        private mutating func write(_ cell: SheetCell, at place: Place, links: inout Int) -> lxw_error {
            let (sheet, row, column) = (place.sheet, place.row, place.column)
            switch cell {
            case .empty: return LXW_NO_ERROR
            case .date(let text):
                guard let day = Day(text: text), day >= WorkbookFile.firstDay else { return write(text, at: place) }
                let (year, month, number) = day.civil
                var date = lxw_datetime()
                (date.year, date.month, date.day) = (Int32(year), Int32(month), Int32(number))
                markup.add("")
                return worksheet_write_datetime(sheet, row, column, &date, formats.date)
            case .undetermined:
                markup.add(SheetValue.undetermined)
                return worksheet_write_string(sheet, row, column, SheetValue.undetermined, formats.undetermined)
            case .formula(let formula):
                let text = "=" + formula.text(Int(row) + 1)
                guard text.utf8.count <= limits.charactersOfFormula else { return write(formula.value, at: place) }
                markup.add(text)
                if let number = formula.value.number {
                    return worksheet_write_formula_num(
                        sheet, row, column, text, formats.of(formula.value), number)
                }
                return worksheet_write_formula_str(sheet, row, column, text, formats.word, formula.value.text)
            case .link(let cell, let target):
                guard links > 0, case .text(let shown) = cell.value, !shown.isEmpty else {
                    return write(cell, at: place, links: &links)
                }
                links -= 1
                let text = SafeText.workbookCell(shown, units: limits.unitsOfText)
                // In the cell, and with its link.
                markup.add(text)
                markup.add(text)
                return worksheet_write_url_opt(
                    sheet, row, column, "internal:" + target, formats.link, text, nil)
            case .text, .number, .count, .money, .decimal: return write(cell.value, at: place)
            }
        }

        private mutating func write(_ value: SheetValue, at place: Place) -> lxw_error {
            guard let number = value.number else { return write(value.text, at: place) }
            markup.add("")
            return worksheet_write_number(place.sheet, place.row, place.column, number, formats.of(value))
        }

        private mutating func write(_ text: String, at place: Place) -> lxw_error {
            guard !text.isEmpty else { return LXW_NO_ERROR }
            let text = SafeText.workbookCell(text, units: limits.unitsOfText)
            markup.add(text)
            return worksheet_write_string(place.sheet, place.row, place.column, text, formats.text)
        }

        /// Before it Excel counts a day that never was, 1900-02-29.
        private static let firstDay = Day(number: -25_508)  // 1900-03-01

        /// How cells look; owned by the workbook.
        private struct Formats {
            let header, text, word, number, money, decimal, date, undetermined, link: UnsafeMutablePointer<lxw_format>?

            init(_ book: UnsafeMutablePointer<lxw_workbook>) {
                func format(_ code: String) -> UnsafeMutablePointer<lxw_format>? {
                    let format = workbook_add_format(book)
                    format_set_num_format(format, code)
                    return format
                }
                header = workbook_add_format(book)
                format_set_bold(header)
                // Text stays text when somebody edits the cell.
                text = format("@")
                word = workbook_add_format(book)
                number = format("#,##0")
                money = format("#,##0.00")
                decimal = format("0.0000")
                date = format("yyyy-mm-dd")
                undetermined = format("@")
                format_set_italic(undetermined)
                link = format("@")
                format_set_font_color(link, 0x0563C1)
                format_set_underline(link, UInt8(LXW_UNDERLINE_SINGLE.rawValue))
            }

            func of(_ value: SheetValue) -> UnsafeMutablePointer<lxw_format>? {
                switch value {
                case .number: number
                case .money: money
                case .decimal: decimal
                case .blank, .text: text
                }
            }
        }
    }

    extension String {
        /// Calls with a copy as the `char *` that the library takes and does not change.
        fileprivate func withMutableCopy<Result>(_ body: (UnsafeMutablePointer<CChar>?) -> Result) -> Result {
            let copy = strdup(self)
            defer { free(copy) }
            return body(copy)
        }
    }
#endif
