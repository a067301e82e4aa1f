/// Who there is in the firm of the benchmark, and under which spellings the logs know them: everything by number, so that
/// the truth is arithmetic.
///
/// Directory accounts are numbered from 0: service accounts, people, and second accounts of the first of these people.
struct Firm: Sendable {
    /// Divides everything: 1 is the full size.
    let part: Int

    static let domain = "corp"
    static let realm = "corp.example.com"
    static let baseName = "DC=corp,DC=example,DC=com"
    static let domainSID = "S-1-5-21-1004336348-1177238915-682003330"
    static let partnerSID = "S-1-5-21-2025429265-764733703-1417001333"
    static let servers = 40
    static let days = 60
    /// 2026-09-01, the first day with evidence.
    static let firstDay = 20_697
    /// Rows of each account seen, each on another server.
    static let rowsOfAccount = 5

    var services: Int { 8_000 / part }
    var people: Int { 360_000 / part }
    var seconds: Int { 12_000 / part }
    var accounts: Int { services + people + seconds }
    var computers: Int { 100_000 / part }
    var groups: Int { 20_000 / part }
    /// Accounts of another domain, which the directory does not know.
    var strangers: Int { 380_000 / part }
    var objects: Int { accounts + computers + groups }

    /// How one account of the directory is written in the logs.
    enum Spelling: Int, CaseIterable {
        /// `CORP\name` with the SID, in an event.
        case withSID
        /// The DNS name of the domain, no SID, in an event.
        case realm
        /// The user principal name, in a web log.
        case principal
        /// `CORP\name`, in a web log.
        case basic
    }

    /// What an account seen is.
    enum Seen {
        case account(Int, Spelling)
        case computer(Int)
        case stranger(Int)
    }

    var seen: Int { Spelling.allCases.count * accounts + computers + strangers }
    var rows: Int { Firm.rowsOfAccount * seen }

    /// - Parameter number: below `seen`.
    func seen(_ number: Int) -> Seen {
        let spelled = Spelling.allCases.count * accounts
        if number < spelled, let spelling = Spelling(rawValue: number / accounts) {
            return .account(number % accounts, spelling)
        }
        return number < spelled + computers ? .computer(number - spelled) : .stranger(number - spelled - computers)
    }

    /// sAMAccountName.
    func name(_ account: Int) -> String {
        if account < services { return "svc-\(digits(account))" }
        return account < services + people ? "user\(digits(account))" : "adm\(digits(account - people))"
    }

    func principal(_ account: Int) -> String { name(account) + "@" + Firm.realm }
    func sid(_ account: Int) -> String { "\(Firm.domainSID)-\(10_000 + account)" }
    func computerSID(_ computer: Int) -> String { "\(Firm.domainSID)-\(1_000_000 + computer)" }
    func computer(_ number: Int) -> String { "pc\(digits(number))" }

    /// Second accounts have the employee id of the person.
    func employee(_ account: Int) -> String {
        account < services ? "" : "E\(digits(account < services + people ? account : account - people))"
    }

    func distinguishedName(_ account: Int) -> String {
        "CN=\(name(account)),OU=\(account < services ? "Services" : "People"),\(Firm.baseName)"
    }

    /// Groups: all staff, which holds the first half of the divisions; the divisions, which hold the teams; the teams.
    static let divisions = 20
    var teams: Int { groups - 1 - Firm.divisions }
    func team(of account: Int) -> Int { account % teams }
    func division(of team: Int) -> Int { team % Firm.divisions }
    func groupName(_ group: Int) -> String {
        if group == 0 { return "Staff" }
        return group <= Firm.divisions ? "Division-\(group - 1)" : "Team-\(group - 1 - Firm.divisions)"
    }
    func groupDistinguishedName(_ group: Int) -> String { "CN=\(groupName(group)),OU=Groups,\(Firm.baseName)" }
    func members(of group: Int) -> [String] {
        if group == 0 { return (1...Firm.divisions / 2).map(groupDistinguishedName) }
        if group <= Firm.divisions {
            return stride(from: group - 1, to: teams, by: Firm.divisions)
                .map { groupDistinguishedName($0 + 1 + Firm.divisions) }
        }
        return stride(from: group - 1 - Firm.divisions, to: accounts, by: teams).map(distinguishedName)
    }

    /// Six digits.
    private func digits(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 6 - text.count)) + text
    }
}
