import ByteScan
import Contributions
import LogInput

/// Reads a file of lines from front to end, in whatever compressor it is.
struct LineFile {
    let input: DiscoveredInput

    /// Hands every line that is not empty to `body`, with its 1-based number; one that is too long as nil.
    /// - Returns: what is wrong with the container, in words; empty where nothing is.
    func forEachLine<Failure: Error>(
        _ body: (Int, UnsafeRawBufferPointer?) throws(Failure) -> Void
    ) throws(Failure) -> Result<String, InputError> {
        let reader: InputReader
        // A stumble of the fastest inflater in the middle would give the first lines twice.
        do { reader = try InputReader(input, digest: false, inflation: .reference) } catch { return .failure(error) }
        var splitter = LineSplitter()
        let buffer = ChunkBuffer()
        while true {
            do {
                guard try reader.nextChunk(into: buffer) else { break }
            } catch {
                return .failure(error)
            }
            try splitter.add(buffer.bytes, body)
        }
        try splitter.finish(body)
        return .success(reader.damage)
    }
}

/// Cuts chunks into lines; a line longer than any may be is passed over, not kept.
struct LineSplitter {
    private var begun: [UInt8] = []
    private var number = 1
    private var isTooLong = false

    mutating func add<Failure: Error>(
        _ chunk: UnsafeRawBufferPointer, _ body: (Int, UnsafeRawBufferPointer?) throws(Failure) -> Void
    ) throws(Failure) {
        var rest = chunk
        while let end = rest.firstOffset(ofByte: 0x0A) {
            let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
            rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
            if begun.isEmpty, !isTooLong, line.count <= ContributionFormat.longestLine {
                try hand(line, body)
            } else {
                extend(line)
                try finishLine(body)
            }
            number += 1
        }
        extend(rest)
    }

    /// Hands over what stands behind the last line end.
    mutating func finish<Failure: Error>(
        _ body: (Int, UnsafeRawBufferPointer?) throws(Failure) -> Void
    ) throws(Failure) { try finishLine(body) }

    private mutating func extend(_ bytes: UnsafeRawBufferPointer) {
        if begun.count + bytes.count > ContributionFormat.longestLine {
            isTooLong = true
            begun = []
        }
        if !isTooLong { begun += bytes }
    }

    private mutating func finishLine<Failure: Error>(
        _ body: (Int, UnsafeRawBufferPointer?) throws(Failure) -> Void
    ) throws(Failure) {
        defer {
            begun.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        if isTooLong { return try body(number, nil) }
        let line = begun
        try line.withUnsafeBytes { bytes in Result { () throws(Failure) in try hand(bytes, body) } }.get()
    }

    private func hand<Failure: Error>(
        _ line: UnsafeRawBufferPointer, _ body: (Int, UnsafeRawBufferPointer?) throws(Failure) -> Void
    ) throws(Failure) {
        // A line end of another system belongs to no line.
        let text = line.last == 0x0D ? UnsafeRawBufferPointer(rebasing: line.dropLast()) : line
        if !text.isEmpty { try body(number, text) }
    }
}
