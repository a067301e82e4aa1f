import AccessModel

/// A civil day on which a client held an address: by address, name, hardware and day.
extension ContributedLease: TableEntry {
    var key: EntryKey { EntryKey(first: Pair.of(address, name), second: Pair.of(hardware, day.ordered)) }

    func renumbered(_ ids: [UInt32]) -> ContributedLease {
        var lease = self
        (lease.address, lease.name) = (ids[Int(address)], ids[Int(name)])
        lease.hardware = ids[Int(hardware)]
        return lease
    }

    mutating func add(_ other: ContributedLease) {
        count &+= other.count
        firstSeen = min(firstSeen, other.firstSeen)
        lastSeen = max(lastSeen, other.lastSeen)
    }
}

/// A rename of an account: by computer, domain, old name, new name, SID and time.
extension ContributedRename: TableEntry {
    var key: EntryKey {
        EntryKey(
            first: Pair.of(computer, domain), second: Pair.of(oldName, newName), third: UInt64(sid),
            // Of the order of the signed number.
            fourth: UInt64(bitPattern: time.milliseconds) ^ (1 << 63))
    }

    func renumbered(_ ids: [UInt32]) -> ContributedRename {
        ContributedRename(
            computer: ids[Int(computer)], domain: ids[Int(domain)], oldName: ids[Int(oldName)],
            newName: ids[Int(newName)], sid: ids[Int(sid)], time: time, offset: offset)
    }

    mutating func add(_ other: ContributedRename) { offset = min(offset, other.offset) }
}

/// An identity a web query carries, once a day: by computer, server address, site, day, account, device id, address and
/// forwarded list.
extension ContributedIdentity: TableEntry {
    var key: EntryKey {
        EntryKey(
            first: Pair.of(computer, serverAddress), second: Pair.of(site, day.ordered),
            third: Pair.of(account, deviceID), fourth: Pair.of(address, forwarded))
    }

    func renumbered(_ ids: [UInt32]) -> ContributedIdentity {
        ContributedIdentity(
            computer: ids[Int(computer)], serverAddress: ids[Int(serverAddress)], site: ids[Int(site)],
            account: ids[Int(account)], deviceID: ids[Int(deviceID)], address: ids[Int(address)],
            forwarded: ids[Int(forwarded)], day: day)
    }

    mutating func add(_ other: ContributedIdentity) {}
}
