import AccessModel
import Foundation
import Testing

@testable import LogParsing

/// The tables of `docs/formats.md` say what the event table says: they are written from it.
@Suite struct EventTableDocumentTests {
    private static let document = TestFiles.package.appending(path: "docs/formats.md")

    /// `HEADCOUNT_RECORD=1 swift test --filter EventTableDocumentTests` writes them anew.
    @Test func theDocumentSaysWhatTheTableSays() throws {
        var text = try String(contentsOf: Self.document, encoding: .utf8)
        let isRecording = ProcessInfo.processInfo.environment["HEADCOUNT_RECORD"] != nil
        for (part, expected) in [
            ("accesses", Self.accesses), ("renames", Self.renames), ("ignored", Self.ignored),
        ] {
            let begin = try #require(text.firstRange(of: "<!-- begin \(part) -->\n"))
            let end = try #require(text.firstRange(of: "<!-- end \(part) -->"))
            if !isRecording { #expect(text[begin.upperBound..<end.lowerBound] == expected) }
            text.replaceSubrange(begin.upperBound..<end.lowerBound, with: expected)
        }
        if isRecording { try text.write(to: Self.document, atomically: true, encoding: .utf8) }
    }

    // MARK: The tables

    private static var accesses: String {
        var lines = [
            "| provider and event | channel | server | account (domain, name, sid) | client (address, name) | outcome |"
        ]
        lines.append("|---|---|---|---|---|---|")
        for definition in EventTable.accesses {
            guard case .access(let rules, let otherwise) = definition.meaning else { continue }
            for (index, rule) in rules.enumerated() {
                let isRest = index > 0
                lines.append(
                    "| \(isRest ? "the same record" : event(definition)) | \(channel(rule)) | \(server(rule)) "
                        + "| \(account(rule)) | \(value(rule.address)), \(value(rule.clientName)) "
                        + "| \(outcome(rule))\(condition(rule, otherwise)) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static var renames: String {
        var lines = [
            "| provider and event | logged by | domain | old name | new name | SID |", "|---|---|---|---|---|---|",
        ]
        for definition in EventTable.renames {
            guard case .rename(let rule) = definition.meaning else { continue }
            lines.append(
                "| \(event(definition)) | Computer | \(rule.domain.name) | \(rule.oldName.name) | \(rule.newName.name) "
                    + "| \(rule.sid.name) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static var ignored: String {
        var lines = ["| rule | provider and events | what they are |", "|---|---|---|"]
        for rule in IgnoreRule.allCases {
            for definition in EventTable.ignored {
                guard case .ignored(rule, let log) = definition.meaning else { continue }
                let coverage = log == .none ? "" : "; \(said(log))"
                lines.append("| \(rule.rawValue) | \(event(definition)) | \(definition.source)\(coverage) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func event(_ definition: EventDefinition) -> String {
        let name = definition.provider.name + (definition.provider.isPrefix ? "NAME" : "")
        let short = name.hasPrefix("Microsoft-Windows-") ? String(name.dropFirst("Microsoft-Windows-".count)) : name
        return "\(short) \(definition.ids.map(String.init).joined(separator: ", "))"
    }

    private static func said(_ log: Sighting.LogEvent) -> String {
        switch log {
        case .none: ""
        case .cleared: "the log was cleared"
        case .interrupted: "logging was interrupted"
        case .foundInterrupted: "logging had been interrupted"
        case .lost: "records were lost"
        case .policyChanged: "what is recorded was changed"
        case .clockChanged: "the clock was set"
        }
    }

    private static func channel(_ rule: AccessRule) -> String {
        switch rule.channel {
        case .fixed(let channel): "`\(channel.name(logonType: 0))`"
        case .logonType: "by `LogonType`"
        case .byDomain(let present, let absent):
            "`\(present.name(logonType: 0))`, without a domain `\(absent.name(logonType: 0))`"
        }
    }

    private static func server(_ rule: AccessRule) -> String {
        switch rule.server {
        case .computer: "Computer"
        case .field(let field): "\(field.name)"
        case .ticketService: "ServiceName"
        }
    }

    private static func account(_ rule: AccessRule) -> String {
        let split =
            switch rule.split {
            case .never: ""
            case .always, .atDoubledBackslash: " split"
            case .withoutDomain: " (split where there is no domain)"
            case .alsoAtSlash: " split, also at `/`"
            }
        return "\(value(rule.domain)), \(value(rule.name))\(split), \(value(rule.sid))"
    }

    private static func outcome(_ rule: AccessRule) -> String {
        switch rule.outcome {
        case .success: "success"
        case .failure: "failure"
        case .statusZero: "Status 0 = success"
        case .auditKeywords: "Keywords: audit failure = failure"
        case .passing(let test): "\(value(test.value)) \(expected(test)) = success"
        }
    }

    private static func condition(_ rule: AccessRule, _ otherwise: IgnoreRule) -> String {
        if let test = rule.condition {
            return "; only where \(value(test.value)) \(expected(test)), else ignored: \(otherwise.rawValue)"
        }
        return rule.needsAccount ? "; only with an account, else ignored: \(otherwise.rawValue)" : ""
    }

    private static func expected(_ test: ValueTest) -> String {
        switch test.expected {
        case .oneOf(let one, let other): "is `\(one)` or `\(other)`"
        case .beginning(let start): "begins `\(start)`"
        case .hardwareAddress(let isOne): isOne ? "is a hardware address" : "is no hardware address"
        case .number(let range): "is \(range.lowerBound)-\(range.upperBound)"
        }
    }

    private static func value(_ value: EventValue?) -> String {
        guard let value else { return "-" }
        return value.sources.map { source in
            let name = source.field == .securityUserID ? "Security UserID" : "\(source.field.name)"
            return name + reading(source.reading) + (source.inner.map(reading) ?? "")
        }.joined(separator: " or ")
    }

    private static func reading(_ reading: EventValue.Reading) -> String {
        switch reading {
        case .whole: ""
        case .unlessBeginning(let start): " unless it begins `\(start)`"
        case .ifHolding(let part): " if it holds `\(part)`"
        case .hostAccount: " `host/NAME.domain` as `NAME$`"
        case .host: ""
        case .hostName: " unless an address"
        case .listHead: " up to the first comma"
        case .clientBrackets: " `[CLIENT: ]`"
        case .line(let key): " line `\(key)`"
        case .element(let name): " element `\(name)`"
        case .between(let after, let before): " between `\(after)` and `\(before)`"
        case .upToLast(let after, let before): " between `\(after)` and the last `\(before)`"
        case .behindLast(let after, let before): " between the last `\(after)` and `\(before)`"
        case .socketAddress: " (socket address)"
        case .binarySID: " (binary SID)"
        }
    }
}
