import AccessModel

/// The bytes of `GappyLogs`.
enum GapLogText {
    static func write(_ records: [GapRecord], of log: GapLog, to path: String) throws(SyntheticEstateError) {
        try makeFolder(for: path)
        let file = try OutputFile(path: path, gzipLevel: nil)
        try file.write("<Events>".utf8)
        for record in records { try file.write(text(record, log).utf8) }
        try file.write("</Events>\r\n".utf8)
        try file.close()
    }

    private static func text(_ record: GapRecord, _ log: GapLog) -> String {
        let provider =
            switch record.eventID {
            case 1100...1108, 104: "Microsoft-Windows-Eventlog"
            case 6005...6013: "EventLog"
            case 7000...7999: "Service Control Manager"
            default: "Microsoft-Windows-Security-Auditing"
            }
        return "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
            + "<Provider Name='\(provider)'/><EventID>\(record.eventID)</EventID>"
            + "<TimeCreated SystemTime='\(record.time.text)'/><EventRecordID>\(record.recordID)</EventRecordID>"
            + "<Channel>\(log.name)</Channel><Computer>\(log.server)</Computer></System>\(content(record))</Event>\r\n"
    }

    private static func content(_ record: GapRecord) -> String {
        if !record.clears.isEmpty {
            return "<UserData><LogFileCleared xmlns='http://manifests.microsoft.com/win/2004/08/windows/eventlog'>"
                + "<SubjectUserName>admin</SubjectUserName><Channel>\(record.clears)</Channel></LogFileCleared></UserData>"
        }
        guard record.eventID == 4624 else { return "<EventData></EventData>" }
        return "<EventData><Data Name='TargetUserSid'>S-1-5-21-1-2-3-1104</Data><Data Name='TargetUserName'>ann</Data>"
            + "<Data Name='TargetDomainName'>CORP</Data><Data Name='LogonType'>3</Data>"
            + "<Data Name='WorkstationName'>PC1</Data><Data Name='IpAddress'>10.0.0.5</Data></EventData>"
    }

    /// A day's log of a site.
    static func writeSite(
        _ server: String, day: Int, count: Int, into folder: String
    ) throws(SyntheticEstateError) {
        let date = GapTimeline.day(day).text
        let path = "\(folder)/\(server)/W3SVC1/u_ex\(date.filter { $0 != "-" }.dropFirst(2)).log"
        try makeFolder(for: path)
        let file = try OutputFile(path: path, gzipLevel: nil)
        try file.write(
            "#Fields: date time s-sitename s-computername cs-method cs-uri-stem cs-username c-ip sc-status\r\n".utf8)
        for hour in 0..<count {
            try file.write("\(date) \(hour + 10):00:00 W3SVC1 \(server) GET / - 10.0.0.\(hour + 1) 200\r\n".utf8)
        }
        try file.close()
    }
}
