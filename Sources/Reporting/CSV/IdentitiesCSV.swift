public import PositionModel

/// What `identities --format csv` prints: a row per account, per device, per server and per conflict.
///
/// | column | content |
/// |---|---|
/// | `scope` | `account`, `device`, `server` or `conflict` |
/// | `name` | the account, device or server as shown elsewhere |
/// | `sid`, `user` | of an account: its SID, and the person it belongs to |
/// | `class`, `rule`, `proof` | of an account: its class, the rule that gave it, and why; of a device and a server: its kind |
/// | `join`, `join_proof` | the rule that joined it to others, and why (of a device and a server all rules); of a conflict: what contradicts what |
/// | `in_directory`, `operating_system` | whether the directory lists it, and what it says a machine runs |
/// | `names` | of a server: the names it goes by |
/// | `listed` | of a server: whether servers.csv names it |
/// | `days` | of a device known by address only: days on which it was seen |
/// | `last_evidence` | of an account: last day with evidence |
public enum IdentitiesCSV {
    public static func text(_ report: IdentityReport) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "scope", "name", "sid", "user", "class", "rule", "proof", "join", "join_proof", "in_directory",
                "operating_system", "names", "listed", "days", "last_evidence",
            ])
        for account in report.accounts {
            csv.append([
                .text("account"), .text(account.account), .text(account.sid), .text(account.user),
                .text(account.accountClass), .text(account.rule), .text(account.proof), .text(account.join),
                .text(account.joinProof), flag(account.inDirectory), .empty, .empty, .empty, .empty,
                .text(account.lastEvidence),
            ])
        }
        for device in report.devices {
            csv.append([
                .text("device"), .text(device.device), .empty, .empty, .text(device.kind), .empty, .empty,
                .text(device.rules.joined(separator: " | ")),
                .text(device.proofs.joined(separator: " | ")), flag(device.inDirectory),
                .text(device.operatingSystem), .empty, .empty, device.days == 0 ? .empty : .number(device.days), .empty,
            ])
        }
        for server in report.servers {
            csv.append([
                .text("server"), .text(server.server), .empty, .empty, .text(server.kind), .empty, .empty,
                .text(server.rules.joined(separator: " | ")),
                .text(server.proof), .empty, .empty, .text(server.names.joined(separator: " | ")),
                flag(server.isListed), .empty, .empty,
            ])
        }
        for conflict in report.conflicts {
            csv.append(
                [.text("conflict")] + Array(repeating: .empty, count: 7) + [.text(conflict)]
                    + Array(repeating: .empty, count: 6))
        }
        return csv.text
    }

    private static func flag(_ value: Bool) -> CSVText.Cell { .text(value ? "true" : "false") }
}
