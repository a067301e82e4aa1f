import Foundation
import PositionModel
import Testing

@testable import Reporting

@Suite struct PositionJSONTests {
    private func object(_ position: Position) throws -> [String: Any] {
        let json = try PositionJSON.text(position)
        return try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }

    private func list(_ object: [String: Any], _ key: String) throws -> [[String: Any]] {
        try #require(object[key] as? [[String: Any]])
    }

    /// Keys of the contract, which independent programs read.
    @Test func keysOfTheContract() throws {
        let object = try object(SamplePosition.position)
        #expect(
            Set(object.keys) == [
                "schema", "organisation", "catalogue_version", "currency", "window", "bridge", "auditor_view",
                "products", "mix", "external", "external_choice", "external_optimum", "versions", "coverage",
                "accounts", "findings",
                "questions", "answers", "gauge", "additive", "bundles", "elp", "entitlements", "inputs", "notices",
                "evidence_over_time", "servers",
            ])
        #expect(Set(try #require(object["window"] as? [String: Any]).keys) == ["from", "to", "as_of"])
        let expected: [String: Set<String>] = [
            "products": [
                "product", "flavour", "directory", "evidenced", "defended", "low", "high", "required_version",
                "entitled", "usable", "delta", "open_questions", "identified_by_tool", "identified_manually",
            ],
            "mix": ["product", "all_user", "all_device", "optimum"],
            "external": [
                "server", "site", "exposed", "anonymous_visitors", "authenticated_visitors", "attempts",
                "proxy_suspected", "verdict", "ec_cost", "cal_cost",
            ],
            "coverage": ["server", "source", "covered", "partial", "none", "cleared", "gaps", "sensitivity"],
            "accounts": ["account", "user", "class", "rule", "proof", "last_evidence"],
            "questions": [
                "id", "kind", "product", "subject", "question", "proposed", "why", "effects", "accepted", "evidence",
            ],
            "answers": ["id", "product", "subject", "answer", "name", "date", "proof", "effect"],
            "findings": ["id", "severity", "product", "statement", "effect", "evidence"],
        ]
        for (key, keys) in expected {
            for row in try list(object, key) { #expect(keys.subtracting(row.keys) == [], "\(key)") }
        }
        let step = try #require(try list(object, "bridge")[0]["steps"] as? [[String: Any]])[0]
        #expect(["rule", "label", "users", "devices", "sign"].allSatisfy { step[$0] != nil })
        let optimum = try #require(try list(object, "mix")[0]["optimum"] as? [String: Any])
        #expect(["users", "devices", "cost", "lower_bound", "certificate"].allSatisfy { optimum[$0] != nil })
        let row = try #require(try list(object, "auditor_view")[0]["rows"] as? [[String: Any]])[0]
        #expect(["auditor", "clean", "difference", "evidence"].allSatisfy { row[$0] != nil })
    }

    /// A file written before the decision register was there has neither questions nor answers.
    @Test func filesWithoutARegisterAreRead() throws {
        var object = try object(SamplePosition.position)
        object["questions"] = nil
        object["answers"] = nil
        object["products"] = try list(object, "products").map { row in
            row.filter { !["identified_by_tool", "identified_manually"].contains($0.key) }
        }
        let old = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
        let position = try PositionJSON.position(from: old)
        #expect(position.questions.isEmpty && position.answers.isEmpty)
        #expect(position.products.allSatisfy { $0.identifiedByTool.value == nil })
        #expect(position.products.map(\.defended) == SamplePosition.position.products.map(\.defended))
    }

    /// What is not determinable is there, as `null`.
    @Test func absentIsNull() throws {
        let object = try object(SamplePosition.position)
        let external = try list(object, "external")
        #expect(external[0]["ec_cost"] is NSNull)
        #expect(external[0]["cal_cost"] is NSNull)
        #expect(external[1]["anonymous_visitors"] is NSNull)
        #expect(external[1]["ec_cost"] as? String == "2500.00")
        #expect(try list(object, "external_choice")[1]["cost"] is NSNull)
        let mix = try list(object, "mix")
        #expect(mix[1]["optimum"] is NSNull)
        #expect(mix[1]["all_device"] is NSNull)
        #expect(mix[0]["optimum"] is [String: Any])
        #expect(try list(object, "products")[3]["delta"] is NSNull)
        // No key comes and goes with its value.
        for key in ["external", "external_choice", "mix", "products"] {
            #expect(Set(try list(object, key).map { Set($0.keys) }).count == 1, "\(key)")
        }
    }

    @Test func roundTrip() throws {
        let text = try PositionJSON.text(SamplePosition.position)
        let read = try PositionJSON.position(from: text)
        #expect(try PositionJSON.text(read) == text)
        #expect(read.products == SamplePosition.position.products)
        #expect(read.external[2] == SamplePosition.position.external[2])
        #expect(read.external[1].reasons[0].figure == "anonymous_visitors")
        #expect(read.mix == SamplePosition.position.mix)
        let census = try CensusJSON.text(SamplePosition.census)
        #expect(try CensusJSON.text(CensusJSON.census(from: census)) == census)
    }

    /// The ledger of accounts is not written by the encoder, and reads as if it were.
    @Test(arguments: [0, 1, 11, 4096, 4097]) func ledgerIsWhatTheEncoderWrites(count: Int) throws {
        let texts = [
            "", "CORP\\alice", "a\"b\\", "é", "e\u{301}", "\u{202E}gpj", "line\nfeed\t\r\u{8}\u{c}\u{1}", "\u{7F}",
            "a/b",
            "\u{1F600}", "</script>",
        ]
        var position = SamplePosition.position
        let entries = (0..<count).map { number in
            func text(_ shift: Int) -> String { texts[(number + shift) % texts.count] }
            return AccountLedgerEntry(
                account: text(0), sid: text(1), user: text(2), accountClass: text(3), rule: text(4), proof: text(5),
                join: text(6), joinProof: text(7), inDirectory: number % 2 == 0, lastEvidence: text(8))
        }
        position.accounts = AccountLedgerList(entries)
        let (ours, encoded) = (try PositionJSON.text(position), try JSONText.encode(position))
        #expect(ours.utf8.elementsEqual(encoded.utf8))
    }

    @Test func sortedWithFinalLineFeed() throws {
        let text = try PositionJSON.text(SamplePosition.position)
        #expect(text.hasSuffix("}\n") && !text.hasSuffix("\n\n"))
        let topLevel = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }
        #expect(topLevel.map(String.init) == topLevel.map(String.init).sorted())
        #expect(text.contains("logs/dc01/Security.xml.gz"))
    }

    @Test func errorsSayWhatAndWhere() throws {
        let text = try PositionJSON.text(SamplePosition.position)
        #expect(throws: JSONTextError.self) { try PositionJSON.position(from: "{") }
        #expect(
            throws: JSONTextError.otherSchema(
                what: "position", found: "headcount.position/9", expected: Position.currentSchema)
        ) {
            try PositionJSON.position(
                from: text.replacingOccurrences(of: Position.currentSchema, with: "headcount.position/9"))
        }
        do {
            _ = try PositionJSON.position(
                from: text.replacingOccurrences(of: "\"covered\" : 84", with: "\"covered\" : \"many\""))
            Issue.record("read a text for a number")
        } catch JSONTextError.notReadable(_, let path, _) {
            #expect(path == "coverage.0.covered")
        }
    }
}
