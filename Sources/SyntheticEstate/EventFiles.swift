import AccessModel
import Foundation

/// Writes the event logs of a simulation as the exports an administrator would bring: several exporters, overlaps,
/// a copy, losses and damage.
struct EventFiles {
    let simulation: Simulation
    let folder: String
    /// Position of every happening in its log: the EventRecordID.
    private let recordIDs: [Int]
    private(set) var written = WrittenLogs()

    /// What is wrong with single records of a file.
    private enum Defect {
        case badTag, noComputer, noTime, cutByNext, cutAtEnd
    }

    /// How one export is written.
    private struct Export {
        var path: String
        var framing: EventFraming
        var isCompressed = true
        /// gzip in two members.
        var hasTwoMembers = false
        /// Give up in the middle of the gzip member, after this share of the records (percent).
        var abandonedAt: Int?
        var defects: [Int: Defect] = [:]
    }

    static func write(_ simulation: Simulation, into folder: String) throws(SyntheticEstateError) -> WrittenLogs {
        var files = EventFiles(simulation: simulation, folder: folder)
        try files.writeAll()
        return files.written
    }

    private init(simulation: Simulation, folder: String) {
        self.simulation = simulation
        self.folder = folder
        var ids = [Int](repeating: 0, count: simulation.happenings.count)
        for (log, _) in simulation.logs.enumerated() {
            for (position, index) in EventFiles.order(simulation, log: log).enumerated() {
                ids[index] = 100_000 * (log + 1) + position
            }
        }
        recordIDs = ids
    }

    /// The happenings of a log in the order in which they were logged.
    static func order(_ simulation: Simulation, log: Int) -> [Int] {
        simulation.happenings.indices.filter { simulation.happenings[$0].log == log }
            .sorted {
                let (a, b) = (simulation.happenings[$0], simulation.happenings[$1])
                return (a.time, a.ticks, $0) < (b.time, b.ticks, $1)
            }
    }

    // MARK: The exports

    private mutating func writeAll() throws(SyntheticEstateError) {
        let days = simulation.world.size.days
        let last = days - 1
        // Two exporters, three days in both; the second export was killed while it wrote.
        let split = days / 2
        try write(.dc01, days: 0...(split + 2), Export(path: "dc01/Security-1.xml.gz", framing: .eventViewer))
        try write(
            .dc01, days: split...last, Export(path: "dc01/Security-2.xml.gz", framing: .wevtutil), cutsTail: true)
        try write(
            .dc02, days: 0...last,
            Export(path: "dc02/Security.evtx_dump.xml.gz", framing: .evtxDump, hasTwoMembers: true))
        // The file server's log was lost for some days, and its last export came as a gzip cut short.
        let gap = simulation.world.fileServerGap
        let late = days * 2 / 3
        try write(
            .fs01, days: 0...(late - 1), without: gap,
            Export(path: "fs01/Security.xml.gz", framing: .pythonEvtx))
        try write(
            .fs01, days: late...last,
            Export(path: "fs01/Security-late.xml.gz", framing: .wevtutil, abandonedAt: 60))
        try write(.sql01, days: 0...last, Export(path: "sql01/Security.xml.gz", framing: .powerShell))
        try write(
            .rds01, days: 0...last, Export(path: "rds01/Security.xml.gz", framing: .wevtutilRoot),
            plantsDefects: true)
        try write(
            .rds01, days: 0...last,
            Export(path: "rds01/LocalSessionManager.xml", framing: .eventViewer, isCompressed: false),
            channel: "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational")
        // Cleared once: what came before is gone. The same file again, compressed, in a collection.
        let cleared = simulation.world.oldServerClearing
        try write(
            .old01, days: cleared...last,
            Export(path: "old01/Security.xml", framing: .wevtutil, isCompressed: false),
            copy: "collected/old01-security.xml.gz")
    }

    private mutating func write(
        _ server: ServerID, days: ClosedRange<Int>, without gap: ClosedRange<Int>? = nil, _ export: Export,
        channel: String = "Security", cutsTail: Bool = false, plantsDefects: Bool = false, copy: String? = nil
    ) throws(SyntheticEstateError) {
        guard let log = simulation.logs.firstIndex(where: { $0.server == server && $0.channel == channel }) else {
            return
        }
        let first = Int(simulation.world.firstDay.number)
        let records = EventFiles.order(simulation, log: log).filter {
            let day = Int(simulation.happenings[$0].day.number) - first
            return days.contains(day) && !(gap?.contains(day) ?? false)
        }
        var export = export
        if plantsDefects { export.defects = defects(among: records) }
        if cutsTail, let tail = records.last { export.defects[tail] = .cutAtEnd }
        var file = WrittenFile(
            path: "logs/" + export.path, format: .eventXML, log: log,
            records: try writeFile(export, log: log, records), isDamaged: export.abandonedAt != nil)
        if let copy {
            var twin = export
            twin.path = copy
            twin.isCompressed = true
            _ = try writeFile(twin, log: log, records)
            let paths = [file.path, "logs/" + copy].sorted { $0.isByteOrdered(before: $1) }
            file.path = paths[0]
            file.copies = [paths[1]]
        }
        written.add(file)
    }

