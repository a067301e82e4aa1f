import Foundation
import Glibc

/// A stream of keys of one width: every key once, then further draws among them, all in one random order. The same
/// numbers give the same stream.
struct KeyStream {
    /// 8: the words of a set, or texts; 25: texts. A key is of printable characters either way.
    let width: Int
    let distinct: Int
    let draws: Int
    let isZipf: Bool

    /// What the longer keys begin with.
    private static let prefix = Array("corp.example.com\\".utf8)
    private static let digits = Array("0123456789abcdefghijklmnopqrstuv".utf8)

    func write(to path: String) throws {
        var random = SplitMix(state: UInt64(distinct) << 8 | UInt64(width))
        var stream = (0..<UInt32(distinct)).map { $0 }
        stream.reserveCapacity(draws)
        while stream.count < draws { stream.append(draw(&random)) }
        var index = stream.count - 1
        while index > 0 {
            stream.swapAt(index, random.below(index + 1))
            index -= 1
        }
        guard let file = fopen(path, "w") else { throw Failure(what: "cannot write \(path)") }
        var bytes: [UInt8] = []
        for number in stream {
            append(number, to: &bytes)
            if bytes.count >= 1 << 20 { flush(&bytes, file) }
        }
        flush(&bytes, file)
        guard fclose(file) == 0 else { throw Failure(what: "cannot write \(path)") }
    }

    private func flush(_ bytes: inout [UInt8], _ file: UnsafeMutablePointer<FILE>) {
        fwrite(bytes, 1, bytes.count, file)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Of Zipf's law with exponent 1: the logarithm of the rank is spread evenly.
    private func draw(_ random: inout SplitMix) -> UInt32 {
        guard isZipf else { return UInt32(random.below(distinct)) }
        let part = Double(random.next() >> 11) / Double(1 << 53 as UInt64)
        return UInt32(min(Int(exp(part * log(Double(distinct) + 1))) - 1, distinct - 1))
    }

    /// Eight digits of a number that says nothing of the rank, after the prefix.
    private func append(_ number: UInt32, to bytes: inout [UInt8]) {
        if width > 8 { bytes.append(contentsOf: KeyStream.prefix) }
        // Odd factors: different numbers stay different in 40 bits.
        var mixed = UInt64(number) &* 0x9E_3779_B97F & 0xFF_FFFF_FFFF
        mixed = (mixed ^ mixed >> 21) &* 0xBF_5847_6D1D & 0xFF_FFFF_FFFF
        for _ in 0..<8 {
            bytes.append(KeyStream.digits[Int(mixed & 31)])
            mixed >>= 5
        }
    }
}

/// The keys of a file, in memory before any clock starts.
struct MappedKeys {
    let bytes: UnsafeRawBufferPointer
    let width: Int
    var count: Int { bytes.count / width }

    init(_ path: String, width: Int) throws {
        let file = open(path, O_RDONLY)
        let size = Int(lseek(file, 0, SEEK_END))
        guard file >= 0, width > 0, size > 0,
            let start = mmap(nil, size, PROT_READ, MAP_PRIVATE | Int32(MAP_POPULATE), file, 0), start != MAP_FAILED
        else { throw Failure(what: "cannot read \(path)") }
        bytes = UnsafeRawBufferPointer(start: start, count: size)
        self.width = width
    }
}

/// SplitMix64.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }
}
