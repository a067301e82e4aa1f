import AccessModel
import LogInput
import LogParsing

/// Which parser reads which format.
enum ParserChoice {
    /// The parser for what `reader` recognised, nil where the format is not read.
    /// - Parameter comparing: event logs are read by both of their readers.
    static func parser(for reader: InputReader, path: String, comparing: Bool = false) -> (any LogParser)? {
        let context = ParserContext(
            encoding: reader.encoding, byteOrderMarkLength: reader.byteOrderMarkLength,
            siteFolder: WebServerName.siteFolder(path: path))
        switch reader.format {
        case .eventXML where comparing: return ComparedEventParser(context: context)
        case .eventXML: return EventXMLParser(context: context)
        case .w3c, .httpErr, .windowsFirewall, .empty: return W3CParser(context: context, format: reader.format)
        case .dhcp: return DHCPParser(context: context)
        case .evtx, .ual, .centralizedBinary, .clixml, .archive, .unknown: return nil
        }
    }
}
