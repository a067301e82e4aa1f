import AccessModel

/// How an exporter writes events: what stands around them, quotes, empty elements, digits of a second.
enum EventFraming {
    /// Event Viewer, "Save as XML": a declaration, one root, everything on one line.
    case eventViewer
    /// `wevtutil qe LOG /f:xml`: one event per line, no root.
    case wevtutil
    /// `wevtutil qe LOG /f:xml /e:Events`: the same inside a root.
    case wevtutilRoot
    /// `evtx_dump`: `Record N` and a declaration before each event, indented, empty elements over two lines.
    case evtxDump
    /// `evtx_dump.py`: an XML 1.1 declaration, one root, a space in the time.
    case pythonEvtx
    /// `Get-WinEvent | % { $_.ToXml() } > file` in PowerShell 5.1: UTF-16LE with a byte order mark.
    case powerShell

    var isUTF16: Bool { if case .powerShell = self { true } else { false } }

    var preamble: String {
        switch self {
        case .eventViewer: "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n<Events>"
        case .wevtutilRoot: "<Events>\r\n"
        case .pythonEvtx: "<?xml version=\"1.1\" encoding=\"utf-8\" standalone=\"yes\" ?>\n\n<Events>\n"
        case .wevtutil, .evtxDump, .powerShell: ""
        }
    }

    var ending: String {
        switch self {
        case .eventViewer: "</Events>"
        case .wevtutilRoot: "</Events>\r\n"
        case .pythonEvtx: "</Events>\n"
        case .wevtutil, .evtxDump, .powerShell: ""
        }
    }

    /// What follows each event.
    var separator: String {
        switch self {
        case .eventViewer: ""
        case .wevtutil, .wevtutilRoot, .powerShell: "\r\n"
        case .evtxDump: "\n"
        case .pythonEvtx: "\n\n"
        }
    }

    /// The text of an event, without its separator.
    func text(_ event: EventInstance) -> String {
        switch self {
        case .eventViewer: windowsText(event, time: event.timeText(digits: 7) + "00Z")
        case .wevtutil, .wevtutilRoot, .powerShell: windowsText(event, time: event.timeText(digits: 7) + "Z")
        case .evtxDump: dumpText(event)
        case .pythonEvtx: pythonText(event)
        }
    }

    private func windowsText(_ event: EventInstance, time: String) -> String {
        let form = event.form
        let guid = form.provider.guid
        var text = "<Event xmlns='\(EventInstance.namespace)'><System><Provider Name='\(form.provider.name)' Guid='{"
        text += "\(guid)}'/><EventID>\(form.id)</EventID><Version>\(form.version)</Version><Level>\(form.level)"
        text += "</Level><Task>\(form.task)</Task><Opcode>0</Opcode><Keywords>\(form.keywords)</Keywords>"
        text += "<TimeCreated SystemTime='\(time)'/><EventRecordID>\(event.recordID)</EventRecordID><Correlation/>"
        text += "<Execution ProcessID='\(event.processID)' ThreadID='\(event.threadID)'/><Channel>\(event.channel)"
        text += "</Channel>"
        if !event.computer.isEmpty { text += "<Computer>\(event.computer)</Computer>" }
        text += "<Security/></System>"
        if let user = form.userData {
            text += "<UserData><\(user.element) xmlns='\(user.namespace)'>"
            for (name, value) in form.data { text += "<\(name)>\(escaped(value))</\(name)>" }
            text += "</\(user.element)></UserData>"
        } else {
            text += "<EventData>"
            for (name, value) in form.data { text += "<Data Name='\(name)'>\(escaped(value))</Data>" }
            text += "</EventData>"
        }
        return text + "</Event>"
    }

