public import AccessModel
public import Identity
public import PositionModel

extension Reconciler {
    /// Which days the logs of each server cover, and how many users they may have missed.
    /// - Parameters:
    ///   - evidence: already cut to the window.
    ///   - isWanted: whether to report a server, by its names.
    public func coverage(
        evidence: Evidence, identities: Identities, estate: Estate, isWanted: ([String]) -> Bool = { _ in true }
    ) -> CoverageReport {
        let study = Study(
            catalogue: catalogue, evidence: evidence, identities: identities, estate: estate, unread: [], proxies: [])
        var remarks = Remarks(study.answers)
        let grid = CoverageGrid(study, served: ServedProducts(study, remarks: &remarks))
        return CoverageReporter(study: study, grid: grid).report(isWanted: isWanted)
    }
}

/// Turns the grid of days into the report.
private struct CoverageReporter {
    let study: Study
    let grid: CoverageGrid

    /// Days of a window that are listed one by one: ten years.
    private static let maximumDays = 3660

    func report(isWanted: ([String]) -> Bool) -> CoverageReport {
        let logs = grid.logs.filter { log in
            isWanted(
                log.server.map { [study.identities.servers[$0].name] + study.identities.servers[$0].names }
                    ?? [log.summary.server])
        }
        let users = UserDays(study)
        // Servers that stay apart may have one name.
        let servers = Set(logs.compactMap(\.server)).sorted { a, b in
            let (first, second) = (
                ExactText(study.identities.servers[a].name), ExactText(study.identities.servers[b].name)
            )
            return first == second ? a < b : first < second
        }
        return CoverageReport(
            window: study.positionWindow,
            logs: logs.map { log in
                LogCoverage(
                    summary: log.summary, days: letters(log.marks), missingRecordIds: log.missingRecordIDs)
            },
            servers: servers.map { sensitivity(of: $0, logs, users) }, damagedInputs: damagedInputs)
    }

    private var damagedInputs: [DamagedInput] {
        study.evidence.inputs.flatMap { input in
            input.damagedPlaces.map { place in
                DamagedInput(
                    path: place.path, damage: place.damage, firstSeen: input.firstSeen?.text ?? "",
                    lastSeen: input.lastSeen?.text ?? "")
            }
        }.sorted { $0.path.isByteOrdered(before: $1.path) }
    }

    private func letters(_ marks: [Day: CoverageGrid.Mark]) -> String {
        guard let window = study.window else { return "" }
        let count = Int(window.upperBound.number) - Int(window.lowerBound.number) + 1
        guard count <= CoverageReporter.maximumDays else { return "" }
        return String(
            (0..<count).map { number -> Character in
                switch marks[window.lowerBound.advanced(by: number)] {
                case .covered: "#"
                case .partial: "~"
                case .cleared: "c"
                case nil: "."
                }
            })
    }

    private func sensitivity(of server: Int, _ logs: [CoverageGrid.Log], _ users: UserDays) -> ServerSensitivity {
        let days = logs.filter { $0.server == server }.reduce(into: Set<Day>()) { $0.formUnion($1.marks.keys) }
        let unseen = users.unseen(on: server, logged: days.count)
        return ServerSensitivity(
            server: study.identities.servers[server].name, users: unseen.seen, seenOnOneDay: unseen.onOneDay,
            seenOnTwoDays: unseen.onTwoDays, loggedDays: unseen.days,
            atLeastMore: Int(unseen.more.rounded(.down)),
            atLeastMoreLow: Int(unseen.interval.lowerBound.rounded(.down)),
            atLeastMoreHigh: Int(unseen.interval.upperBound.rounded(.up)),
            arrivals: users.arrivals(on: server).map { ServerSensitivity.Arrival(day: $0.day.text, newUsers: $0.users) }
        )
    }
}
