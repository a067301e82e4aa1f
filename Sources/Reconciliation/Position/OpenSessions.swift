import Identity

/// Who and what is not counted for remote desktop services and would be, at most, if sessions nobody has decided about were use of
/// them.
struct OpenSessions: Sendable {
    var users = 0
    var devices = 0

    /// No sessions.
    init() {}

    /// - Parameters:
    ///   - users: with such sessions; indices into `Identities.users`.
    ///   - sessionDevices: they were held from; indices into `Identities.devices`.
    ///   - population: of the product, as it is before one that needs no CAL is emptied; nil where no server has it.
    ///   - isNeeded: false where no server needs a CAL of the product so far.
    init(
        users: Set<Int>, devices sessionDevices: Set<Int>, population: Population?, isNeeded: Bool, facts: DeviceFacts,
        study: Study
    ) {
        if users.isEmpty { return }
        let known = study.identities.devices
        let more = sessionDevices.subtracting(population?.evidencedDevices ?? []).reduce(0) { sum, index in
            let device = known[index]
            // A computer the directory counts is in the defended figure, whether it was seen or not.
            let isCounted = device.directoryIndex.map { facts.computers[$0] == nil } ?? false
            if facts.isServer[index] || isCounted { return sum }
            return sum + (device.isAddressOnly ? max(1, device.days) : 1)
        }
        guard isNeeded else {
            self.users = users.count
            devices = (population?.defendedDevices ?? facts.counted) + more
            return
        }
        self.users = users.subtracting(population?.users ?? []).count
        devices = more
    }
}
