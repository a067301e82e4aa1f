public import AccessModel
public import Identity
import Licensing
public import PositionModel

extension Reconciler {
    /// Who used which product on which server and day: the evidenced users and devices of every product that needs licences.
    ///
    /// In the order of products, servers, days, users and devices.
    public func usage(evidence: Evidence, identities: Identities, estate: Estate) -> [UsageRow] {
        let study = Study(
            catalogue: catalogue, evidence: evidence, identities: identities, estate: estate, unread: [],
            proxies: SuspectedProxy.suspected(evidence: evidence, identities: identities, estate: estate))
        var remarks = Remarks(study.answers)
        let served = ServedProducts(study, remarks: &remarks)
        let requirements = requirements(study, served: served, remarks: &remarks)
        return UsageCount(study, walk: AccessWalk(study, served: served), requirements: requirements).rows()
    }

    private func requirements(
        _ study: Study, served: ServedProducts, remarks: inout Remarks
    ) -> [ProductRequirement] {
        let accesses = AccessByProduct(study, served: served)
        let classes = AccountClasses(study)
        let nameless = NamelessVisitors(OutsideAccess(study, classes: classes), study: study)
        let devices = DeviceFacts(study, skipped: Set(study.estate.settings.disabledRules))
        let groups = AccessGroups(study.estate.directory)
        let behind = MultiplexedUsers(study)
        return served.products(catalogue).compactMap { product in
            ProductRequirement(
                product: product, study: study, served: served, accesses: accesses, classes: classes,
                devices: devices, groups: groups, behind: behind,
                nameless: product.id == ExternalLicensing.product ? nameless : NamelessVisitors(), remarks: &remarks)
        }
    }
}

/// Adds up the rows of users and devices that are evidenced.
private struct UsageCount {
    private struct Key: Hashable {
        var place: Int
        var entry: Int
        var day: Day
        /// -1 for none.
        var user: Int
        var device: Int
    }

    let study: Study
    let walk: AccessWalk
    /// By place among the walk's targets; nil for what the position does not count.
    private let seen: [(requirement: ProductRequirement, users: NumberSet, devices: NumberSet)?]

    init(_ study: Study, walk: AccessWalk, requirements: [ProductRequirement]) {
        self.study = study
        self.walk = walk
        seen = walk.targets.map { target in
            guard let requirement = requirements.first(where: { ExactText($0.product.id) == target.product }),
                requirement.countsUndetermined == target.isUndetermined
            else { return nil }
            var (users, devices) = (NumberSet(), NumberSet())
            for user in requirement.population.evidencedUsers { users.insert(user) }
            for device in requirement.population.evidencedDevices { devices.insert(device) }
            return (requirement, users, devices)
        }
    }

    func rows() -> [UsageRow] {
        var counts: [Key: UInt64] = [:]
        let rows = study.evidence.rows
        walk.forEach(study) { position, resolved, isSession in
            for slot in walk.slots[resolved.server] where isSession || !slot.isForSessions {
                guard let seen = seen[slot.place] else { continue }
                let user = resolved.user.flatMap { seen.users.contains($0) ? $0 : nil } ?? -1
                let device = resolved.device.flatMap { seen.devices.contains($0) ? $0 : nil } ?? -1
                if user < 0, device < 0 { continue }
                // A device that only machine accounts show is no evidence of use.
                if user < 0, let account = resolved.account, !study.identities.accounts[account].principalRule.isEmpty {
                    continue
                }
                let key = Key(
                    place: slot.place, entry: slot.entry, day: rows.day(of: position), user: user, device: device)
                counts[key] = (counts[key] ?? 0).addedClamped(rows[position].count)
            }
        }
        return counts.map(row).map { ($0, order($0)) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }

    private func order(_ row: UsageRow) -> [ExactText] {
        [row.product, row.server, row.day, row.user, row.device, row.deviceDomain, row.address].map { ExactText($0) }
    }

    private func row(_ key: Key, _ count: UInt64) -> UsageRow {
        let entry = study.estate.servers[key.entry]
        let product = seen[key.place]?.requirement.product
        let device = key.device < 0 ? nil : study.identities.devices[key.device]
        let name = device.map { $0.isAddressOnly ? "" : $0.name.firstLabel } ?? ""
        return UsageRow(
            server: entry.server, product: product?.id ?? "", productName: product?.name ?? "",
            version: product?.version(named: entry.version)?.id ?? entry.version, edition: entry.edition,
            user: key.user < 0 ? "" : account(ofUser: key.user), device: name,
            deviceDomain: device.map { domain(of: $0) } ?? "",
            address: device.map { $0.isAddressOnly ? $0.name : "" } ?? "", day: key.day.text, count: count)
    }

    /// The account a user is known by: that of the directory, else of the logs, `DOMAIN\\name`.
    private func account(ofUser user: Int) -> String {
        let identity = study.identities.users[user]
        if let index = identity.directoryAccounts.first {
            let account = study.estate.directory.accounts[index]
            if !account.domain.isEmpty, !account.name.isEmpty { return account.domain + "\\" + account.name }
        }
        let known = identity.accounts.lazy.map { study.identities.accounts[$0] }.first {
            !$0.domain.isEmpty && !$0.name.isEmpty
        }
        return known.map { $0.domain + "\\" + $0.name } ?? identity.name
    }

    private func domain(of device: DeviceIdentity) -> String {
        if let index = device.directoryIndex { return study.estate.directory.computers[index].domain }
        guard !device.isAddressOnly, let dot = device.name.utf8.firstIndex(of: UInt8(ascii: ".")) else { return "" }
        return String(device.name[device.name.index(after: dot)...])
    }
}
