/// What differs between two events of one pattern.
enum EventSlot: UInt8, CaseIterable {
    case time, recordID, activity, process, thread, computer
    case account, domain, sid, subjectAccount, subjectSID, logonID, logonGUID, logonType, elevated
    case address, mappedAddress, port, workstation, service, serviceSID, ticket, secondTicket
    case status, subStatus, share, folder, file, privileges, newProcess, image, parent

    /// Stands for the slot in the text a pattern is made from: a private-use scalar, which no event has.
    var mark: String { String(Unicode.Scalar(UInt16(0xE000) + UInt16(rawValue)).map(Character.init) ?? "?") }

    init?(mark: Unicode.Scalar) {
        guard mark.value >= 0xE000, mark.value < 0xE100 else { return nil }
        self.init(rawValue: UInt8(mark.value - 0xE000))
    }
}

/// The values of an event's slots; what an event does not set keeps the value of the one before it.
struct EventSlots {
    private var values = [[UInt8]](repeating: [], count: EventSlot.allCases.count)

    subscript(slot: EventSlot) -> [UInt8] {
        get { values[Int(slot.rawValue)] }
        set { values[Int(slot.rawValue)] = newValue }
    }
}

/// The text of one kind of event, cut at its slots: writing an event is copying.
struct EventPattern {
    private var text: [UInt8] = []
    private var pieces: [(end: Int, slot: EventSlot)] = []

    /// A Security event as `wevtutil qe` writes it, with a line end.
    /// - Parameter hasActivity: whether the event carries the activity of its server's logon process.
    init(
        _ id: Int, version: Int = 0, task: Int, keywords: String = EventForm.success, hasActivity: Bool = false,
        _ data: [(String, String)]
    ) {
        let provider = EventForm.Provider.security
        var source = "<Event xmlns='\(EventInstance.namespace)'><System><Provider Name='\(provider.name)' Guid='{"
        source += "\(provider.guid)}'/><EventID>\(id)</EventID><Version>\(version)</Version><Level>0</Level><Task>"
        source += "\(task)</Task><Opcode>0</Opcode><Keywords>\(keywords)</Keywords><TimeCreated SystemTime='"
        source += "\(EventSlot.time.mark)Z'/><EventRecordID>\(EventSlot.recordID.mark)</EventRecordID>"
        source += hasActivity ? "<Correlation ActivityID='{\(EventSlot.activity.mark)}'/>" : "<Correlation/>"
        source += "<Execution ProcessID='\(EventSlot.process.mark)' ThreadID='\(EventSlot.thread.mark)'/>"
        source += "<Channel>Security</Channel><Computer>\(EventSlot.computer.mark)</Computer><Security/></System>"
        source += "<EventData>"
        for (name, value) in data { source += "<Data Name='\(name)'>\(value)</Data>" }
        source += "</EventData></Event>\r\n"
        for scalar in source.unicodeScalars {
            if let slot = EventSlot(mark: scalar) {
                pieces.append((text.count, slot))
            } else {
                text.append(contentsOf: Array(String(scalar).utf8))
            }
        }
    }

    func append(_ slots: EventSlots, to bytes: inout [UInt8]) {
        var start = 0
        for piece in pieces {
            bytes.append(contentsOf: text[start..<piece.end])
            bytes.append(contentsOf: slots[piece.slot])
            start = piece.end
        }
        bytes.append(contentsOf: text[start...])
    }
}
