import AccessModel
import GRDB

/// What many rows have in common, with its texts still as ids of the store.
struct RowFacet {
    /// As stored: tells web lines from events.
    var isWeb: Bool
    var source: EvidenceSource
    var eventID: UInt32
    /// The channel's text, and the channel it names.
    var channelText: TextID
    var channel: Channel
    var logonType: UInt32
    var outcome: Outcome
    var serverAddress: TextID
    var site: TextID
    var productHint: TextID
}

/// The table `facet`, in memory: rows name theirs by its place here.
struct RowFacets {
    private(set) var all: [RowFacet] = []
    private var places: [Int64: UInt32] = [:]

    init(_ database: Database) throws {
        let query = try RowStatement(
            database,
            """
            SELECT id, source, event_id, channel, logon_type, outcome, server_address, site, product_hint FROM facet
            """)
        let texts = try TextTable(database)
        var channels: [TextID: Channel] = [:]
        while try query.step() {
            let text = try query.textID(3)
            if channels[text] == nil { channels[text] = Channel(name: try texts.text(of: Int64(text))) }
            let source = try query.anyInteger(1)
            places[try query.anyInteger(0)] = UInt32(all.count)
            all.append(
                RowFacet(
                    isWeb: source == EvidenceSource.web.storedCode, source: EvidenceSource(storedCode: source),
                    eventID: try query.number32(2), channelText: text, channel: channels[text] ?? .otherLogon,
                    logonType: try query.number32(4), outcome: Outcome(storedCode: try query.anyInteger(5)),
                    serverAddress: try query.textID(6), site: try query.textID(7), productHint: try query.textID(8)))
        }
    }

    /// Place of a facet by its id; nil where there is none: its rows are in no view either.
    func place(of id: Int64) -> UInt32? { places[id] }
}
