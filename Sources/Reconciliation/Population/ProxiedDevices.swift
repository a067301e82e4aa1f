import AccessModel
import Identity

/// Which devices of the evidence are suspected proxies: how many stand behind one, no log of the site tells.
struct ProxiedDevices: Sendable {
    /// Indices into `Identities.devices`.
    let suspected: Set<Int>

    /// A client of a site, as its log shows it.
    private struct Client: Hashable {
        var server: Int
        var site: TextID
        var address: TextID
    }

    init(_ study: Study) {
        let peers = SuspectedPeers(study)
        guard !peers.isEmpty else {
            suspected = []
            return
        }
        // A site has few clients and many rows.
        var isPeer: [Client: Bool] = [:]
        var devices: Set<Int> = []
        let rows = study.evidence.rows
        let isWeb = rows.facets.map { $0.source == .web }
        for position in rows.indices where isWeb[rows.facet(of: position)] {
            let (row, resolved) = (rows[position], study.identities.rows[position])
            guard let device = resolved.device else { continue }
            let client = Client(server: resolved.server, site: row.site, address: row.clientAddress)
            let isOne =
                isPeer[client]
                ?? peers.contains(
                    server: client.server, site: study.evidence.texts[Int(client.site)], address: client.address)
            isPeer[client] = isOne
            if isOne { devices.insert(device) }
        }
        suspected = devices
    }
}
