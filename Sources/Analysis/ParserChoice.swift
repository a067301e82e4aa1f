import AccessModel
import LogInput
import LogParsing

/// Which parser reads which format.
enum ParserChoice {
    /// The parser for what `reader` recognised, nil where the format is not read.
    static func parser(for reader: InputReader, path: String) -> (any LogParser)? {
        let context = ParserContext(
            encoding: reader.encoding, byteOrderMarkLength: reader.byteOrderMarkLength,
            siteFolder: WebServerName.siteFolder(path: path))
        switch reader.format {
        case .eventXML: return EventXMLParser(context: context)
        case .w3c, .httpErr, .windowsFirewall, .empty: return W3CParser(context: context, format: reader.format)
        case .evtx, .ual, .centralizedBinary, .clixml, .archive, .unknown: return nil
        }
    }
}
