#if Archives
    import CArchive

    /// libarchive, reading from a source of ours: one format or one compressor at a time, nothing from or to disk.
    final class ArchiveHandle {
        /// What libarchive is to recognise: only what was recognised already, so that nothing else of it runs.
        enum Kind {
            case zip, sevenZip, cabinet, tar
            case compressor(Compressor)
        }

        enum Header {
            case entry(OpaquePointer)
            case end
            /// The archive cannot be read on, in libarchive's words.
            case failed(String)
        }

        enum Data {
            case bytes(Int)
            case end
            /// This member cannot be read on, or is not what was packed; the archive goes on.
            case wrong(String)
            /// The archive cannot be read on.
            case failed(String)
        }

        private let archive: OpaquePointer
        private let source: any ByteSource
        private let seeking: SourceFile?
        private let buffer: UnsafeMutableRawBufferPointer
        private var failure: InputError?
        private var isOpen = false
        private let kind: Kind

        /// - Parameter seeking: `source` where it can be read back and forth: a file whose hash has ended.
        init?(_ source: any ByteSource, seeking: SourceFile?, _ kind: Kind) {
            guard let archive = archive_read_new() else { return nil }
            self.archive = archive
            self.source = source
            self.seeking = seeking
            self.kind = kind
            buffer = .allocate(byteCount: SourceFile.readSize, alignment: 16)
            switch kind {
            case .zip: archive_read_support_format_zip(archive)
            case .sevenZip: archive_read_support_format_7zip(archive)
            case .cabinet: archive_read_support_format_cab(archive)
            case .tar: archive_read_support_format_tar(archive)
            case .compressor(let compressor):
                switch compressor {
                case .gzip: preconditionFailure("gzip is not libarchive's")
                case .xz: archive_read_support_filter_xz(archive)
                case .zstandard: archive_read_support_filter_zstd(archive)
                case .bzip2: archive_read_support_filter_bzip2(archive)
                }
                archive_read_support_format_raw(archive)
                archive_read_support_format_empty(archive)
            }
        }

        deinit {
            archive_read_free(archive)
            buffer.deallocate()
        }

        /// libarchive's last message, without control characters: it may quote the archive.
        private var words: String {
            archive_error_string(archive).map { printable(String(cString: $0)) } ?? "no reason given"
        }

        private func open() throws(InputError) -> String? {
            // Safe: libarchive calls back only while it is called, and it is freed in this object's deinit.
            archive_read_set_callback_data(archive, Unmanaged.passUnretained(self).toOpaque())
            archive_read_set_read_callback(archive) { _, context, output in
                guard let context, let output else { return -1 }
                return Unmanaged<ArchiveHandle>.fromOpaque(context).takeUnretainedValue().read(output)
            }
            if seeking != nil {
                archive_read_set_seek_callback(archive) { _, context, offset, whence in
                    guard let context else { return -1 }
                    return Unmanaged<ArchiveHandle>.fromOpaque(context).takeUnretainedValue().seek(offset, whence)
                }
            }
            let status = archive_read_open1(archive)
            if let failure { throw failure }
            isOpen = true
            return status == ARCHIVE_OK || status == ARCHIVE_WARN ? nil : words
        }

        private func read(_ output: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
            do throws(InputError) {
                let count = try source.read(into: buffer)
                output.pointee = UnsafeRawPointer(buffer.baseAddress)
                return count
            } catch {
                failure = error
                return -1
            }
        }

        private func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
            seeking?.seek(to: offset, whence) ?? Int64(ARCHIVE_FATAL)
        }

        /// The next member's header; its data has not been read. What is left of the member before is skipped.
        func next() throws(InputError) -> Header {
            if !isOpen, let words = try open() { return .failed(words) }
            // `retry` says that another call may succeed; a damaged archive must not make it many.
            for _ in 0..<16 {
                var entry: OpaquePointer?
                let status = archive_read_next_header(archive, &entry)
                if let failure { throw failure }
                switch status {
                case ARCHIVE_OK, ARCHIVE_WARN:
                    if let entry { return .entry(entry) }
                    return .failed(words)
                case ARCHIVE_EOF: return .end
                case ARCHIVE_RETRY: continue
                default: return .failed(words)
                }
            }
            return .failed(words)
        }

        /// The next data of the member whose header came last. Gaps of sparse files are NULs.
        func data(into output: UnsafeMutableRawBufferPointer) throws(InputError) -> Data {
            guard !output.isEmpty else { return .bytes(0) }
            let count = archive_read_data(archive, output.baseAddress, output.count)
            if let failure { throw failure }
            switch count {
            case 0: return .end
            case 1...: return .bytes(count)
            case Int(ARCHIVE_FATAL): return .failed(words)
            default: return .wrong(words)
            }
        }
    }
#endif
