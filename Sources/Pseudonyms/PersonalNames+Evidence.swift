public import AccessModel

extension PersonalNames {
    /// Adds the names a store holds.
    public mutating func add(_ evidence: Evidence) {
        // Each text once, however many rows name it.
        var uses = [Uses](repeating: [], count: evidence.texts.count)
        func use(_ text: TextID, _ what: Uses) { uses[Int(text)].insert(what) }
        for row in evidence.rows {
            use(row.server, .server)
            use(row.accountDomain, .domain)
            use(row.accountName, .account)
            use(row.accountSID, .sid)
            use(row.clientAddress, .address)
            use(row.clientName, .device)
            use(row.site, .phrase)
        }
        for visit in evidence.visits {
            use(visit.server, .server)
            use(visit.site, .phrase)
            use(visit.clientAddress, .address)
        }
        for day in evidence.coverage { use(day.server, .server) }
        for log in evidence.eventLogs { use(log.server, .server) }
        for peer in evidence.peers { use(peer.peer, .address) }
        for sign in evidence.earlierSigns {
            use(sign.accountDomain, .domain)
            use(sign.accountName, .account)
            use(sign.accountSID, .sid)
        }
        for lease in evidence.leases {
            use(lease.address, .address)
            use(lease.name, .device)
            use(lease.hardware, .hardware)
        }
        for rename in evidence.renames {
            use(rename.computer, .server)
            use(rename.domain, .domain)
            use(rename.oldName, .account)
            use(rename.newName, .account)
            use(rename.sid, .sid)
        }
        for device in evidence.webDevices {
            use(device.server, .server)
            use(device.clientAddress, .address)
            use(device.account, .account)
            use(device.deviceID, .hardware)
        }
        for (number, uses) in uses.enumerated() where !uses.isEmpty {
            let text = evidence.texts[number].string
            guard !text.isEmpty else { continue }
            if uses.contains(.account) { add(account: text) }
            if uses.contains(.sid) { add(sid: text) }
            if uses.contains(.device) { add(device: text) }
            if uses.contains(.address) { add(address: text) }
            if uses.contains(.hardware) { add(text, .hardware) }
            if uses.contains(.server) { keep(reached: text) }
            if uses.contains(.domain) { keep(recordedDomain: text) }
            if uses.contains(.phrase) { keep(phrase: text) }
        }
        add(evidence.settings)
    }

    /// Adds the machines the networks' settings name.
    mutating func add(_ settings: OrganisationSettings) {
        for proxy in settings.trustedProxies { add(address: proxy) }
        for folder in settings.webFolders { keep(reached: folder.server) }
    }

    /// What a text of the evidence is used for.
    private struct Uses: OptionSet {
        let rawValue: UInt8
        static let server = Uses(rawValue: 1)
        static let domain = Uses(rawValue: 2)
        static let account = Uses(rawValue: 4)
        static let sid = Uses(rawValue: 8)
        static let address = Uses(rawValue: 16)
        static let device = Uses(rawValue: 32)
        static let hardware = Uses(rawValue: 64)
        static let phrase = Uses(rawValue: 128)
    }
}
