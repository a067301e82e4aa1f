import CZlib
import Foundation
import Glibc

/// Why a synthetic estate or log could not be written.
public enum SyntheticEstateError: Error, Sendable, CustomStringConvertible {
    /// The folder has something in it: nothing is overwritten.
    case folderNotEmpty(String)
    /// The operating system refused to create or write the file.
    case cannotWrite(path: String, reason: String)
    /// zlib returned an error code.
    case compressionFailed(path: String, code: Int32)

    public var description: String {
        switch self {
        case .folderNotEmpty(let folder):
            "The folder \(folder) is not empty, and a synthetic estate overwrites nothing. Name a new or empty folder."
        case .cannotWrite(let path, let reason):
            "Cannot write \(path): \(reason). Check that the folder exists, may be written to, and has room."
        case .compressionFailed(let path, let code):
            "zlib could not compress \(path) (code \(code)). This is a defect of the generator: please report it."
        }
    }
}

/// A file being written front to back, plain or as gzip members.
final class OutputFile {
    /// Bytes gathered before they go to zlib or to the file.
    private static let bufferSize = 1 << 18

    let path: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    /// zlib's state, nil for a plain file. zlib remembers the address: it must not move.
    private let stream: UnsafeMutablePointer<z_stream>?

    /// - Parameter level: zlib level of the gzip member, nil for a plain file.
    init(path: String, gzipLevel level: Int32?) throws(SyntheticEstateError) {
        // What is there is written into, never put in the place of: it may be a pipe, or /dev/stdout.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        self.path = path
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        buffer.reserveCapacity(OutputFile.bufferSize * 2)
        guard let level else {
            stream = nil
            return
        }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        self.stream = stream
        let code = czlib_deflate_init_gzip(stream, level)
        guard code == Z_OK else { throw .compressionFailed(path: path, code: code) }
    }

    deinit {
        guard let stream else { return }
        deflateEnd(stream)
        stream.deallocate()
    }

    func write(_ bytes: some Sequence<UInt8>) throws(SyntheticEstateError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= OutputFile.bufferSize { try flush(Z_NO_FLUSH) }
    }

    /// Ends the gzip member and begins another; nothing happens to the text, and nothing at all to a plain file.
    func nextMember() throws(SyntheticEstateError) {
        guard let stream else { return }
        try flush(Z_FINISH)
        let code = deflateReset(stream)
        guard code == Z_OK else { throw .compressionFailed(path: path, code: code) }
    }

    /// Ends the file where it is, in the middle of its gzip member: everything written so far can be inflated (zlib
    /// brings it to a byte border), but the member's end and trailer are missing.
    func abandon() throws(SyntheticEstateError) {
        try flush(Z_FULL_FLUSH)
        try closeHandle()
    }

    func close() throws(SyntheticEstateError) {
        try flush(Z_FINISH)
        try closeHandle()
    }

    private func closeHandle() throws(SyntheticEstateError) {
        do { try handle.close() } catch { throw .cannotWrite(path: path, reason: "\(error)") }
    }

    private func flush(_ mode: Int32) throws(SyntheticEstateError) {
        if let stream { try deflateBuffer(into: stream, mode) } else { try put(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func deflateBuffer(into stream: UnsafeMutablePointer<z_stream>, _ mode: Int32) throws(SyntheticEstateError)
    {
        var packed: [UInt8] = []
        var room = [UInt8](repeating: 0, count: OutputFile.bufferSize)
        var code = Z_OK
        buffer.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                room.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    code = deflate(stream, mode)
                    packed.append(contentsOf: output[..<(output.count - Int(stream.pointee.avail_out))])
                }
            } while stream.pointee.avail_out == 0 && code == Z_OK
            stream.pointee.next_in = nil
        }
        // Z_BUF_ERROR only says that there was nothing left to do.
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
            throw .compressionFailed(path: path, code: code)
        }
        try put(packed)
    }

    private func put(_ bytes: [UInt8]) throws(SyntheticEstateError) {
        guard !bytes.isEmpty else { return }
        do { try handle.write(contentsOf: Data(bytes)) } catch {
            throw .cannotWrite(path: path, reason: "\(error)")
        }
    }
}
