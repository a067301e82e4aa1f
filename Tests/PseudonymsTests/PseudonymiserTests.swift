import AccessModel
import PositionModel
import Testing

@testable import Pseudonyms

/// Names in texts: whole ones only, the longest first, and our own words stay.
@Suite struct PseudonymiserTests {
    private let key: PseudonymKey
    private let names: Pseudonymiser

    init() throws {
        key = try sampleKey()
        var known = PersonalNames()
        for account in [
            "CORP\\ann", "CORP\\ann.lee", "CORP\\user", "CORP\\server", "CORP\\1", "CORP\\2026", "CORP\\fs01",
            "CORP\\corp",
            "CORP\\security", "CORP\\=cmd|' /C calc'!A0", "CORP\\esc\u{1B}[31m",
            "CORP\\" + String(repeating: "x", count: 400),
            "CORP\\j.m\u{FC}ller", "CORP\\sql", "CORP\\PC-0012$", "NT AUTHORITY\\SYSTEM", "CORP\\a", "CORP\\O'Neil; x",
        ] { known.add(account: account) }
        known.add("Ann Lee", .person)
        known.add("10008", .employee)
        known.add(sid: "S-1-5-21-1-2-3-1104")
        known.add(device: "pc-0012.corp.example.com")
        known.add(address: "10.0.0.5")
        known.add(device: "fs01")
        known.keep(domain: "CORP")
        known.keep(domain: "corp.example.com")
        known.keep(server: "fs01.corp.example.com")
        known.keep(server: "web-ann-02")
        names = try Pseudonymiser(key: key, names: known, phrases: ["SQL Server", "windows-server", "ws-cal"])
    }

    private func user(_ name: String) -> String { Pseudonym(of: name, kind: .user, key: key).text }
    private func device(_ name: String) -> String { Pseudonym(of: name, kind: .device, key: key).text }

