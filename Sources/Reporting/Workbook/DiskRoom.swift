#if Workbook
    #if canImport(Glibc)
        import Glibc
    #endif

    /// At most how many bytes of markup the cells of a workbook take.
    struct MarkupSize {
        /// What stands around a value: place, format, kind, and the row's share.
        private static let bytesOfCell = 96
        private var sheet = 0
        private var largestSheet = 0
        private var texts = 0
        private var all = 0

        mutating func add(_ text: String) {
            // `&`, `<`, `>` and `"` become up to six bytes.
            let size = text.utf8.reduce(0) { $0 + ($1 == 0x26 || $1 == 0x3C || $1 == 0x3E || $1 == 0x22 ? 6 : 1) }
            texts += size
            sheet += size + MarkupSize.bytesOfCell
        }

        mutating func endSheet() {
            all += sheet
            largestSheet = max(largestSheet, sheet)
            sheet = 0
        }

        /// Room for the largest temporary file, and for the archive, which is far smaller than what it holds.
        var room: Int { max(largestSheet, texts) + all / 2 + MarkupSize.smallMembers }

        /// Theme, styles, tables and what else is the same in every workbook.
        private static let smallMembers = 1 << 18
    }

    /// Makes sure of room on a disk before something is written whose writer does not notice that there is none.
    ///
    /// libxlsxwriter assembles each sheet in a temporary file without looking whether it was written: on a full disk rows are
    /// missing, and the workbook is called whole.
    enum DiskRoom {
        /// Takes so many bytes in a folder and gives them back.
        static func require(_ bytes: Int, in folder: String) throws(WorkbookError) {
            let path = folder + "/room"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw failure(bytes, folder, errno) }
            unlink(path)
            defer { close(descriptor) }
            let code = posix_fallocate(descriptor, 0, bytes)
            // A file system that cannot say is trusted.
            guard code == 0 || code == EOPNOTSUPP || code == ENOSYS else { throw failure(bytes, folder, code) }
        }

        private static func failure(_ bytes: Int, _ folder: String, _ code: Int32) -> WorkbookError {
            WorkbookError(
                message:
                    "Cannot write the workbook, which needs up to \(NumberText.grouped(bytes)) bytes in \(folder): "
                    + "\(String(cString: strerror(code))).")
        }
    }
#endif
