import AccessModel
import Testing

@testable import EvidenceStore

/// The shape of the public views: other programs depend on it.
struct PublicViewsTests {
    private static let key = """
        server,source,event_id,channel,logon_type,account_domain,account_name,account_sid,client_address,client_name,\
        outcome,day
        """

    static let columns = [
        "access_evidence": key + ",count,first_seen,last_seen",
        "web_detail": key
            + ",site,product_hint,agent_class,peer_address,forwarded,count,first_seen,last_seen",
        "web_identities": "server,site,account,device_id,day,client_address",
        "inputs": """
        path,member,sha256,content,bytes,format,records,accepted,ignored,rejected,duplicates,first_seen,last_seen,copies
        """,
        "damages": "path,member,sha256,content,damage",
        "conflicts": "computer,log_channel,record_id,event_id,time,path,member,offset,counted",
        "rejections": "path,member,reason,offset,record,detail",
        "leases": "address,name,hardware,day,count,first_seen,last_seen,path,member",
        "renames": "computer,domain,old_name,new_name,sid,time,path,member,offset",
        "anonymous_visits": "server,site,client_address,outcome,day,count",
        "event_log_ranges": "computer,log_channel,path,member,first_id,last_id,ranges,missing,is_coarse",
        "event_log_days": """
        computer,log_channel,day,records,first_id,last_id,first_seen,last_seen,cleared,interrupted,lost,policy_changes,\
        clock_changes,ids_went_back
        """,
    ]

    @Test func columnsAreTheContract() throws {
        let folder = try TestFolder()
        _ = try folder.create()
        for (view, columns) in PublicViewsTests.columns {
            #expect(try folder.rows("SELECT group_concat(name) FROM pragma_table_info('\(view)')") == [columns])
            #expect(try folder.view(view) == [])
        }
    }

    @Test func aRowIsWrittenOut() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        var failed = TestRow.event(sid: "S-1-5-21-1", clientName: "pc1")
        failed.outcome = .failure
        failed.logonType = 99
        failed.channel = .otherLogon
        failed.eventID = 4625
        try store.add(TestInput(1, path: "a.xml", [.event(id: 1, at: "2026-02-28T23:59:59.999", failed)]))
        try store.add(
            TestInput(
                2, path: "b.log", format: .w3c, [.web(at: "2024-02-29", .web(computer: "web01", account: "amiller"))]))
        try store.settle()
        let event =
            "srv01|event|4625|logon-99|99|corp|amiller|S-1-5-21-1|10.0.0.5|pc1|failure|2026-02-28|1|"
            + "2026-02-28T23:59:59.999Z|2026-02-28T23:59:59.999Z"
        let web =
            "web01|web|0|web|0||amiller||203.0.113.7||success|2024-02-29|1|"
            + "2024-02-29T00:00:00.000Z|2024-02-29T00:00:00.000Z"
        #expect(try folder.view("access_evidence") == [event, web])
        #expect(
            try folder.rows("SELECT DISTINCT typeof(event_id), typeof(logon_type), typeof(count) FROM access_evidence")
                == ["integer|integer|integer"])
    }

    @Test func timesAreWrittenAsTheModelWritesThem() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        var generator = SeededGenerator(seed: 20_261_001)
        let latest: Int64 = 253_402_300_799_999  // 9999-12-31T23:59:59.999Z
        var times = [Instant.earliestUsable, Instant(milliseconds: latest)]
        for _ in 0..<500 {
            times.append(
                Instant(milliseconds: .random(in: Instant.earliestUsable.milliseconds...latest, using: &generator)))
        }
        let records = times.enumerated().map { index, time in
            TestRecord(
                identity: .init(recordID: UInt64(index)), time: time, rows: [.event(account: ExactText("u\(index)"))])
        }
        try store.add(TestInput(1, path: "a.xml", records))
        try store.settle()
        let expected = times.enumerated().map { "u\($0)|\(Day($1).text)|\($1.text)|\($1.text)" }
            .sorted { $0.isByteOrdered(before: $1) }
        let found = try folder.rows("SELECT account_name, day, first_seen, last_seen FROM access_evidence")
        #expect(differences(found, expected) == "")
    }

    @Test func webLinesWithoutAccountAndAddressAreRows() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        try store.add(
            TestInput(
                1, path: "b.log", format: .w3c,
                [.web(at: "2026-10-01", .web(peer: "")), .web(at: "2026-10-01", .web(peer: "203.0.113.7"))]))
        try store.settle()
        #expect(try folder.rows("SELECT client_address, count FROM access_evidence") == ["|1"])
        #expect(try folder.rows("SELECT client_address, count FROM anonymous_visits") == ["203.0.113.7|1"])
    }

    @Test func rowsOfEvidenceAreInTheOrderOfTheColumns() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let estate = RandomEstate(seed: 4711)
        for input in estate.inputs { try store.add(input) }
        try store.settle()
        let evidence = try store.evidence()
        let keys = evidence.rows.map { row -> [ExactText] in
            let event = "\(row.eventID)"
            return [
                evidence.texts[Int(row.server)], ExactText(row.source.name),
                ExactText(String(repeating: "0", count: 10 - event.count) + event),
                ExactText(row.channel.name(logonType: row.logonType)), ExactText("\(row.logonType)"),
                evidence.texts[Int(row.accountDomain)], evidence.texts[Int(row.accountName)],
                evidence.texts[Int(row.accountSID)], evidence.texts[Int(row.clientAddress)],
                evidence.texts[Int(row.clientName)], ExactText(row.outcome.name), ExactText(row.day.text),
                evidence.texts[Int(row.site)], evidence.texts[Int(row.productHint)],
            ]
        }
        #expect(keys.count > 10)
        for (a, b) in zip(keys, keys.dropFirst()) { #expect(a.lexicographicallyPrecedes(b)) }
    }
}
