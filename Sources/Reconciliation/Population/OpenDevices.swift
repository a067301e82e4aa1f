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
        /// All that are asked about, by name, and how many more each may be.
        let asked: [(name: String, more: Int)]
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
    /// Suspected proxies: how many devices are behind one cannot be told, so `more` counts the address itself alone.
    let proxies: Group
    /// Internal addresses that reached web sites without a name, where nobody has decided about them.
    private(set) var nameless = 0
    private var addedNameless = 0

    /// Devices answers add, and those of them that nobody was seen at.
    var added: Int {
        machineOnly.added + disabled.added + addresses.added + shared.added + proxies.added + addedNameless
    }
    var addedUnseen: Int { machineOnly.added + addedNameless }
    /// What all open questions together could add; of it devices nobody was seen at.
    var open: Int { machineOnly.open + disabled.open + addresses.open + shared.open + nameless }
    var openUnseen: Int { machineOnly.open + nameless }

    init(product: String, study: Study, steps: DeviceSteps, nameless: NamelessVisitors) {
        let devices = study.identities.devices
        func group(
            _ kind: QuestionKind, _ asked: [Int], beside names: [String] = [], more: (Int) -> Int,
            answered: (String, _ more: Int) -> Int
        ) -> Group {
            let id = kind.id(product: product)
            let known = asked.map { (name: devices[$0].name, more: more($0)) }
            var group = Group(kind: kind, id: id, asked: known + names.map { ($0, 1) })
            for (name, more) in group.asked {
                switch study.answers.word(id, name) {
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
        proxies = group(
            .suspectedProxies, steps.proxies,
            beside: Self.unknown(nameless.proxies, beside: steps.proxies, of: devices),
            more: { devices[$0].isAddressOnly ? 1 : 0 },
            answered: { word, more in word == "device" ? more : Int(word) ?? 0 })
        switch study.answers.word(QuestionKind.anonymousInside.id()) {
        case nil: self.nameless = nameless.addresses
        case .some(let word): addedNameless = word == "devices" ? nameless.addresses : 0
        }
    }

    /// Proxies that brought visitors without a name only: none of the devices.
    private static func unknown(_ proxies: [String], beside known: [Int], of devices: [DeviceIdentity]) -> [String] {
        let names = Set(known.map { ExactText(devices[$0].name) })
        return proxies.filter { !names.contains(ExactText($0)) }
    }
}
