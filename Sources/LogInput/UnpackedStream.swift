#if Archives
    /// What xz, Zstandard or bzip2 packed, through libarchive.
    final class UnpackedStream: ByteSource {
        private(set) var offset: UInt64 = 0
        private(set) var damage = ""
        private(set) var isCut = false

        private let source: any ByteSource
        private let compressor: Compressor
        private let handle: ArchiveHandle?
        private var isOpen = false
        private var ended = false

        init(_ source: any ByteSource, _ compressor: Compressor) {
            self.source = source
            self.compressor = compressor
            handle = ArchiveHandle(source, seeking: nil, .compressor(compressor))
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
            guard !ended, !buffer.isEmpty else { return 0 }
            guard let handle else {
                end("there is no memory to unpack it")
                return 0
            }
            if !isOpen {
                isOpen = true
                switch try handle.next() {
                case .entry: break
                case .end:
                    ended = true
                    return 0
                case .failed(let words):
                    end(words)
                    return 0
                }
            }
            switch try handle.data(into: buffer) {
            case .bytes(let count):
                offset += UInt64(count)
                return count
            case .end: ended = true
            case .wrong(let words), .failed(let words): end(words)
            }
            return 0
        }

        private func end(_ words: String) {
            // It may be whole and only need more than is given to a decoder: a window of 2 GiB, say.
            damage =
                "the \(compressor.program) data cannot be unpacked further (\(words)): the content ends at byte \(offset); "
                + "what came before is read, what follows is lost"
            isCut = true
            ended = true
        }
    }
#endif
