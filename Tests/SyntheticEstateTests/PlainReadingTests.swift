import Testing

@testable import SyntheticEstate

/// What a slow reader finds in the written files is what the truth says they show.
@Suite struct PlainReadingTests {
    @Test(arguments: [5, EstateGenerator.sampleSeed]) func filesHoldWhatTheTruthSays(seed: UInt64) throws {
        let estate = try TestEstate.small(seed)
        let reading = try PlainReading(estate)
        for file in estate.truth.inputs.files {
            let expected = PlainReading.Tally(
                records: file.records, rows: file.rows, ignored: file.ignored,
                rejected: Dictionary(uniqueKeysWithValues: file.rejectedByReason.map { ($0.reason, $0.count) }))
            #expect(reading.tallies[file.path] == expected, "\(file.path)")
        }
        #expect(reading.rows.count == estate.truth.inputs.totals.accepted)
    }

    @Test(arguments: [5, EstateGenerator.sampleSeed]) func logsShowWhatTheTruthSays(seed: UInt64) throws {
        let estate = try TestEstate.small(seed)
        let rows = try PlainReading(estate).rows
        for truth in estate.truth.showable.servers {
            let counted = Recount(rows, server: truth.server)
            #expect(counted.users.count == truth.users, "\(truth.server)")
            #expect(counted.leads.subtracting(counted.users).count == truth.leads, "\(truth.server)")
            #expect(counted.fromOutside.count == truth.authenticatedFromOutside, "\(truth.server)")
            #expect(counted.attempts == truth.attempts, "\(truth.server)")
            guard truth.server != "web04" else { continue }
            #expect(Set(counted.devices.map(\.name)).count == truth.devicesLow.value, "\(truth.server)")
            #expect(counted.devices.count == truth.devicesHigh.value, "\(truth.server)")
            #expect(counted.edges.count == truth.edges.value, "\(truth.server)")
            #expect(counted.visitors.count == truth.anonymousVisitors.value, "\(truth.server)")
        }
    }
}

/// Sets of one server, counted from rows by the definitions in `Truth`.
private struct Recount {
    struct Device: Hashable {
        var name: String
        /// Empty for a device known by name.
        var day: String
    }

    var users: Set<String> = []
    var leads: Set<String> = []
    var fromOutside: Set<String> = []
    var devices: Set<Device> = []
    var edges: Set<[String]> = []
    var visitors: Set<String> = []
    var attempts = 0

    init(_ rows: [PlainReading.Row], server: String) {
        var names: [[String]: Set<String>] = [:]
        for row in rows where row.succeeded && !row.isLead && !row.isNothing && !row.address.isEmpty {
            let name = row.machine.isEmpty ? row.clientName : row.machine
            if !name.isEmpty { names[[row.address, row.day], default: []].insert(name) }
        }
        for row in rows where row.server == server { add(row, names) }
    }

    private mutating func add(_ row: PlainReading.Row, _ names: [[String]: Set<String>]) {
        let isOutside = PlainReading.isOutside(row.address)
        guard row.succeeded else {
            attempts += isOutside ? 1 : 0
            return
        }
        if row.isLead {
            if !row.user.isEmpty { leads.insert(row.user) }
            return
        }
        guard !row.isNothing else { return }
        if !row.user.isEmpty {
            users.insert(row.user)
            if isOutside { fromOutside.insert(row.user) }
        } else if row.isWeb, isOutside {
            visitors.insert(row.address)
            return
        }
        let known = names[[row.address, row.day]] ?? []
        let name = row.machine.isEmpty ? row.clientName : row.machine
        let device: Device
        if row.machine == row.server {
            return
        } else if !name.isEmpty {
            device = Device(name: name, day: "")
        } else if row.address.isEmpty {
            return
        } else if known.count == 1, let only = known.first {
            device = Device(name: only, day: "")
        } else {
            device = Device(name: row.address, day: row.day)
        }
        devices.insert(device)
        if !row.user.isEmpty { edges.insert([row.user, device.name]) }
    }
}
