import AccessModel
import PositionModel

/// The suspected proxies as the evidence writes them: which client of which site is one.
struct SuspectedPeers: Sendable {
    private let peers: Set<Peer>
    private let study: Study

    private struct Peer: Hashable {
        var server: Int
        var site: ExactText
        var address: ExactText
    }

    init(_ study: Study) {
        self.study = study
        peers = Set(
            study.proxies.compactMap { proxy in
                study.serverByName[ExactText(proxy.server)].map {
                    Peer(server: $0, site: ExactText(proxy.site), address: ExactText(proxy.peer))
                }
            })
    }

    var isEmpty: Bool { peers.isEmpty }

    /// True for an address that looks like a proxy on this site.
    ///
    /// - Parameter server: index into `Identities.servers`.
    func contains(server: Int, site: ExactText, address: TextID) -> Bool {
        guard let address = IPAddress(study.evidence.text(address)) else { return false }
        return peers.contains(Peer(server: server, site: site, address: ExactText(address.text)))
    }
}
