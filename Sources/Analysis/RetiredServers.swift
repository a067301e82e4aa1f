import AccessModel
import Identity
import PositionModel

/// Servers that `whatif` takes away: nobody reaches them any more, from inside or outside.
struct RetiredServers: Sendable {
    private let entries: Set<Int>

    /// - Parameters:
    ///   - estate: before the changes.
    ///   - names: servers as the changes name them.
    init(_ estate: Estate, names: [String]) {
        entries = Set(
            estate.servers.indices.filter { index in
                names.contains { WhatIf.isNamed(estate.servers[index], $0) }
            })
    }

    /// Evidence without access to them. Who used nothing else is alive all the same.
    ///
    /// - Parameters:
    ///   - identities: who and what is in the evidence, with the estate before the changes.
    ///   - days: of the evidence: the window stays what it was, though its first or last days may have had nothing else.
    func leave(_ evidence: Evidence, identities: Identities, days: ClosedRange<Day>?) -> Evidence {
        if entries.isEmpty { return evidence }
        let isGone = identities.servers.map { !entries.isDisjoint(with: $0.entries) }
        guard isGone.contains(true) else { return evidence }
        var left = evidence
        var signs: [[TextID]: Day] = [:]
        left.rows = EvidenceRows(
            evidence.rows.indices.lazy.filter { position in
                guard isGone[identities.rows[position].server] else { return true }
                let account = evidence.rows.accounts[evidence.rows.account(of: position)]
                let isSuccess = evidence.rows.facets[evidence.rows.facet(of: position)].outcome == .success
                guard isSuccess, account.isNamed else { return false }
                let key = [account.domain, account.name, account.sid]
                signs[key] = max(signs[key] ?? Day(number: Int32.min), evidence.rows.day(of: position))
                return false
            }.map { evidence.rows[$0] })
        let texts = Set(zip(identities.servers, isGone).filter(\.1).flatMap { $0.0.names }.map { ExactText($0) })
        let gone = evidence.texts.map { texts.contains(ExactText($0.string.scalarLowercased)) }
        left.visits.removeAll { gone[Int($0.server)] }
        left.webDevices.removeAll { gone[Int($0.server)] }
        left.peers.removeAll { gone[Int($0.server)] }
        left.labelledClients?.removeAll { gone[Int($0.server)] }
        left.earlierSigns += signs.map { key, day in
            EarlierSign(accountDomain: key[0], accountName: key[1], accountSID: key[2], lastDay: day)
        }
        left.earlierSigns.sort { a, b in
            (a.accountDomain, a.accountName, a.accountSID, a.lastDay)
                < (b.accountDomain, b.accountName, b.accountSID, b.lastDay)
        }
        left.window = evidence.window ?? days
        return left
    }
}
