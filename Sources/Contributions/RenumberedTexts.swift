import AccessModel

extension EvidenceSnapshot {
    /// Replaces every text's number.
    /// - Parameter places: the new number of each.
    mutating func renumber(_ places: [TextID]) {
        func move(_ id: inout TextID) { id = places[Int(id)] }
        for index in rows.indices {
            move(&rows[index].server)
            move(&rows[index].accountDomain)
            move(&rows[index].accountName)
            move(&rows[index].accountSID)
            move(&rows[index].address)
            move(&rows[index].clientName)
            move(&rows[index].serverAddress)
            move(&rows[index].site)
            move(&rows[index].forwarded)
            move(&rows[index].productHint)
            move(&rows[index].agentClass)
        }
        for index in visits.indices {
            move(&visits[index].server)
            move(&visits[index].serverAddress)
            move(&visits[index].site)
            move(&visits[index].productHint)
            move(&visits[index].agentClass)
            move(&visits[index].peer)
            move(&visits[index].hops)
        }
        for index in records.indices {
            move(&records[index].computer)
            move(&records[index].logChannel)
        }
        for index in sightings.indices {
            move(&sightings[index].computer)
            move(&sightings[index].serverAddress)
            move(&sightings[index].logChannel)
        }
        for index in logs.indices {
            move(&logs[index].computer)
            move(&logs[index].logChannel)
        }
        for index in logDays.indices {
            move(&logDays[index].computer)
            move(&logDays[index].logChannel)
        }
        for index in agents.indices {
            move(&agents[index].computer)
            move(&agents[index].serverAddress)
            move(&agents[index].site)
        }
        for index in leases.indices {
            move(&leases[index].address)
            move(&leases[index].name)
            move(&leases[index].hardware)
        }
        for index in renames.indices {
            move(&renames[index].computer)
            move(&renames[index].domain)
            move(&renames[index].oldName)
            move(&renames[index].newName)
            move(&renames[index].sid)
        }
        for index in identities.indices {
            move(&identities[index].computer)
            move(&identities[index].serverAddress)
            move(&identities[index].site)
            move(&identities[index].account)
            move(&identities[index].deviceID)
            move(&identities[index].address)
            move(&identities[index].forwarded)
        }
    }
}
