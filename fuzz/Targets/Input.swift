import AccessModel
import LogParsing

@testable import LogInput

extension FuzzTarget {
    /// A whole file: containers, encoding, format recognition. The same text, digest and damage whatever the buffer sizes
    /// and whoever inflates.
    static let input = FuzzTarget(name: "input") { bytes in
        let file = MemoryFile(bytes)
        let usual = Reading(file.path, chunkSize: InputReader.chunkSize, readSize: SourceFile.readSize)
        // Where a bomb is stopped is looked at once per buffer, so only the product's own size says where; one that ends in
        // the buffer that passes the limit is not stopped, and with smaller ones is.
        for (chunkSize, readSize) in [(512, 7), (4096, 1021)] where !usual.isStopped {
            let other = Reading(file.path, chunkSize: chunkSize, readSize: readSize)
            if other.isStopped, UInt64(usual.length) > Reading.limits.expansionFloor { continue }
            other.requireSame(as: usual, "readings with other buffers")
        }
        let fastest = Reading(
            file.path, chunkSize: InputReader.chunkSize, readSize: SourceFile.readSize, inflation: .fastest)
        if !fastest.mustReadAgain { fastest.requireSame(as: usual, "readings by another inflater") }
    }

    /// Archives, also in compressors and in each other: every member of them, the same whoever inflates what is around.
    static let archive = FuzzTarget(name: "archive") { bytes in
        let file = MemoryFile(bytes)
        let usual = Reading(membersOf: file.path, inflation: .reference)
        let fastest = Reading(membersOf: file.path, inflation: .fastest)
        if !fastest.mustReadAgain { fastest.requireSame(as: usual, "readings by another inflater") }
    }
}

/// What reading a file gave.
private struct Reading {
    /// Text kept to compare: of what inflates to more, the length and the digest say enough.
    static let keptText = 1 << 20
    /// Lower than the product's, so that the fuzzer gets one past them.
    static let limits = ContainerLimits(expansionFloor: 4 << 20, mostMembers: 50, longestName: 200)

    private(set) var mustReadAgain = false
    /// Decompressed bytes of all logs read.
    private(set) var length = 0
    private var summary: [String] = []
    private var text: [UInt8] = []

    /// True where the limit on expansion ended the reading.
    var isStopped: Bool { summary.contains { $0.contains("decompression was stopped") } }

    /// Reads one log.
    init(_ path: String, chunkSize: Int, readSize: Int, inflation: Inflation = .reference) {
        attempt { reading throws(InputError) in
            let reader = try InputReader(
                DiscoveredInput(path: path), digest: true, chunkSize: chunkSize, readSize: readSize,
                inflation: inflation, expansionFloor: Reading.limits.expansionFloor)
            try reading.add(reader)
        }
    }

    /// Reads all logs in a file.
    init(membersOf path: String, inflation: Inflation) {
        attempt { reading throws(InputError) in
            let source = try InputSource(
                DiscoveredInput(path: path), digest: true, inflation: inflation, limits: Reading.limits)
            var items = 0
            while let item = try source.next() {
                items += 1
                // One of a member, one of what was wrong behind it, for each archive around.
                guard items <= 4 * Reading.limits.mostMembers * Reading.limits.mostMembers else {
                    fatalError("more items than members are allowed")
                }
                switch item {
                case .log(let reader): try reading.add(reader)
                case .unread(let unread): reading.summary.append("\(unread)")
                }
            }
            reading.summary.append("\(try source.finish())")
        }
    }

    private mutating func attempt(_ body: (inout Reading) throws(InputError) -> Void) {
        do throws(InputError) { try body(&self) } catch {
            if case .mustReadAgain = error { mustReadAgain = true }
            summary.append(error.message)
        }
    }

    private mutating func add(_ reader: InputReader) throws(InputError) {
        summary += [
            reader.place.display, "\(reader.format)", "\(reader.encoding)", "\(reader.byteOrderMarkLength)",
            "\(reader.isCompressed)", "\(String(describing: reader.unread))",
        ]
        var length = 0
        while true {
            var kept: [UInt8] = []
            let room = max(0, Reading.keptText - text.count)
            let isMore = try reader.nextChunk { chunk in
                length += chunk.count
                kept += chunk.prefix(room)
            }
            guard isMore else { break }
            text += kept
        }
        self.length += length
        summary += ["\(length)", "\(try reader.finish())", reader.damage, "\(reader.isCut)"]
    }

    func requireSame(as other: Reading, _ what: String) {
        require(summary, equals: other.summary, what)
        guard text == other.text else { fatalError("\(what) give different text") }
    }
}
