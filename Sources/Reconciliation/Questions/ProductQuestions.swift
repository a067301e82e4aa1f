import AccessModel
import Identity
import Licensing
import PositionModel

/// What stays open about one product's users, devices and licence model.
struct ProductQuestions: Sendable {
    private let requirement: ProductRequirement
    private let study: Study
    private var product: Catalogue.Product { requirement.product }

    /// Names an evidence text lists.
    private static let listed = 20

    init(_ requirement: ProductRequirement, study: Study) {
        self.requirement = requirement
        self.study = study
    }

    // MARK: Users

    func askUsers(_ cover: AccessCover, remarks: inout Remarks) {
        askLeavers(&remarks)
        askUnknownUsers(cover, &remarks)
        askSharedAccounts(cover, &remarks)
        askManyDevices(&remarks)
        askPeopleBehind(&remarks)
        if requirement.choice == .device { askNoDevice(cover, &remarks) }
    }

    private func askLeavers(_ remarks: inout Remarks) {
        let id = QuestionKind.leavers.id(product: product.id)
        let names = remarks.open(
            .leavers, id, product: product.id, of: requirement.population.leaversSeen.map(study.name(ofUser:)),
            name: { $0 })
        remarks.ask(
            AskedQuestion(
                kind: .leavers, id: id, product: product.id, subjects: names.map { subject($0, users: 1) },
                statement: "\(names.count) users were seen in the window and are disabled since.",
                effect: "low 0, high \(names.count) users", evidence: list(names), proposed: "left",
                why: "what the figures take for granted: the account is disabled, so its licence is free again"))
    }

    private func askUnknownUsers(_ cover: AccessCover, _ remarks: inout Remarks) {
        guard cover.uncoverable > 0 else { return }
        let id = QuestionKind.unknownUsers.id(product: product.id)
        if remarks.answer(.unknownUsers, id, product: product.id) != nil { return }
        let effect = QuestionEffect(
            product: product.id, flavour: "user", unit: "users", high: nil,
            reason: "how many people the logs do not name cannot be told from them")
        remarks.ask(
            AskedQuestion(
                kind: .unknownUsers, id: id, product: product.id, subjects: [.init(name: "", effects: [effect])],
                statement:
                    "\(cover.uncoverable) clients that may not hold a device CAL were used by somebody the logs do not name.",
                effect: "low 0, high not determinable", evidence: "rows without an account", proposed: "counted",
                why: "what the figures take for granted: they are among the users who are counted"))
    }

    private func askSharedAccounts(_ cover: AccessCover, _ remarks: inout Remarks) {
        let id = QuestionKind.sharedAccounts.id(product: product.id)
        let names = remarks.open(
            .sharedAccounts, id, product: product.id, of: cover.sharedWithoutDevice.map(study.name(ofUser:)),
            name: { $0 })
        let effect = QuestionEffect(
            product: product.id, flavour: "user", unit: "users", high: nil,
            reason: "how many people share the account is not known")
        remarks.ask(
            AskedQuestion(
                kind: .sharedAccounts, id: id, product: product.id,
                subjects: names.map { .init(name: $0, effects: [effect]) },
                statement:
                    "\(names.count) accounts shared by several people were not seen on a device that could hold a CAL.",
                effect: "low \(names.count), high the number of people behind them",
                evidence: "estate.yaml accounts.shared", proposed: "1",
                why: "what the figures take for granted, and the least there can be"))
    }

    private func askManyDevices(_ remarks: inout Remarks) {
        let id = QuestionKind.manyDevices.id(product: product.id)
        let open = remarks.open(
            .manyDevices, id, product: product.id, of: requirement.behind.atManyDevices,
            name: { study.name(ofUser: $0.user) })
        let more = open.reduce(0) { $0 + $1.devices - 1 }
        remarks.ask(
            AskedQuestion(
                kind: .manyDevices, id: id, product: product.id,
                subjects: open.map { account in
                    .init(
                        name: study.name(ofUser: account.user),
                        effects: [
                            QuestionEffect(
                                product: product.id, flavour: "user", unit: "users", high: account.devices - 1)
                        ], why: "at \(account.devices) devices on one day")
                },
                statement: "\(open.count) accounts were seen at many devices at once: several people may share them.",
                effect: "low 0, high \(more) users, one for each device of the busiest day",
                evidence: list(open.map { study.name(ofUser: $0.user) }), proposed: "one",
                why: "what the figures take for granted, and the least there can be"))
    }

    private func askPeopleBehind(_ remarks: inout Remarks) {
        let id = QuestionKind.peopleBehind.id(product: product.id)
        let names = remarks.open(
            .peopleBehind, id, product: product.id, of: requirement.behind.services.map(study.name(ofUser:)),
            name: { $0 })
        let effect = QuestionEffect(
            product: product.id, flavour: "user", unit: "users", high: nil,
            reason: "who uses what works through the account is in no log of this server")
        remarks.ask(
            AskedQuestion(
                kind: .peopleBehind, id: id, product: product.id,
                subjects: names.map { .init(name: $0, effects: [effect]) },
                statement:
                    "\(names.count) service accounts reached the product from other devices, and nobody has declared who is behind them.",
                effect: "low 0, high not determinable: everybody who uses what works through them",
                evidence: list(names), proposed: "counted",
                why: "what the figures take for granted: estate.yaml multiplexers names no population for it"))
    }

