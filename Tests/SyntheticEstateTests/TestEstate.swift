import CZlib
import Foundation

@testable import SyntheticEstate

/// An estate written to a temporary folder and kept in memory; the folder is gone at once.
struct TestEstate {
    /// Made once for all tests.
    private static let shared: [UInt64: Result<TestEstate, any Error>] = [
        5: Result { try TestEstate(seed: 5) },
        EstateGenerator.sampleSeed: Result { try TestEstate(seed: EstateGenerator.sampleSeed) },
    ]

    static func small(_ seed: UInt64 = 5) throws -> TestEstate {
        try shared[seed]?.get() ?? TestEstate(seed: seed)
    }

    /// Contents by path relative to the estate's folder.
    let files: [String: Data]
    let truth: Truth

    init(seed: UInt64, size: EstateSize = .small) throws {
        let folder = TestEstate.newFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        truth = try EstateGenerator(seed: seed, size: size).generate(into: folder)
        files = try TestEstate.files(in: folder)
    }

    static func newFolder() -> String { NSTemporaryDirectory() + "/synthetic-estate-" + UUID().uuidString }

    static func files(in folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            files[name] = try Data(contentsOf: URL(fileURLWithPath: path))
        }
        return files
    }

    func text(_ path: String) throws -> (bytes: [UInt8], isDamaged: Bool) {
        struct NoSuchFile: Error { var path: String }
        guard let data = files[path] else { throw NoSuchFile(path: path) }
        return try Gzip.text(of: data)
    }
}

/// Inflates gzip members one after the other.
enum Gzip {
    struct Damaged: Error {}

    /// The decompressed bytes, and whether the last member was cut short; other data comes back as it is.
    static func text(of data: Data) throws -> (bytes: [UInt8], isDamaged: Bool) {
        var input = Array(data)
        guard input.starts(with: [0x1F, 0x8B]) else { return (input, false) }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer {
            inflateEnd(stream)
            stream.deallocate()
        }
        guard czlib_inflate_init_gzip(stream) == Z_OK else { throw Damaged() }
        var output: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 16)
        var isDamaged = false
        try input.withUnsafeMutableBufferPointer { source in
            stream.pointee.next_in = source.baseAddress
            stream.pointee.avail_in = UInt32(source.count)
            var code = Z_OK
            repeat {
                try room.withUnsafeMutableBufferPointer { target in
                    stream.pointee.next_out = target.baseAddress
                    stream.pointee.avail_out = UInt32(target.count)
                    code = inflate(stream, Z_NO_FLUSH)
                    output.append(contentsOf: target[..<(target.count - Int(stream.pointee.avail_out))])
                    guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(code) else { throw Damaged() }
                }
                if code == Z_STREAM_END, stream.pointee.avail_in > 0 { inflateReset(stream) }
            } while stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0
            isDamaged = code != Z_STREAM_END
        }
        return (output, isDamaged)
    }
}
