import AccessModel

extension Simulation {
    /// Accounts and computers get another name, at the second controller, at night: nobody who shows up has logged on yet.
    ///
    /// Takes no random numbers, so that nothing else depends on it.
    mutating func renameThings() {
        let time = Instant(milliseconds: world.day(today).start.milliseconds + 3 * 3_600_000)
        let administrator = NamedAccount(
            domain: World.domain, name: "Administrator", sid: World.domainSID + "-500")
        for account in world.accounts {
            for (place, former) in account.formerNames.enumerated() where former.until == today {
                let next = place + 1 < account.formerNames.count ? account.formerNames[place + 1].name : account.name
                noteRename(former.name, next, sid: account.sid, by: administrator, at: time)
            }
        }
        for (index, device) in world.devices.enumerated() {
            for former in device.formerNames where former.until == today {
                noteRename(
                    former.name + "$", device.name + "$", sid: "\(World.domainSID)-\(world.firstDeviceRID + index)",
                    by: administrator, at: time)
            }
        }
    }

    private mutating func noteRename(
        _ old: String, _ new: String, sid: String, by administrator: NamedAccount, at time: Instant
    ) {
        let form = EventForm.renamed(old, new, domain: World.domain, sid: sid, by: administrator, logonID: 0x3_E700)
        note(Happening(time: time, ticks: 0, log: log(.dc02, "Security"), form: .event(form)))
    }
}
