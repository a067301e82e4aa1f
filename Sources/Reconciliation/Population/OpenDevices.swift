import AccessModel
import Identity
import PositionModel

/// Devices of a product that may be more or fewer than counted: which of them are open, and what answers of the decision
/// register say of the others.
struct OpenDevices: Sendable {
    /// Devices of one kind of question.
    struct Group: Sendable {
        let kind: QuestionKind
        let id: String
        /// All that are asked about: indices into `Identities.devices`, and how many more each may be.
        let asked: [(device: Int, more: Int)]
        /// How many more those may be that nobody has decided.
        fileprivate(set) var open = 0
        /// How many more answers say there are.
        fileprivate(set) var added = 0
    }
    let machineOnly: Group
    let disabled: Group
    /// Known by an address only: each may be another device every day.
    let addresses: Group
    /// Addresses several named devices had: a network, a session host, or one device after the other.
    let shared: Group
    /// Internal addresses that reached web sites without a name, where nobody has decided about them.
    private(set) var nameless = 0
    private var addedNameless = 0

    /// Devices answers add, and those of them that nobody was seen at.
    var added: Int { machineOnly.added + disabled.added + addresses.added + shared.added + addedNameless }
    var addedUnseen: Int { machineOnly.added + addedNameless }
    /// What all open questions together could add; of it devices nobody was seen at.
    var open: Int { machineOnly.open + disabled.open + addresses.open + shared.open + nameless }
    var openUnseen: Int { machineOnly.open + nameless }

    init(product: String, study: Study, steps: DeviceSteps, nameless: Int) {
        let devices = study.identities.devices
        func group(
            _ kind: QuestionKind, _ asked: [Int], more: (Int) -> Int, answered: (String, _ more: Int) -> Int
        ) -> Group {
            let id = kind.id(product: product)
            var group = Group(kind: kind, id: id, asked: asked.map { ($0, more($0)) })
            for (device, more) in group.asked {
                switch study.answers.word(id, devices[device].name) {
                case nil: group.open += more
                case .some(let word): group.added += answered(word, more)
                }
            }
            return group
        }
        func all(_ counts: String) -> (String, Int) -> Int { { word, more in word == counts ? more : 0 } }
        machineOnly = group(.machineOnly, steps.machineOnly, more: { _ in 1 }, answered: all("counted"))
        disabled = group(.disabledDevices, steps.disabledSince, more: { _ in 1 }, answered: all("counted"))
        addresses = group(
            .addresses, steps.addresses, more: { devices[$0].days - 1 }, answered: all("daily"))
        shared = group(
            .sharedAddresses, steps.shared, more: { devices[$0].days },
            answered: { word, _ in Int(word) ?? 0 })
        switch study.answers.word(QuestionKind.anonymousInside.id()) {
        case nil: self.nameless = nameless
        case .some(let word): addedNameless = word == "devices" ? nameless : 0
        }
    }
}
