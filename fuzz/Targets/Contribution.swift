import AccessModel

@testable import Contributions

extension FuzzTarget {
    /// Lines of one input, each as it is and with its hash put right: a part that reads the same once it is written again,
    /// or a `ContributionLineError`.
    static let contribution = FuzzTarget(name: "contribution") { bytes in
        var (asTheyAre, putRight) = (LinesRead(), LinesRead())
        for line in bytes.split(separator: 0x0A) {
            let line = Array(line)
            asTheyAre.add(line)
            var sealed = line.count > LineEnvelope.sealLength ? Array(line.dropLast(LineEnvelope.sealLength)) : line
            LineEnvelope.seal(&sealed)
            putRight.add(sealed)
        }
        asTheyAre.finish()
        putRight.finish()
    }
}

/// What the lines of a run make together.
private struct LinesRead {
    private var assembler = SnapshotAssembler()
    private var reading = ReadingAssembler()
    private var input: InputLine?
    private var number = 0
    /// What came before a line that is refused is dropped with it.
    private var isRefused = false

    mutating func add(_ bytes: [UInt8]) {
        guard !isRefused else { return }
        do throws(ContributionLineError) {
            let line = try bytes.withBytes { bytes throws(ContributionLineError) in try ContributionLine(bytes) }
            number += 1
            if line.place == nil {
                _ = try NoteLine(line)
            } else if line.kind == .input {
                input = try InputLine(line)
            } else if ReadingAssembler.takes(line.kind) {
                try reading.add(line)
            } else if let part = try assembler.add(line, number: line.place?.number ?? number) {
                requireSame(part)
            }
        } catch {
            isRefused = true
            guard !error.reason.isEmpty else { fatalError("refused without a reason") }
        }
    }

    mutating func finish() {
        if let input {
            _ = try? reading.reading(of: input, records: assembler.recordCount, accesses: assembler.accessCount)
        }
        if !isRefused, let part = assembler.finish() { requireSame(part) }
    }

    private func requireSame(_ part: EvidenceSnapshot) {
        let content = ContentID(high: 0, low: 0)
        var (again, number) = (SnapshotAssembler(), 0)
        do throws(ContributionLineError) {
            try SnapshotLines(snapshot: part, part: 1, firstLine: 1).forEach { fields throws(ContributionLineError) in
                number += 1
                var line: [UInt8] = []
                fields.bytes.withUnsafeBytes { payload in
                    LineEnvelope.append(
                        LineEnvelope.Head(contribution: content, content: content), number: number, payload: payload,
                        to: &line)
                }
                let read = try Array(line.dropLast()).withBytes { bytes throws(ContributionLineError) in
                    try ContributionLine(bytes)
                }
                _ = try again.add(read, number: number)
            }
        } catch {
            fatalError("what was read cannot be read again: \(error.reason)")
        }
        guard again.finish() == (number == 0 ? nil : part) else { fatalError("read and read again differ") }
    }
}
