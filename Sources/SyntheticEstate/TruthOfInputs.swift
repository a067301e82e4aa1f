import AccessModel

/// What a reader must report of the files, and of the days they cover.
struct TruthOfInputs {
    let simulation: Simulation
    let written: WrittenLogs

    func inputs() -> Truth.Inputs {
        let overlaps = self.overlaps()
        let shared = Set(overlaps.flatMap(\.paths))
        let files = written.files.map { file($0, sharesRecords: shared.contains($0.path)) }
            .sorted { $0.path.isByteOrdered(before: $1.path) }
        let rows = files.reduce(0) { $0 + $1.rows }
        let accepted = written.readable.count { simulation.happenings[$0].shown != nil }
        return Truth.Inputs(
            files: files, overlaps: overlaps,
            unread: written.unread.map { Truth.Inputs.Unread(path: $0.path, format: $0.format.rawValue) }
                .sorted { $0.path.isByteOrdered(before: $1.path) },
            totals: Truth.Inputs.Totals(
                inputs: files.count, records: files.reduce(0) { $0 + $1.records }, accepted: accepted,
                ignored: files.reduce(0) { $0 + $1.ignored }, rejected: files.reduce(0) { $0 + $1.rejected },
                duplicates: rows - accepted))
    }

    private func file(_ file: WrittenFile, sharesRecords: Bool) -> Truth.Inputs.File {
        var rows = 0
        var ignored = 0
        var rejected: [String: Int] = [:]
        for record in file.records {
            switch record.fate {
            case .rejected(let reason): rejected[reason.rawValue, default: 0] += 1
            case .readable:
                if simulation.happenings[record.happening].shown == nil { ignored += 1 } else { rows += 1 }
            }
        }
        let isCopy = file.containedIn != nil
        return Truth.Inputs.File(
            path: file.path, copies: file.copies, format: file.format.rawValue, records: file.records.count,
            rows: rows, ignored: ignored, rejected: rejected.values.reduce(0, +),
            rejectedByReason: rejected.keys.sorted().map {
                Truth.Inputs.Reason(reason: $0, count: rejected[$0, default: 0])
            },
            accepted: Truth.Count(sharesRecords ? nil : isCopy ? 0 : rows),
            duplicates: Truth.Count(sharesRecords ? nil : isCopy ? rows : 0), isDamaged: file.isDamaged)
    }

    /// Pairs of event exports that hold the same records.
    private func overlaps() -> [Truth.Inputs.Overlap] {
        let events = written.files.filter { $0.format == .eventXML }
        var result: [Truth.Inputs.Overlap] = []
        for (place, first) in events.enumerated() {
            let rows = rowRecords(first)
            for second in events[(place + 1)...] where second.log == first.log {
                let common = rows.intersection(rowRecords(second)).count
                guard common > 0 else { continue }
                let paths = [first.path, second.path].sorted { $0.isByteOrdered(before: $1) }
                result.append(Truth.Inputs.Overlap(paths: paths, duplicates: common))
            }
        }
        return result
    }

    private func rowRecords(_ file: WrittenFile) -> Set<Int> {
        Set(
            file.records.filter { $0.fate == .readable && simulation.happenings[$0.happening].shown != nil }
                .map(\.happening))
    }

    // MARK: Coverage

    func coverage() -> [Truth.LogCoverage] {
        var days = [Set<Day>](repeating: [], count: simulation.logs.count)
        var cleared = [Set<Day>](repeating: [], count: simulation.logs.count)
        for index in written.readable {
            let happening = simulation.happenings[index]
            days[happening.log].insert(happening.day)
            if case .event(let form) = happening.form, form.id == 1102 { cleared[happening.log].insert(happening.day) }
        }
        return simulation.logs.enumerated().map { position, log in
            Truth.LogCoverage(
                server: log.server.rawValue, source: log.isWeb ? "web" : "event", log: log.channel,
                daysWithRecords: days[position].count, gaps: gaps(days[position]),
                cleared: cleared[position].sorted().map(\.text), missing: log.isWeb ? [] : missing(log: position))
        }.sorted { ($0.server, $0.source, $0.log) < ($1.server, $1.source, $1.log) }
    }

    /// Runs of records of a log that cannot be read anywhere: each has its record id.
    private func missing(log: Int) -> [Truth.MissingRecords] {
        var result: [Truth.MissingRecords] = []
        var last: (place: Int, day: Day)?
        for (place, index) in EventFiles.order(simulation, log: log).enumerated() where written.readable.contains(index)
        {
            let day = simulation.happenings[index].day
            if let last, place - last.place > 1 {
                result.append(
                    Truth.MissingRecords(from: last.day.text, to: day.text, count: place - last.place - 1))
            }
            last = (place, day)
        }
        return result
    }

    private func gaps(_ covered: Set<Day>) -> [String] {
        var result: [String] = []
        var start: Day?
        for index in 0...simulation.world.size.days {
            let day = simulation.world.day(index)
            let isMissing = index < simulation.world.size.days && !covered.contains(day)
            if isMissing, start == nil { start = day }
            if !isMissing, let first = start {
                result.append("\(first.text)..\(day.advanced(by: -1).text)")
                start = nil
            }
        }
        return result
    }
}
