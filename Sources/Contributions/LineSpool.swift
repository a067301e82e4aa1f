import Glibc

/// Lines that wait: in memory, and from `inMemory` bytes on in a file that has no name any more.
struct LineSpool: ~Copyable, Sendable {
    /// Bytes kept in memory.
    static let inMemory = 8 << 20
    /// Bytes read from the file at a time.
    static let blockSize = 1 << 20

    /// What is behind the file's bytes.
    private var tail: [UInt8] = []
    private var descriptor: Int32 = -1
    /// Bytes in the file.
    private var written: UInt64 = 0

    /// Bytes in all.
    var count: UInt64 { written + UInt64(tail.count) }

    deinit { if descriptor >= 0 { close(descriptor) } }

    mutating func add(_ bytes: [UInt8]) throws(ContributionWriteError) {
        tail += bytes
        if tail.count >= LineSpool.inMemory { try flush() }
    }

    /// Forgets everything behind `count` bytes.
    mutating func truncate(to count: UInt64) throws(ContributionWriteError) {
        guard count < written else {
            tail.removeLast(tail.count - Int(count - written))
            return
        }
        tail.removeAll(keepingCapacity: true)
        guard ftruncate(descriptor, off_t(count)) == 0 else { throw failure("truncate") }
        written = count
    }

    /// Hands the lines of a range, which begins and ends between lines, to `body` without their ends.
    func forEachLine(
        in range: Range<UInt64>, _ body: (UnsafeRawBufferPointer) throws(ContributionWriteError) -> Void
    ) throws(ContributionWriteError) {
        var (position, pending) = (range.lowerBound, [UInt8]())
        while position < range.upperBound {
            let block = try read(from: position, atMost: range.upperBound - position)
            position += UInt64(block.count)
            pending += block
            var start = 0
            while let end = pending[start...].firstIndex(of: 0x0A) {
                try pending.withBytes { bytes throws(ContributionWriteError) in
                    try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                }
                start = end + 1
            }
            pending.removeFirst(start)
        }
    }

    private func read(from position: UInt64, atMost count: UInt64) throws(ContributionWriteError) -> [UInt8] {
        if position >= written {
            let start = Int(position - written)
            return Array(tail[start..<(start + min(LineSpool.blockSize, Int(count)))])
        }
        var block = [UInt8](repeating: 0, count: Int(min(UInt64(LineSpool.blockSize), count, written - position)))
        let got = block.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(position)) }
        guard got > 0 else { throw failure("read") }
        block.removeLast(block.count - got)
        return block
    }

    private mutating func flush() throws(ContributionWriteError) {
        if descriptor < 0 { try open() }
        var done = 0
        while done < tail.count {
            let put = tail.withUnsafeBytes { bytes in
                pwrite(
                    descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(written) + off_t(done))
            }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw failure("write") }
            done += put
        }
        written += UInt64(tail.count)
        tail.removeAll(keepingCapacity: true)
    }

    private static var folder: String {
        guard let folder = getenv("TMPDIR"), folder.pointee != 0 else { return "/tmp" }
        return String(cString: folder)
    }

    /// Readable by its owner only, and gone with the program, however that ends.
    private mutating func open() throws(ContributionWriteError) {
        var name = Array((LineSpool.folder + "/headcount-XXXXXX").utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw failure("make") }
        unlink(name)
    }

    private func failure(_ action: String) -> ContributionWriteError {
        ContributionWriteError(
            reason:
                "cannot \(action) a file for waiting lines in \(LineSpool.folder): \(String(cString: strerror(errno)))",
            remedy: "free some space there, or name another folder in TMPDIR")
    }
}
