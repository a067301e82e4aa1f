import Glibc

/// A file written through a buffer.
struct WrittenFile: ~Copyable {
    private let path: String
    private let file: UnsafeMutablePointer<FILE>

    init(_ path: String) throws {
        self.path = path
        guard let file = fopen(path, "w") else { throw Failure(what: "cannot write \(path)") }
        self.file = file
    }

    mutating func write(_ text: String) {
        var text = text
        _ = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) }
    }

    consuming func close() throws {
        let isWhole = ferror(file) == 0
        guard fclose(file) == 0, isWhole else { throw Failure(what: "cannot write \(path)") }
    }
}