    private func askNoDevice(_ cover: AccessCover, _ remarks: inout Remarks) {
        let id = QuestionKind.noDevice.id(product: product.id)
        let names = remarks.open(
            .noDevice, id, product: product.id, of: cover.forcedUsers.map { study.name(ofUser: cover.users[$0]) },
            name: { $0 })
        remarks.ask(
            AskedQuestion(
                kind: .noDevice, id: id, product: product.id, subjects: names.map { subject($0, devices: 1) },
                statement:
                    "\(names.count) users have no device that may hold a CAL; device CALs leave them uncovered.",
                effect: "low 0, high \(names.count) user CALs", evidence: cover.noAllDevice, proposed: "counted",
                why: "what the figures take for granted: whoever is counted sits at a device that is counted"))
    }

    // MARK: Devices

    func askDevices(remarks: inout Remarks) {
        let devices = requirement.population.openDevices
        ask(
            devices.machineOnly, proposed: "none", evidence: "rows of machine accounts",
            why: "what the figures take for granted: no account of a person was seen there", &remarks
        ) { count, _ in
            (
                "\(count) devices are known from machine accounts only: nobody was seen at them.",
                "low 0, high \(count) devices"
            )
        }
        ask(
            devices.addresses, proposed: "one", evidence: "rows with an address and no name",
            why: "what the figures take for granted, and the least there can be", &remarks
        ) { _, more in
            (
                "Some clients are known by an address only, which may be one device or another one every day.",
                "low 0, high \(more) more devices"
            )
        }
        ask(
            devices.shared, proposed: "none", evidence: "rows with an address that several names had that day",
            why: "what the figures take for granted: whoever gave no name there is one of those who did", &remarks
        ) { count, more in
            (
                "\(count) addresses were had by several named devices on the same day (NAT, VPN, a session host): no devices.",
                "low 0, high \(more) devices"
            )
        }
        askProxies(&remarks)
        ask(
            devices.disabled, proposed: "none", evidence: "directory computers and evidence",
            why: "what the figures take for granted: the directory no longer has it as a device", &remarks
        ) { count, _ in
            (
                "\(count) computers were seen in the window and are disabled, or no devices, in the directory.",
                "low 0, high \(count) devices"
            )
        }
    }

    private func askProxies(_ remarks: inout Remarks) {
        let group = requirement.population.openDevices.proxies
        let names = remarks.open(
            group.kind, group.id, product: product.id, of: group.asked.map(\.name), name: { $0 })
        let effect = QuestionEffect(
            product: product.id, flavour: "device", unit: "devices", high: nil,
            reason: "how many devices are behind a suspected proxy is in no log of the site")
        remarks.ask(
            AskedQuestion(
                kind: group.kind, id: group.id, product: product.id,
                subjects: names.map { .init(name: $0, effects: [effect]) },
                statement:
                    "\(names.count) clients look like proxies: devices behind them are not in the log of the site.",
                effect: "low 0, high not determinable",
                evidence: list(names), proposed: "none",
                why:
                    "what the figures take for granted: whoever came through it sits at a device that is counted; better, name it in "
                    + "networks.trusted_proxies of estate.yaml and log its forwarding header"))
    }

    private func ask(
        _ group: OpenDevices.Group, proposed: String, evidence: String, why: String, _ remarks: inout Remarks,
        words: (_ count: Int, _ more: Int) -> (statement: String, effect: String)
    ) {
        let open = remarks.open(
            group.kind, group.id, product: product.id, of: group.asked, name: { $0.name })
        let words = words(open.count, open.reduce(0) { $0 + $1.more })
        remarks.ask(
            AskedQuestion(
                kind: group.kind, id: group.id, product: product.id,
                subjects: open.map { subject($0.name, devices: $0.more) }, statement: words.statement,
                effect: words.effect, evidence: evidence, proposed: proposed, why: why))
    }

    // MARK: The licence model

    /// Servers of unknown licence model, priced both ways.
    /// - Parameter extra: users who are counted only if these servers need CALs.
    func askModel(extra: Int, prices: PriceList, remarks: inout Remarks) {
        let cost = prices.cost(requirement.licence, .user, count: extra).map {
            " (\($0.text) \(study.estate.settings.currency) as user CALs)"
        }
        remarks.ask(
            AskedQuestion(
                kind: .licenceModel, id: QuestionKind.licenceModel.id(product: product.id), product: product.id,
                subjects: requirement.undeterminedServers.map { subject($0, users: extra) },
                statement:
                    "Some servers of \(product.name) do not say whether they are licensed with CALs or by core.",
                effect: "by core: 0 users (0.00); with CALs: \(extra) users\(cost ?? "")",
                evidence: "servers.csv licence_model", proposed: "server+cal",
                why: "the more careful answer: the contract or the order says which"))
    }

    // MARK: Words

    private func subject(_ name: String, users: Int = 0, devices: Int = 0) -> AskedQuestion.Subject {
        let effect =
            devices > 0
            ? QuestionEffect(product: product.id, flavour: "device", unit: "devices", high: devices)
            : QuestionEffect(product: product.id, flavour: "user", unit: "users", high: users)
        return AskedQuestion.Subject(name: name, effects: [effect])
    }

    private func list(_ names: [String]) -> String { names.prefix(Self.listed).joined(separator: ", ") }
}
