import AccessModel

/// An answer a kind of question accepts, and what it does to the figures.
public struct AcceptedAnswer: Sendable, Hashable {
    public var word: String
    public var effect: String
}

/// What a kind of question accepts beside its words.
public enum OpenAnswer: Sendable, Hashable {
    /// A version of the product, as the catalogue names it.
    case version
    /// A licence, as the catalogue names it.
    case licence
    /// A user or device of the directory or the logs.
    case holder
    /// A whole number from 0 to `QuestionRule.maximumCount`.
    case count

    /// How it is listed among the answers accepted.
    public var placeholder: String {
        switch self {
        case .version: "<version>"
        case .licence: "<licence>"
        case .holder: "<account or device>"
        case .count: "<number>"
        }
    }
}

/// One kind of question: what is asked, which answers it accepts, what each does, and why it is asked at all.
public struct QuestionRule: Sendable {
    public var kind: QuestionKind
    public var asks: String
    public var answers: [AcceptedAnswer]
    public var open: OpenAnswer?
    /// What an answer does that is none of the words.
    public var openEffect: String
    /// Where the rule the question rests on comes from.
    public var source: String

    /// Most people an answer can add: more is a typing error.
    public static let maximumCount = 1_000_000
    /// Longest answer, in bytes.
    public static let longestAnswer = 256

    /// The answers accepted, as they are listed.
    public var accepted: [String] { answers.map(\.word) + (open.map { [$0.placeholder] } ?? []) }

    /// The answer as the rest of the program knows it: a word in its own spelling, anything else as written. Nil where it is
    /// not accepted.
    public func canonical(_ text: String) -> String? {
        let lower = ExactText(text.scalarLowercased)
        if let word = answers.first(where: { ExactText($0.word) == lower }) { return word.word }
        guard let open, !text.isEmpty, text.utf8.count <= QuestionRule.longestAnswer else { return nil }
        if open == .count {
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(text),
                count <= QuestionRule.maximumCount
            else { return nil }
            return String(count)
        }
        return text
    }

    /// What an accepted answer does, in words.
    public func effect(of answer: String) -> String {
        answers.first { ExactText($0.word) == ExactText(answer) }?.effect ?? openEffect
    }
}