    /// One record of each kind of damage, spread over the logons of a file.
    private func defects(among records: [Int]) -> [Int: Defect] {
        let logons = records.filter {
            if case .event(let form) = simulation.happenings[$0].form { form.id == 4624 } else { false }
        }
        guard logons.count >= 10 else { return [:] }
        let kinds: [Defect] = [.badTag, .noComputer, .noTime, .cutByNext]
        return Dictionary(
            uniqueKeysWithValues: kinds.enumerated().map { place, kind in
                (logons[logons.count * (place + 1) / (kinds.count + 1)], kind)
            })
    }

    // MARK: One file

    private func writeFile(
        _ export: Export, log: Int, _ records: [Int]
    ) throws(SyntheticEstateError) -> [WrittenRecord] {
        let path = folder + "/logs/" + export.path
        try makeFolder(for: path)
        let file = try OutputFile(path: path, gzipLevel: export.isCompressed ? 9 : nil)
        if export.framing.isUTF16 { try file.write([0xFF, 0xFE]) }
        try put(export.framing.preamble, to: file, export)
        var result: [WrittenRecord] = []
        let end = export.abandonedAt.map { records.count * $0 / 100 } ?? records.count
        for (position, index) in records.prefix(end).enumerated() {
            if export.hasTwoMembers, position == records.count / 2 { try file.nextMember() }
            let defect = export.defects[index]
            let text = damaged(export.framing, index, log: log, defect)
            try put(text + (defect == .cutAtEnd ? "" : export.framing.separator), to: file, export)
            result.append(WrittenRecord(happening: index, fate: fate(of: defect)))
        }
        if end < records.count {
            let text = export.framing.text(instance(records[end], log: log))
            try put(String(text.prefix(text.count / 2)), to: file, export)
            result.append(WrittenRecord(happening: records[end], fate: .rejected(.damagedInput)))
            try file.abandon()
            return result
        }
        if !export.defects.values.contains(.cutAtEnd) { try put(export.framing.ending, to: file, export) }
        try file.close()
        return result
    }

    private func put(_ text: String, to file: OutputFile, _ export: Export) throws(SyntheticEstateError) {
        guard export.framing.isUTF16 else { return try file.write(text.utf8) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 2)
        for unit in text.utf16 {
            bytes.append(UInt8(truncatingIfNeeded: unit))
            bytes.append(UInt8(truncatingIfNeeded: unit >> 8))
        }
        try file.write(bytes)
    }

    private func instance(_ index: Int, log: Int) -> EventInstance {
        let happening = simulation.happenings[index]
        guard case .event(let form) = happening.form else { preconditionFailure("a web line in an event log") }
        return EventInstance(
            form: form, time: happening.time, ticks: happening.ticks, recordID: recordIDs[index],
            channel: simulation.logs[log].channel,
            computer: simulation.world.server(simulation.logs[log].server).fqdn)
    }

    private func damaged(_ framing: EventFraming, _ index: Int, log: Int, _ defect: Defect?) -> String {
        var event = instance(index, log: log)
        switch defect {
        case nil: return framing.text(event)
        case .noComputer:
            event.computer = ""
            return framing.text(event)
        case .noTime:
            // What a renderer makes of an empty FILETIME.
            event.time = Instant(milliseconds: -11_644_473_600_000)
            event.ticks = 0
            return framing.text(event)
        case .badTag:
            let text = framing.text(event)
            return text.replacingOccurrences(of: "</EventData>", with: "</EventDxta>")
        case .cutByNext, .cutAtEnd:
            let text = framing.text(event)
            let middle = text.range(of: "<Data Name='TicketOptions'") ?? text.range(of: "<Data Name='LogonProcessName'")
            return String(text[..<(middle?.lowerBound ?? text.index(text.startIndex, offsetBy: text.count / 2))])
        }
    }

    private func fate(of defect: Defect?) -> Fate {
        switch defect {
        case nil: .readable
        case .badTag: .rejected(.malformedRecord)
        case .noComputer: .rejected(.noComputer)
        case .noTime: .rejected(.noUsableTime)
        case .cutByNext, .cutAtEnd: .rejected(.truncatedRecord)
        }
    }
}

/// Makes the folder a file is to stand in.
func makeFolder(for path: String) throws(SyntheticEstateError) {
    let folder = (path as NSString).deletingLastPathComponent
    do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
        throw .cannotWrite(path: folder, reason: error.localizedDescription)
    }
}