    @Test func wholeNamesTheLongestFirst() {
        #expect(names.text("ann.lee, not ann") == "\(user("ann.lee")), not \(user("ann"))")
        #expect(names.text("Anna annx xann ANN") == "Anna annx xann \(user("ann"))")
        #expect(names.text("corp\\ann reached web-ann-02") == "corp\\\(user("ann")) reached web-ann-02")
        #expect(
            names.text("user principal name ann@corp.example.com")
                == "user principal name \(user("ann"))@corp.example.com")
        #expect(names.text("Ann Lee") == Pseudonym(of: "ann lee", kind: .person, key: key).text)
        #expect(names.text("j.m\u{FC}ller; J.M\u{DC}LLER") == "\(user("j.m\u{FC}ller")); \(user("j.m\u{FC}ller"))")
        #expect(
            names.text("pc-0012.corp.example.com and pc-0012$")
                == "\(device("pc-0012")).corp.example.com and \(device("pc-0012"))$")
    }

    @Test func ourWordsAndNumbersStayUnlessTheyAreNames() {
        for text in [
            "1 users were seen on a single day only: 2026-10-01..2026-10-31",
            "The log Security of fs01.corp.example.com",
            "SQL Server: 5 usable licences, ws-cal", "the server of a user", "nt authority\\system is SYSTEM",
            "quantity 10008 is read as 1", "domain corp", "networks 10.0.0.0/8, version 10.0.17763.1",
        ] { #expect(names.text(text) == text) }
        #expect(names.text("same name and domain corp\\user") == "same name and domain corp\\\(user("user"))")
        #expect(names.text("the directory's only account named 1") == "the directory's only account named \(user("1"))")
        #expect(names.text("declared alias of CORP\\server") == "declared alias of CORP\\\(user("server"))")
        #expect(names.text("corp\\fs01 on fs01") == "corp\\\(user("fs01")) on fs01")
        #expect(names.text("corp\\corp") == "corp\\\(user("corp"))")
        #expect(
            names.text("same employee id 10008")
                == "same employee id \(Pseudonym(of: "10008", kind: .employee, key: key).text)")
        #expect(names.text("sql") == user("sql") && names.text("Microsoft SQL Server") == "Microsoft SQL Server")
    }

    @Test func hostileNames() {
        for name in ["=cmd|' /c calc'!a0", "esc\u{1B}[31m", "o'neil; x"] {
            #expect(names.text("corp\\\(name) may be") == "corp\\\(user(name)) may be")
            #expect(names.account("CORP\\\(name)") == "CORP\\\(user(name))")
        }
        // As notices show them: escaped, cut.
        #expect(!names.text("account \(QuotedValue.text("esc\u{1B}[31m")) is listed twice").contains("esc"))
        let long = String(repeating: "x", count: 400)
        #expect(names.text(QuotedValue.text(long)) == "\"\(user(long))...\"")
        #expect(names.text("corp\\\(long)") == "corp\\\(user(long))")
    }

    @Test func numberedNamesAreFoundUnlisted() {
        let address = Pseudonym(of: "192.0.2.77", kind: .address, key: key).text
        #expect(names.text("from 192.0.2.77: 3") == "from \(address): 3")
        #expect(
            names.text("S-1-5-21-9-9-9-5000 and S-1-5-18")
                == "\(Pseudonym(of: "s-1-5-21-9-9-9-5000", kind: .sid, key: key).text) and S-1-5-18")
        #expect(names.text("domain S-1-5-21-9-9-9") == "domain S-1-5-21-9-9-9")
        #expect(names.text("at 127.0.0.1") == "at 127.0.0.1")
    }

    @Test func namesAlone() {
        #expect(names.account("corp\\user") == "corp\\\(user("user"))")
        #expect(names.account("NT AUTHORITY\\SYSTEM") == "NT AUTHORITY\\SYSTEM")
        #expect(names.account("fs01\\ann") == "fs01\\\(user("ann"))")
        #expect(names.account("pc-0012\\ann") == "\(device("pc-0012"))\\\(user("ann"))")
        #expect(names.account("ann (behind a multiplexer)") == "\(user("ann")) (behind a multiplexer)")
        #expect(names.account("somebody nobody names 3") == "somebody nobody names 3")
        #expect(names.account("somebody nobody names") == user("somebody nobody names"))
        #expect(names.account("S-1-5-18") == "S-1-5-18")
        #expect(names.account("S-1-ann") == user("S-1-ann"))
        #expect(names.account("nobody-known") == user("nobody-known"))
        #expect(names.device("fs01.corp.example.com") == "fs01.corp.example.com")
        #expect(names.device("new.corp.example.com") == "\(device("new")).corp.example.com")
        #expect(names.device("ann.anderswo.example") == device("ann.anderswo.example"))
    }

    @Test func theOrderOfAListTellsNothing() {
        let list = ["ann", "ann.lee", "security", "sql"].map { "corp\\\($0)" }.joined(separator: ", ")
        let text = names.text("may be any of \(list) and 3 more, 2 servers")
        let sorted = ["ann", "ann.lee", "security", "sql"].map { ExactText("corp\\\(user($0))") }.sorted().map(\.string)
        #expect(text == "may be any of \(sorted.joined(separator: ", ")) and 3 more, 2 servers")
    }

    /// A domain or server that only records give may be what somebody typed.
    @Test func aNameThatIsTypedAsADomainIsStillAName() throws {
        var known = PersonalNames()
        known.add(account: "CORP\\anna.adler")
        known.keep(recordedDomain: "anna.adler")
        known.keep(reached: "anna.adler")
        let names = try Pseudonymiser(key: key, names: known)
        #expect(!names.text("domain anna.adler, server anna.adler").contains("anna"))
        #expect(!names.account("anna.adler\\x").contains("anna"))
    }

    /// Time grows with the names and texts, not with their product.
    @Test func manyNamesInManyTexts() throws {
        var known = PersonalNames()
        for number in 0..<20_000 { known.add(account: "corp\\u\(number).name") }
        known.keep(domain: "corp")
        let names = try Pseudonymiser(key: key, names: known)
        let clock = ContinuousClock()
        let texts = (0..<5_000).map { "same name and domain corp\\u\($0).name (as seen)" }
        let time = clock.measure { for text in texts { #expect(!names.text(text).contains(".name")) } }
        // A product would be 100 million comparisons of texts: minutes in a debug build.
        #expect(time < .seconds(30))
    }
}
