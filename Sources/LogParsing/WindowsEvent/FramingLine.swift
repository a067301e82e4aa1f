/// The lines of plain text that exporters and viewers put between records (`docs/formats.md`).
enum FramingLine {
    /// `Record 39885` (evtx_dump) or `evtxexport 20181227` (libevtx).
    case exporter
    /// `-` before an element, as a viewer copies it.
    case collapseMarker

    /// Nil for any other text. White space at the end does not count.
    init?(_ line: ArraySlice<UInt8>) {
        let words = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        if words.count == 1, words[0].elementsEqual("-".utf8) {
            self = .collapseMarker
        } else if words.count == 2, words[1].allSatisfy({ (0x30...0x39).contains($0) }),
            words[0].elementsEqual("Record".utf8)
                || words[0].elementsEqual("evtxexport".utf8) && words[1].count == 8
        {
            self = .exporter
        } else {
            return nil
        }
    }
}
