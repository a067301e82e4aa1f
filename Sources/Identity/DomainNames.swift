import AccessModel

/// NetBIOS and DNS names of one domain, equated with their proof.
struct DomainNames {
    private var canonical: [ExactText: ExactText] = [:]
    private(set) var conflicts: [String] = []
    /// Proof by NetBIOS name.
    private var proofs: [ExactText: String] = [:]

    /// - Parameters:
    ///   - declared: `organisation.domains`, lower-case.
    ///   - sightings: domains each account SID was seen under.
    ///   - ofDirectory: DNS domains of the directory's accounts. Where nothing is declared and there is exactly one, its
    ///     first label is taken for its NetBIOS name, as `dcpromo` proposes it.
    ///   - machines: NetBIOS names of machines, whose local accounts have them as domain; equated with nothing.
    init(
        declared: [String], ofDirectory: Set<ExactText> = [], sightings: [ExactText: Set<ExactText>],
        machines: Set<ExactText>
    ) {
        var byDeclaration = DomainNames.declaredPairs(declared)
        let full = ofDirectory.filter(DomainNames.isDNS)
        if declared.isEmpty, full.count == 1, let domain = full.first {
            byDeclaration[ExactText(MachineName.host(domain.string))] = [
                domain: "it is the first label of the directory's only domain, and nothing is declared"
            ]
        }
        var bySID: [ExactText: [ExactText: String]] = [:]
        for sid in sightings.keys.sorted() {
            guard let domains = sightings[sid], domains.count > 1 else { continue }
            let sorted = domains.sorted()
            for short in sorted where !DomainNames.isDNS(short) && !short.isEmpty && !machines.contains(short) {
                for full in sorted where DomainNames.isDNS(full) && bySID[short]?[full] == nil {
                    bySID[short, default: [:]][full] = "\(sid) was seen under both"
                }
            }
        }
        for machine in machines { byDeclaration[machine] = nil }
        for short in Set(byDeclaration.keys).union(bySID.keys).sorted() {
            let candidates = byDeclaration[short] ?? bySID[short] ?? [:]
            let names = candidates.keys.sorted()
            if names.count == 1 {
                canonical[short] = names[0]
                proofs[short] = candidates[names[0]]
            } else {
                conflicts.append(
                    "domain \(short) may be any of \(names.map(\.string).joined(separator: ", ")): left apart")
            }
        }
    }

    /// The DNS name where it is known, else the name itself.
    func canonical(_ domain: String) -> ExactText { canonical[ExactText(domain)] ?? ExactText(domain) }

    /// Why two domain names are one: empty where they are the same text.
    func proof(_ domains: Set<ExactText>) -> String {
        domains.sorted().compactMap { domain in
            proofs[domain].map { "\(domain) is \(canonical[domain] ?? domain): \($0)" }
        }.joined(separator: "; ")
    }

    static func isDNS(_ domain: ExactText) -> Bool { domain.string.utf8.contains(UInt8(ascii: ".")) }

    private static func declaredPairs(_ declared: [String]) -> [ExactText: [ExactText: String]] {
        let names = declared.map(ExactText.init(_:))
        let short = names.filter { !isDNS($0) && !$0.isEmpty }
        let full = names.filter(isDNS)
        var pairs: [ExactText: [ExactText: String]] = [:]
        if Set(short).count == 1, Set(full).count == 1 {
            pairs[short[0]] = [full[0]: "the only two names in organisation.domains"]
            return pairs
        }
        for name in short {
            for other in full where ExactText(MachineName.host(other.string)) == name {
                pairs[name, default: [:]][other] = "organisation.domains lists both"
            }
        }
        return pairs
    }
}
