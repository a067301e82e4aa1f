/// The sections of the report in their order: the one list the page, its contents and its ids are made from.
enum ReportSection: String, CaseIterable {
    case position
    case auditorView = "auditor-view"
    case elp, bridge, products
    case overTime = "over-time"
    case servers, coverage, external, mix, licences, versions, findings, questions, accounts
    case inputs, notices, method

    /// As the table of contents names it.
    var contents: Markup {
        switch self {
        case .position: "The position"
        case .auditorView: "Auditor and clean count"
        case .elp: "Effective licence position"
        case .bridge: "The bridge"
        case .products: "Product by product"
        case .overTime: "Seen over time"
        case .servers: "Servers at a glance"
        case .coverage: "Coverage"
        case .external: "External exposure"
        case .mix: "User, device or mix"
        case .licences: "Licences and suites"
        case .versions: "Version coverage"
        case .findings: "Findings"
        case .questions: "Questions and answers"
        case .accounts: "Accounts ledger"
        case .inputs: "Inputs and tie-out"
        case .notices: "Notices"
        case .method: "Method and limits"
        }
    }

    /// Ids the page has whatever the position.
    static var ids: [String] {
        allCases.flatMap { [$0.rawValue, $0.rawValue + "-title"] } + ["main", "gauge", "gauge-chart", "ledger"]
    }

    static var navigation: Markup {
        let items = allCases.map { "<li><a href=\"#\($0.rawValue)\">\($0.contents)</a></li>\n" as Markup }
        return """
            <nav class="contents" aria-label="Contents">
            <ol>
            \(items.joined())</ol>
            </nav>

            """
    }
}
