import CFuzzer
import Glibc

/// A file in memory under a path, for readers that take one. Nothing reaches the disk.
struct MemoryFile: ~Copyable {
    private let descriptor: Int32

    init(_ bytes: UnsafeRawBufferPointer) {
        let base = bytes.bindMemory(to: UInt8.self).baseAddress
        descriptor = cfuzzer_memory_file("input", base, bytes.count)
        guard descriptor >= 0 else { fatalError("no file in memory: errno \(errno)") }
    }

    deinit { close(descriptor) }

    var path: String { "/proc/self/fd/\(descriptor)" }
}
