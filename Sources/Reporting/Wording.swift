import PositionModel

/// The words shown for the ids of a position: one table for HTML and terminal.
enum Wording {
    /// The counting inputs of the auditor's view.
    static func countingInput(_ id: String) -> String {
        switch id {
        case "directory-accounts": "Directory accounts"
        case "service-accounts": "Service accounts"
        case "shared-devices": "Shared devices"
        case "external-users": "External users"
        default: id
        }
    }

    /// What a flavour counts, in the plural.
    static func counted(_ flavour: String) -> String {
        switch flavour {
        case "user": "users"
        case "device": "devices"
        case "server": "servers"
        default: "users and devices"
        }
    }

    /// Name of a row of `products`.
    static func flavour(_ id: String) -> String {
        switch id {
        case "user": "User CALs"
        case "device": "Device CALs"
        case "server": "External Connectors"
        case "total": "User and device CALs"
        default: id
        }
    }

    static func verdict(_ verdict: ExternalExposure.Verdict) -> String {
        switch verdict {
        case .gap: "gap"
        case .covered: "covered"
        case .waste: "waste"
        case .exempt: "exempt"
        case .notDeterminable: "not determinable"
        case .none: "none"
        }
    }

    /// Whether a server is exposed: a `false` with a reason is none that was told.
    static func exposed(_ exposure: ExternalExposure) -> String {
        if exposure.exposed { return "yes" }
        return exposure.reasons.contains { $0.key == "exposed" } ? "not determinable" : "no"
    }

    static func choice(_ id: String) -> String {
        switch id {
        case "external-connector": "External Connector"
        case "cals": "CALs"
        case "none": "none"
        default: id
        }
    }

    /// Verdicts in the order a reader needs them: what must be acted on first.
    static let verdictsByUrgency: [ExternalExposure.Verdict] = [
        .gap, .notDeterminable, .waste, .covered, .exempt, .none,
    ]

    /// `1 finding`, `2 findings`.
    static func count(_ number: Int, _ singular: String, _ plural: String) -> String {
        NumberText.grouped(number) + " " + (number == 1 ? singular : plural)
    }

    /// The options of `headcount explain` a reference stands for, ready to be pasted behind `--store FILE`.
    static func explain(_ reference: ExplainReference) -> String {
        reference.options.map { "--\($0.name) \(ShellWord.quoted($0.value))" }.joined(separator: " ")
    }
}
