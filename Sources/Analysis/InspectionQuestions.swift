import AccessModel

/// The questions people bring to a pile of logs, each with what it takes to answer it.
enum InspectionQuestions {
    private struct Row: Sendable {
        var question: String
        /// Whether one input carries what is needed.
        var isAnswered: @Sendable (InspectedInput) -> Bool
        var answered: String
        var unanswered: String
        /// What DHCP logs add to the answer; nil where they add nothing.
        var byLeases: String?
    }

    private static let rows: [Row] = [
        Row(
            question: "Which people reached which server?",
            isAnswered: { $0.fields.contains("account") },
            answered: "accounts are recorded",
            unanswered: "no record names an account: export Security events 4624, 4769, 5140, or log cs-username in IIS"
        ),
        Row(
            question: "From which devices?",
            isAnswered: { $0.fields.contains("address") || $0.fields.contains("client name") },
            answered: "client addresses or names are recorded",
            unanswered: "no record names a client: IIS needs c-ip; Security events carry IpAddress and WorkstationName"),
        Row(
            question: "Which device is behind an address?",
            isAnswered: { $0.fields.contains("client name") },
            answered: "some records carry a name and an address together",
            unanswered: "no record carries a workstation name: an address stays a range, not a device",
            byLeases: "DHCP logs show which name and MAC held an address; their times are local: state the zone in "
                + "estate.yaml (time_zones)"),
        Row(
            question: "Who came from outside the organisation?",
            isAnswered: { LogFormat(rawValue: $0.format)?.isWebLog == true && $0.fields.contains("address") },
            answered: "web logs with client addresses are here",
            unanswered: "no web log: exposure can be seen from Windows events alone only where they carry addresses"),
        Row(
            question: "Who is really behind a reverse proxy?",
            isAnswered: { $0.fields.contains("forwarded") },
            answered: "a forwarded-for field is logged",
            unanswered: "no X-Forwarded-For field is logged: behind a proxy, devices and visitors cannot be determined"),
        Row(
            question: "Are accounts of one person recognised for certain?",
            isAnswered: { $0.fields.contains("sid") },
            answered: "security identifiers are recorded",
            unanswered: "no SIDs: accounts are joined by name and domain only"),
    ]

    static func answers(_ inputs: [InspectedInput]) -> [Inspection.Question] {
        rows.map { row in
            let able = inputs.filter { $0.accepted > 0 && row.isAnswered($0) }.count
            let all = inputs.filter { $0.accepted > 0 }.count
            if let byLeases = row.byLeases, inputs.contains(where: { $0.leases > 0 }) {
                let why = able == 0 ? byLeases : "\(row.answered), and \(byLeases)"
                return Inspection.Question(question: row.question, answer: .yes, why: why)
            }
            let answer: Inspection.Question.Answer = able == 0 ? .no : able < all ? .partly : .yes
            let why =
                able == 0
                ? row.unanswered : "\(row.answered)" + (able < all ? " in \(able) of \(all) inputs with accesses" : "")
            return Inspection.Question(question: row.question, answer: answer, why: why)
        }
    }
}
