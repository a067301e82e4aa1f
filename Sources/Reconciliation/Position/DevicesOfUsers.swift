import Identity

extension ProductRequirement {
    /// Devices of the evidence whose every known user is among `users`, that nobody unknown used: they are the organisation's only as far as those
    /// users are.
    private func devices(onlyOf users: Set<Int>) -> Set<Int> {
        var only: Set<Int> = []
        var others: Set<Int> = []
        for edge in access.edges {
            if users.contains(edge.user) { only.insert(edge.device) } else { others.insert(edge.device) }
        }
        return only.subtracting(others).subtracting(access.devicesWithoutUser).intersection(
            population.evidencedDevices)
    }

    /// Evidenced devices that stay if all `users` turn out to be somebody else's.
    func certainDevices(without users: Set<Int>) -> Int {
        if users.isEmpty { return population.evidencedDevices.count }
        return population.evidencedDevices.count - devices(onlyOf: users).count
    }

    /// Devices that leave the count with each of `users`, at most; computers of the directory stay in it.
    func devicesOnly(of users: Set<Int>, study: Study) -> [Int: Int] {
        if users.isEmpty { return [:] }
        let known = study.identities.devices
        let leaving = devices(onlyOf: users).filter { known[$0].directoryIndex == nil }
        return access.edges.reduce(into: [:]) { counts, edge in
            if users.contains(edge.user), leaving.contains(edge.device) { counts[edge.user, default: 0] += 1 }
        }
    }
}