    private func dumpText(_ event: EventInstance) -> String {
        let form = event.form
        var text = "Record \(event.recordID)\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        text += "<Event xmlns=\"\(EventInstance.namespace)\">\n  <System>\n"
        text += "    <Provider Name=\"\(form.provider.name)\" Guid=\"\(form.provider.guid.uppercased())\">\n"
        text += "    </Provider>\n"
        for (name, value) in [
            ("EventID", "\(form.id)"), ("Version", "\(form.version)"), ("Level", "\(form.level)"),
            ("Task", "\(form.task)"), ("Opcode", "0"), ("Keywords", form.keywords),
        ] { text += "    <\(name)>\(value)</\(name)>\n" }
        text += "    <TimeCreated SystemTime=\"\(event.timeText(digits: 6))Z\">\n    </TimeCreated>\n"
        text += "    <EventRecordID>\(event.recordID)</EventRecordID>\n    <Correlation>\n    </Correlation>\n"
        text += "    <Execution ProcessID=\"\(event.processID)\" ThreadID=\"\(event.threadID)\">\n    </Execution>\n"
        text += "    <Channel>\(event.channel)</Channel>\n    <Computer>\(event.computer)</Computer>\n"
        text += "    <Security>\n    </Security>\n  </System>\n"
        if let user = form.userData {
            text += "  <UserData>\n    <\(user.element) xmlns=\"\(user.namespace)\">\n"
            for (name, value) in form.data { text += "      <\(name)>\(escaped(value))</\(name)>\n" }
            text += "    </\(user.element)>\n  </UserData>\n"
        } else {
            text += "  <EventData>\n"
            for (name, value) in form.data {
                text += "    <Data Name=\"\(name)\">\(value.isEmpty ? "\n    " : escaped(value))</Data>\n"
            }
            text += "  </EventData>\n"
        }
        return text + "</Event>"
    }

    private func pythonText(_ event: EventInstance) -> String {
        let form = event.form
        var text = "<Event xmlns=\"\(EventInstance.namespace)\"><System>"
        text += "<Provider Name=\"\(form.provider.name)\" Guid=\"{\(form.provider.guid)}\"></Provider>\n"
        text += "<EventID Qualifiers=\"\">\(form.id)</EventID>\n<Version>\(form.version)</Version>\n"
        text += "<Level>\(form.level)</Level>\n<Task>\(form.task)</Task>\n<Opcode>0</Opcode>\n"
        text += "<Keywords>\(form.keywords)</Keywords>\n"
        text += "<TimeCreated SystemTime=\"\(event.timeText(digits: 6, separator: " "))+00:00\"></TimeCreated>\n"
        text += "<EventRecordID>\(event.recordID)</EventRecordID>\n"
        text += "<Correlation ActivityID=\"\" RelatedActivityID=\"\"></Correlation>\n"
        text += "<Execution ProcessID=\"\(event.processID)\" ThreadID=\"\(event.threadID)\"></Execution>\n"
        text += "<Channel>\(event.channel)</Channel>\n<Computer>\(event.computer)</Computer>\n"
        text += "<Security UserID=\"\"></Security>\n</System>\n"
        if let user = form.userData {
            text += "<UserData><\(user.element) xmlns=\"\(user.namespace)\">"
            for (name, value) in form.data { text += "<\(name)>\(escaped(value))</\(name)>\n" }
            text += "</\(user.element)>\n</UserData>\n"
        } else {
            text += "<EventData>"
            for (name, value) in form.data { text += "<Data Name=\"\(name)\">\(escaped(value))</Data>\n" }
            text += "</EventData>\n"
        }
        return text + "</Event>"
    }

    /// Escapes what XML needs escaped in text.
    private func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) else { return value }
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

/// An event with its place in a log.
struct EventInstance {
    static let namespace = "http://schemas.microsoft.com/win/2004/08/events/event"

    var form: EventForm
    var time: Instant
    var ticks: Int
    var recordID: Int
    var channel: String
    /// Empty: the element is missing (a damaged record).
    var computer: String
    var processID: Int { 600 + recordID % 7 * 4 }
    var threadID: Int { 1000 + recordID % 301 * 4 }

    /// `YYYY-MM-DDTHH:MM:SS.ddd…` with 6 or 7 digits, cut as the exporters cut it.
    func timeText(digits: Int, separator: String = "T") -> String {
        let text = time.text
        let second = text.prefix(10) + separator + text.dropFirst(11).prefix(12)
        return String(second + padded(ticks, 4).prefix(digits - 3))
    }
}
