import PositionModel

@testable import EstateInput

/// Files a person prepared: each is read, or refused with an `EstateError` that says where and why; nothing else, and
/// the same twice.
extension FuzzTarget {
    static let csv = FuzzTarget(name: "csv") { bytes in
        check(bytes) { file throws(EstateError) in
            var (reader, notices) = try file.csv()
            var lines = notices.map(\.message) + ["\(reader.header)"]
            while let record = try reader.next() { lines.append("\(record.line) \(record)") }
            return lines
        }
    }

    static let directory = FuzzTarget(name: "directory") { bytes in
        check(bytes) { file throws(EstateError) in
            let (directory, notices) = try DirectoryReader.read(file)
            let (merged, repeated) = DirectoryMerge.merged([directory, directory])
            return ["\(directory)", "\(merged)"] + (notices + repeated).map(\.message)
        }
    }

    static let ldif = FuzzTarget(name: "ldif") { bytes in
        check(bytes) { file throws(EstateError) in
            let text = try SourceText(file.bytes, file: file.name, isFolded: true)
            return try answer(LDIFReader(text, file: file.name, limits: low))
        }
    }

    static let json = FuzzTarget(name: "json") { bytes in
        check(bytes) { file throws(EstateError) in
            try answer(DirectoryJSON(try file.text().text, file: file.name, limits: low))
        }
    }

    /// Limits that an input of a few thousand bytes can pass.
    private static let low = DirectoryLimits(valueBytes: 2000, values: 100, recordBytes: 4000, nesting: 8, records: 50)

    /// The objects, and nothing one past a limit.
    private static func answer(_ source: some DirectoryRecords) throws(EstateError) -> [String] {
        var (records, record) = (source, DirectoryRecord())
        var count = 0
        while try records.next(&record) {
            count += 1
            guard record.line > 0, record.count <= low.values, count <= low.records else {
                fatalError("object \(count) on line \(record.line) with \(record.count) values passes the limits")
            }
        }
        let (directory, notices) = try DirectoryReader.read(source, notices: [])
        guard directory.accounts.count + directory.computers.count + directory.groups.count <= count else {
            fatalError("more objects than records")
        }
        return ["\(directory)"] + notices.map(\.message)
    }

    static let servers = FuzzTarget(name: "servers") { bytes in
        check(bytes) { file throws(EstateError) in
            let (servers, notices) = try ServersReader.read(file)
            return servers.map(text) + notices.map(\.message)
        }
    }

    static let entitlements = FuzzTarget(name: "entitlements") { bytes in
        check(bytes) { file throws(EstateError) in
            let (entitlements, notices) = try EntitlementsReader.read(file)
            return entitlements.map(text) + notices.map(\.message)
        }
    }

    static let answers = FuzzTarget(name: "answers") { bytes in
        check(bytes) { file throws(EstateError) in
            let (answers, notices) = try AnswersReader.read(file)
            for answer in answers {
                let written = RegisterCell.written(answer.subject)
                guard RegisterCell.read(written).utf8.elementsEqual(answer.subject.utf8) else {
                    fatalError("a subject is not read back")
                }
            }
            return answers.map { "\($0)" } + notices.map(\.message)
        }
    }

    static let population = FuzzTarget(name: "population") { bytes in
        check(bytes) { file throws(EstateError) in
            let (contractors, notices) = try PopulationReader.contractors(file)
            return contractors.map { "\($0)" } + notices.map(\.message)
        }
    }

    /// Lists that the settings name are looked for in a folder that does not exist.
    static let settings = FuzzTarget(name: "settings") { bytes in
        check(bytes) { file throws(EstateError) in
            let (settings, notices) = try SettingsReader.read(file, folder: "/nonexistent")
            return ["\(settings)"] + notices.map(\.message)
        }
    }

    /// With the unknown columns in a fixed order.
    private static func text(_ server: ServerEntry) -> String {
        var known = server
        known.extra = [:]
        return "\(known) \(server.extra.sorted { $0.key < $1.key })"
    }

    private static func text(_ entitlement: EntitlementEntry) -> String {
        var known = entitlement
        known.extra = [:]
        return "\(known) \(entitlement.extra.sorted { $0.key < $1.key })"
    }

    private static func check(
        _ bytes: UnsafeRawBufferPointer, _ body: (PreparedFile) throws(EstateError) -> [String]
    ) {
        let file = PreparedFile(name: "input", bytes: Array(bytes))
        func answer() -> [String] {
            do throws(EstateError) { return try body(file) } catch {
                guard !error.problem.isEmpty else { fatalError("an error without a problem") }
                return ["refused: \(error)"]
            }
        }
        require(answer(), equals: answer(), "two readings")
    }
}