/// Every kind of question there is. This is the only such table; `docs/questions.md` shows it.
public enum QuestionRules {
    /// The row of a kind.
    public static func rule(_ kind: QuestionKind) -> QuestionRule {
        switch kind {
        case .relation: relation
        case .anonymousInside:
            QuestionRule(
                kind: kind, asks: "Who sits at the internal addresses that reached web sites without a name?",
                answers: [
                    .init(word: "covered", effect: "nothing is added: they are devices of users who are counted"),
                    .init(word: "devices", effect: "each address is counted as one more device"),
                ], open: nil, openEffect: "",
                source: "Microsoft, Windows Server FAQ: no general exemption for anonymous access from 2012 on")
        case .entitlementLine:
            QuestionRule(
                kind: kind, asks: "Which licence of the catalogue is this line of entitlements.csv?",
                answers: [.init(word: "none", effect: "the line counts for nothing")], open: .licence,
                openEffect: "the line counts as that licence", source: "headcount: catalogue of licences")
        case .licenceModel:
            QuestionRule(
                kind: kind, asks: "Is the server licensed with CALs, or by core?",
                answers: [
                    .init(word: "server+cal", effect: "whoever reaches the server needs a CAL"),
                    .init(word: "per-core", effect: "the server needs no CALs"),
                ], open: nil, openEffect: "",
                source: "Microsoft Product Terms: licence models of the product (per core, server and CAL)")
        case .serverVersion:
            QuestionRule(
                kind: kind, asks: "Which version runs on the server?", answers: [], open: .version,
                openEffect: "licences must reach that version",
                source: "Microsoft Product Terms: a CAL serves its own and earlier versions")
        case .accessGroups:
            QuestionRule(
                kind: kind, asks: "Who may reach the server, where the directory knows none of its access groups?",
                answers: [
                    .init(word: "everyone", effect: "everyone enabled is taken to have the right"),
                    .init(word: "none", effect: "only who was seen there is taken to have the right"),
                ], open: nil, openEffect: "", source: "headcount: servers.csv access_groups; AD: memberOf")
        case .remoteAdministration:
            QuestionRule(
                kind: kind, asks: "Were the remote desktop sessions on the server administration, or use of it?",
                answers: [
                    .init(word: "administration", effect: "the sessions need no RDS CALs"),
                    .init(word: "rds", effect: "whoever had a session needs an RDS CAL"),
                ], open: nil, openEffect: "",
                source: "headcount: two sessions for administration are taken to need no RDS CAL")
        case .leavers:
            QuestionRule(
                kind: kind, asks: "Does who was seen in the window and is disabled since need a licence?",
                answers: [
                    .init(word: "left", effect: "nothing is added: the licence is free for somebody else"),
                    .init(word: "counted", effect: "counted as one more user"),
                ], open: nil, openEffect: "",
                source: "Universal License Terms: reassignment after 90 days, earlier at the end of employment")
        case .machineOnly:
            QuestionRule(
                kind: kind, asks: "Does somebody sit at the device nobody was seen at?",
                answers: [
                    .init(word: "none", effect: "nothing is added"),
                    .init(word: "counted", effect: "counted as one more device"),
                ], open: nil, openEffect: "", source: "headcount: rows of machine accounts prove a device, no person")
        case .addresses:
            QuestionRule(
                kind: kind, asks: "Is the address without a name one device, or another one every day?",
                answers: [
                    .init(word: "one", effect: "counted as one device over the window"),
                    .init(word: "daily", effect: "counted as one device for each day it was seen"),
                ], open: nil, openEffect: "", source: "headcount: addresses without a name are a range")
        case .sharedAddresses:
            QuestionRule(
                kind: kind,
                asks: "How many devices without a name are behind the address that several named devices had?",
                answers: [.init(word: "none", effect: "nothing is added: the devices that are named")], open: .count,
                openEffect: "so many devices are added",
                source: "headcount: an address with several names on one day is a network, a session host or passed on")
        case .suspectedProxies:
            QuestionRule(
                kind: kind, asks: "How many devices are behind the address that looks like a proxy?",
                answers: [
                    .init(word: "none", effect: "nothing is added: devices that are counted"),
                    .init(word: "device", effect: "it is no proxy: the address counts as one device"),
                ], open: .count, openEffect: "so many devices are added",
                source: "headcount: a direct peer of many users or user agents hides its clients (docs/method.md)")
        case .disabledDevices:
            QuestionRule(
                kind: kind,
                asks: "Does the computer seen in the window, disabled or no device in the directory, count?",
                answers: [
                    .init(word: "none", effect: "nothing is added: it is gone, or no device"),
                    .init(word: "counted", effect: "counted as one more device"),
                ], open: nil, openEffect: "", source: "headcount: directory computers against evidence")
        case .unknownUsers:
            QuestionRule(
                kind: kind, asks: "How many people nobody has counted used the clients without a name?",
                answers: [.init(word: "counted", effect: "nothing is added: they are users who are counted")],
                open: .count, openEffect: "so many people are added",
                source: "Microsoft Product Terms, CALs: each access needs its user or its device licensed")
        case .sharedAccounts:
            QuestionRule(
                kind: kind, asks: "How many people use the shared account?", answers: [], open: .count,
                openEffect: "the account counts as so many people, and at least as one",
                source: "Microsoft Product Terms: a user CAL is for one person")
        case .manyDevices:
            QuestionRule(
                kind: kind, asks: "How many people use the account that was seen at many devices at once?",
                answers: [.init(word: "one", effect: "nothing is added: one person is behind it")], open: .count,
                openEffect: "the account counts as so many people, and at least as one",
                source: "Microsoft Product Terms: a user CAL is for one person")
        case .peopleBehind:
            QuestionRule(
                kind: kind, asks: "Who reaches the product through the service account that other devices use?",
                answers: [
                    .init(word: "nobody", effect: "nothing is added: a program works for itself"),
                    .init(word: "counted", effect: "nothing is added: users who are counted"),
                ], open: .count, openEffect: "so many people are added",
                source:
                    "Microsoft, multiplexing: whoever is behind hardware or software that pools connections needs a CAL"
            )
        case .noDevice:
            QuestionRule(
                kind: kind, asks: "Which device does a user without a known device sit at?",
                answers: [
                    .init(word: "counted", effect: "nothing is added: a device that is counted"),
                    .init(word: "own-device", effect: "one more device is counted"),
                ], open: nil, openEffect: "", source: "headcount: rules.choose device")
        case .licenceFlavour:
            QuestionRule(
                kind: kind, asks: "Is this line of entitlements.csv for users or for devices?",
                answers: [
                    .init(word: "user", effect: "the line counts as user CALs"),
                    .init(word: "device", effect: "the line counts as device CALs"),
                    .init(word: "none", effect: "the line counts for nothing"),
                ], open: nil, openEffect: "",
                source: "Microsoft Product Terms: a CAL is bought for users or for devices")
        case .licenceVersion:
            QuestionRule(
                kind: kind, asks: "Which version do the licences of this line of entitlements.csv count as?",
                answers: [.init(word: "none", effect: "the line counts for nothing")], open: .version,
                openEffect: "the line counts with that version",
                source: "Microsoft Product Terms, Software Assurance: the right to new versions")
        case .connectorVersion:
            QuestionRule(
                kind: kind, asks: "Which version do the External Connectors of this line count as?",
                answers: [.init(word: "none", effect: "they cover no host")], open: .version,
                openEffect: "they cover hosts up to that version",
                source: "Microsoft Product Terms, Software Assurance: the right to new versions")
        case .unassignedSeats:
            QuestionRule(
                kind: kind, asks: "How many of the seats that are assigned to nobody are in use?",
                answers: [
                    .init(word: "none", effect: "the seats cover nobody"),
                    .init(word: "all", effect: "every seat counts as a licence"),
                ], open: .count, openEffect: "so many of the seats count as licences, at most all",
                source: "Microsoft Product Terms: a user subscription licence is assigned to a user")
        case .holder:
            QuestionRule(
                kind: kind, asks: "Who holds the licence assigned to somebody neither directory nor logs know?",
                answers: [.init(word: "none", effect: "the licence covers nobody")], open: .holder,
                openEffect: "the licence is that user's or device's",
                source: "Microsoft Product Terms: a licence covers whom it is assigned to")
        case .additive:
            QuestionRule(
                kind: kind, asks: "How many users need this licence on top of the base CAL?",
                answers: [
                    .init(word: "none", effect: "nobody uses what needs it"),
                    .init(word: "all", effect: "every user of the product needs one"),
                ], open: .count, openEffect: "so many users need one",
                source: "Microsoft Product Terms: additive CALs by feature used; catalogue, licences of kind additive")
        case .mixNotProven:
            QuestionRule(
                kind: kind, asks: "Does the best mix found stand, though it is not proven that none is cheaper?",
                answers: [.init(word: "accepted", effect: "the mix found is the requirement")], open: nil,
                openEffect: "", source: "headcount: certificate of the optimum")
        }
    }

    private static let relation = QuestionRule(
        kind: .relation, asks: "Whose user is this?",
        answers: [
            .init(word: "internal", effect: "counted as the organisation's own"),
            .init(word: "external", effect: "leaves the count of users: licensed as an external user"),
            .init(word: "service", effect: "leaves the count: a program, whose users are counted elsewhere"),
            .init(word: "test", effect: "leaves the count: nobody's account"),
            .init(word: "shared", effect: "counted as the organisation's own, used by several people"),
        ], open: nil, openEffect: "", source: "Microsoft Product Terms, glossary: External Users")
}
