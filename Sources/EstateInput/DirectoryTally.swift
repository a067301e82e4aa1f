import AccessModel
import PositionModel

/// What a directory export may hold that is told once for the file, with the first line and a count.
enum DirectoryTally: String, CaseIterable, Sendable {
    case ignoredClass = "objects that are no user, computer or group, ignored"
    case namelessObject = "objects without sAMAccountName, userPrincipalName and SID, ignored"
    case changeRecord =
        "records that change, move or delete an object (changetype other than add), not read: export the objects themselves"
    case referral = "references to other servers or domains, not followed: export those domains too"
    case searchCutShort =
        "searches that ended with an error, so objects are missing (ask for pages: ldapsearch -E pr=1000/noprompt)"
    case cutList =
        "lists of which the server gave only the first part (range=0-...), so values are missing (ldifde and Get-ADGroup -Properties member ask for the rest)"
    case externalValue = "values that stand in another file or at an address, not fetched"
    case notUTF8 = "values that are not valid UTF-8, read as Windows-1252; check names with accents"
    case notAnObject = "elements of lists that are no objects, ignored"
    case unknownShape = "values that are objects without a Value, taken as missing"
    case lostCollection =
        "lists of which only the name of their type was written (export them with Select-Object @{n='memberOf';e={$_.memberOf -join ';'}}, or ConvertTo-Json -Depth 4)"
    case unreadableSID = "SIDs that cannot be read, taken as missing"
    case unreadableTime = "dates that cannot be read, taken as missing"
    case unreadableNumber = "numbers that cannot be read, taken as missing"
    case unreadableFlag = "values of Enabled that are neither True nor False, taken as missing"
    case questionMark =
        "account names with a question mark: the export lost letters (export it with -Encoding UTF8)"
}

/// Counts of what is told once.
struct DirectoryTallies: Sendable {
    private var counts: [DirectoryTally: (line: Int, count: Int)] = [:]

    mutating func note(_ tally: DirectoryTally, _ line: Int) {
        counts[tally, default: (line, 0)].count += 1
    }

    /// Adds the counts of another part of the same file.
    mutating func add(_ other: DirectoryTallies) {
        for (tally, found) in other.counts {
            let line = min(counts[tally]?.line ?? found.line, found.line)
            counts[tally] = (line, (counts[tally]?.count ?? 0) + found.count)
        }
    }

    /// One notice per tally, in the order of the table; `details` follow their tally after a colon.
    func notices(file: String, details: [DirectoryTally: String] = [:]) -> [EstateNotice] {
        DirectoryTally.allCases.compactMap { tally in
            counts[tally].map { line, count in
                let detail = details[tally].map { ": " + $0 } ?? ""
                return EstateNotice(file: file, line: line, message: "\(count) \(tally.rawValue)\(detail)")
            }
        }
    }
}
