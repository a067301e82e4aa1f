import PositionModel

/// Every account, and every input with its tie-out.
extension PositionSheets {
    var accounts: WorkbookSheet {
        let accounts = position.accounts
        return sheet(
            "Accounts", "every account of the directory and the logs: whose it is and how it was classed",
            [
                .name("Account"), .name("SID"), .name("User"), .word("Class"), .name("Rule"), .prose("Proof"),
                .word("Join"), .prose("Join proof"), .word("In directory"), .date("Last evidence"),
            ], count: accounts.count
        ) { index in
            let line = accounts[index]
            return [
                .text(line.account), .text(line.sid), .text(line.user), .text(line.accountClass), .text(line.rule),
                .text(line.proof), .text(line.join), .text(line.joinProof), .yes(line.inDirectory),
                .date(line.lastEvidence),
            ]
        }
    }

    var inputs: WorkbookSheet {
        let entries = position.inputs.entries
        let sheet = sheet(
            "Inputs", "every log that was read, with its SHA-256, and where each of its records went",
            [
                .name("Path"), .name("Member"), .name("SHA-256"), .name("Content"), .number("Bytes"), .word("Format"),
                .number("Records"), .number("Accepted"), .number("Ignored"), .number("Rejected"),
                .number("Duplicates"), .number("Parts"), .word("Ties out"), .prose("Damage"), .prose("Copies"),
            ], count: entries.count)
        return sheet.with { index in
            let line = entries[index]
            let parts = [line.accepted, line.ignored, line.rejected, line.duplicates].map { SheetCell.count($0) }
            let letters = ["Accepted", "Ignored", "Rejected", "Duplicates"].map { sheet.letter($0) }
            let sum = SheetCell.formula(.sum(zip(letters, parts).map { .plus($0, $1) }))
            let records = SheetCell.count(line.records)
            return [
                .text(line.path), .text(line.member), .text(line.sha256), .text(line.content), .count(line.bytes),
                .text(line.format), records,
            ] + parts + [
                sum, .formula(.equal(sheet.letter("Records"), records, sheet.letter("Parts"), sum)),
                .text(line.damage), .text(line.copies.joined(separator: "; ")),
            ]
        }
    }

    var inputRules: WorkbookSheet {
        sheet(
            "Input rules", "how many records each rule ignored, and why others were rejected",
            [.number("Input"), .name("Path"), .word("What"), .name("Name"), .number("Count")],
            rows: position.inputs.entries.enumerated().flatMap { index, entry in
                let name = SheetCell.text(InputName.display(entry))
                return entry.ignoredByRule.map {
                    [.number(index + 1), name, .text("ignored"), .text($0.name), .count($0.count)]
                }
                    + entry.rejectedByReason.map {
                        [.number(index + 1), name, .text("rejected"), .text($0.name), .count($0.count)]
                    }
            })
    }
}
