/// One entry that reads bytes from outside, under its name.
struct FuzzTarget: Sendable {
    let name: String
    /// Traps on a finding.
    let run: @Sendable (UnsafeRawBufferPointer) -> Void

    static let all = [
        eventXML, w3c, exchangeProxy, dhcp, input, archive, utf16, csv, directory, ldif, json, servers, entitlements,
        population, settings, answers, catalogue, storedRun, packedSet,
        contribution,
    ]
}

/// The bytes of one run.
struct FuzzInput {
    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Where `content` is cut: piece lengths from 1 upwards, pseudo-random from the content itself (FNV-1a), so that a
    /// sample of the corpus is a plain file of its format and a finding is reproduced by its file alone.
    func borders() -> [Int] {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var borders: [Int] = []
        var position = 0
        while borders.count < 64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let reach = max(2, bytes.count >> Int((state >> 60) & 7))
            position += 1 + Int((state >> 16) % UInt64(reach))
            guard position < bytes.count else { break }
            borders.append(position)
        }
        return borders
    }

    /// Calls `body` with each piece between the borders.
    func pieces(_ borders: [Int], _ body: (UnsafeRawBufferPointer) -> Void) {
        var start = 0
        for end in borders + [bytes.count] {
            body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            start = end
        }
    }
}

/// Traps with both answers where they differ.
func require(_ first: [String], equals second: [String], _ what: String) {
    let common = min(first.count, second.count)
    let index = (0..<common).first { !first[$0].utf8.elementsEqual(second[$0].utf8) } ?? common
    if index == first.count, index == second.count { return }
    func line(_ lines: [String]) -> String { index < lines.count ? lines[index] : "(nothing)" }
    fatalError("\(what) differ at \(index) of \(first.count)/\(second.count): \(line(first)) | \(line(second))")
}
