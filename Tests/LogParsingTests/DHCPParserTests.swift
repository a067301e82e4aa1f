import AccessModel
import LogParsing
import Testing

/// One record at a time: what it proves, what it does not.
@Suite struct DHCPParserTests {
    private static func v4(_ id: Int, mac: String = "00155D01020A", name: String = "pc1", date: String = "10/05/26")
        -> String
    {
        let id = id < 10 ? "0\(id)" : "\(id)"
        return "\(id),\(date),08:00:00,x,10.0.0.5,\(name),\(mac),,1,6,,,,,,,,,0\n"
    }

    private static func v6(_ id: Int, error: String = "") -> String {
        "\(id),10/05/26,08:00:00,x,2001:db8::5,pc1,\(error),10,0003000100155D01020A,,,,,\n"
    }

    @Test(arguments: [
        (0, "dhcp-service"), (1, "dhcp-service"), (2, "dhcp-service"), (10, "address-lease"), (11, "address-lease"),
        (12, "address-lease"), (13, "address-conflict"), (14, "address-lease-refused"), (15, "address-lease-refused"),
        (16, "address-lease-ended"), (17, "address-lease-ended"), (18, "address-lease-ended"), (19, "dhcp-other"),
        (20, "address-lease"), (21, "address-lease"), (22, "address-lease-refused"), (23, "address-lease-ended"),
        (24, "dhcp-service"), (25, "dhcp-service"), (30, "dns-update"), (31, "dns-update"), (32, "dns-update"),
        (33, "address-lease-refused"), (34, "dns-update"), (35, "dns-update"), (36, "address-lease-refused"),
        (37, "dhcp-other"), (50, "dhcp-rogue-detection"), (999, "dhcp-rogue-detection"),
    ]) func theIdDecides(id: Int, rule: String) {
        let reading = DHCPReading(Self.v4(id))
        #expect(reading.ignored == [rule: 1] && reading.rejections == [])
        #expect(reading.leases == (rule == "address-lease" ? ["2026-10-05T08:00:00 10.0.0.5 pc1 00155d01020a"] : []))
    }

    @Test(arguments: [
        (1103, "dhcp-rogue-detection"), (11000, "address-lease-offered"), (11001, "address-lease-offered"),
        (11002, "address-lease"), (11003, "address-lease-offered"), (11004, "address-lease"), (11005, "address-lease"),
        (11006, "address-conflict"), (11007, "address-lease"), (11008, "address-lease-offered"),
        (11009, "address-lease-refused"), (11010, "dhcp-service"), (11013, "dhcp-service"), (11014, "address-conflict"),
        (11015, "address-conflict"), (11016, "address-lease-ended"), (11019, "address-lease-ended"),
        (11020, "dhcp-service"), (11022, "dns-update"), (11024, "dns-update"), (11025, "dhcp-other"),
        (11028, "dns-update"), (11031, "dhcp-service"), (11032, "address-lease-offered"), (11033, "dhcp-other"),
        (99999, "dhcp-other"),
    ]) func theIdOfTheIPv6ServiceDecides(id: Int, rule: String) {
        let reading = DHCPReading(Self.v6(id))
        #expect(reading.ignored == [rule: 1] && reading.rejections == [])
        #expect(
            reading.leases == (rule == "address-lease" ? ["2026-10-05T08:00:00 2001:db8::5 pc1 00155d01020a"] : []))
        #expect(DHCPReading(Self.v6(11002, error: "0")).leases.count == 1)
        #expect(DHCPReading(Self.v6(11002, error: "20010")).ignored == ["address-lease-refused": 1])
    }

    @Test func aDamagedTailIsLost() {
        let text = Self.v4(10) + "11,10/05/26,08:00:00,x,10.0.0.5,pc1,0015"
        #expect(DHCPReading(text, isDamaged: true).rejected == [.damagedInput: 1])
        #expect(DHCPReading(text).rejected == [.truncatedRecord: 1])
    }

    @Test func aLineOneByteTooLongIsRejected() {
        let start = Self.v4(10).dropLast()
        let rest = DHCPParser.maximumLineLength - start.utf8.count
        let fits = start + String(repeating: "x", count: rest)
        #expect(DHCPReading(fits + "\n").leases.count == 1)
        let reading = DHCPReading(fits + "x\n" + Self.v4(11))
        #expect(reading.rejected == [.oversizedRecord: 1] && reading.leases.count == 1)
        #expect(DHCPReading(fits + "x").rejected == [.oversizedRecord: 1])
    }

    /// Prose without an end is no head of a log.
    @Test func theHeadHasALimit() {
        let prose = String(repeating: "words\n", count: 200)
        #expect(DHCPReading(prose).records == 0)
        #expect(DHCPReading(prose + "words\nwords\n").rejected == [.textBetweenRecords: 2])
        #expect(DHCPReading(prose + Self.v4(10)).leases.count == 1)
    }

    @Test func offsetsAndLinesAreOfTheInput() {
        let text = "ID,Date\r\n" + Self.v4(10) + "oops\n"
        #expect(
            DHCPReading(text).rejections == [
                "text between records @\(text.utf8.count - 5) #3: the line does not begin with the id of a record"
            ])
    }

    @Test func theYearHasTwoDigits() {
        #expect(DHCPReading(Self.v4(10, date: "02/29/00")).leases.first?.hasPrefix("2000-02-29") == true)
        #expect(DHCPReading(Self.v4(10, date: "12/31/99")).leases.first?.hasPrefix("2099-12-31") == true)
        #expect(DHCPReading(Self.v4(10, date: "02/29/25")).rejected == [.noUsableTime: 1])
        #expect(DHCPReading(Self.v4(10, date: "10/05/2026")).rejected == [.noUsableTime: 1])
    }

    @Test func manyRejectionsAreListedUpToTheLimit() {
        let reading = DHCPReading(String(repeating: "10,x\n", count: RecordTally.rejectionsKeptPerReason + 5))
        #expect(reading.rejected == [.wrongColumnCount: UInt64(RecordTally.rejectionsKeptPerReason + 5)])
        #expect(reading.rejections.count == RecordTally.rejectionsKeptPerReason)
    }
}
