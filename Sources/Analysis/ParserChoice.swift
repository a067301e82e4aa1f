import AccessModel
import LogInput
import LogParsing
import PositionModel

/// Which parser reads which format.
enum ParserChoice {
    /// The parser for what `reader` recognised, nil where the format is not read.
    /// - Parameters:
    ///   - place: where the input counts as found; nil for where it is read from.
    ///   - comparing: event logs are read by both of their readers.
    ///   - settings: state the zone of logs whose times are local.
    static func parser(
        for reader: InputReader, at place: InputPlace? = nil, comparing: Bool = false,
        settings: OrganisationSettings = OrganisationSettings()
    ) -> (any LogParser)? {
        let context = ParserContext(
            encoding: reader.encoding, byteOrderMarkLength: reader.byteOrderMarkLength,
            siteFolder: WebServerName.siteFolder(path: (place ?? reader.place).display),
            localClock: localClock(at: place ?? reader.place, settings))
        switch reader.format {
        case .eventXML where comparing: return ComparedEventParser(context: context)
        case .eventXML: return EventXMLParser(context: context)
        case .w3c, .w3cWithoutFields, .iisNative, .ncsa, .httpErr, .windowsFirewall, .empty:
            return W3CParser(context: context, format: reader.format)
        case .exchangeProxy: return ExchangeProxyParser(context: context)
        case .dhcp: return DHCPParser(context: context)
        case .evtx, .ual, .centralizedBinary, .clixml, .archive, .unknown: return nil
        }
    }

    /// The clock of the log, where the settings state its zone.
    private static func localClock(at place: InputPlace, _ settings: OrganisationSettings) -> LocalClock? {
        CivilZone(name: settings.zone(path: place.path, member: place.member)).map { zone in
            LocalClock { zone.instants($0).lowerBound }
        }
    }

    /// Why a log cannot be read without its zone, nil where it can.
    static func missingZone(of reader: InputReader, _ settings: OrganisationSettings) -> UnreadInput? {
        guard reader.format == .iisNative, settings.zone(path: reader.place.path, member: reader.place.member).isEmpty
        else { return nil }
        return UnreadInput(
            path: reader.place.display, format: reader.format,
            reason:
                "an IIS log in the native format: its times are those of the server's own clock, and nothing says in "
                + "which zone that runs",
            remedy: "State the zone in estate.yaml (time_zones, by folder or file) and scan again with --estate.",
            isFailure: false)
    }
}
