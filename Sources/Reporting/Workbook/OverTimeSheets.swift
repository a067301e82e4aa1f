import PositionModel

/// When the evidenced users and devices were seen, and the servers they reached.
extension PositionSheets {
    /// Column that names the product of a row, by its place.
    static let evidenceNumber = "Evidence"

    var spans: WorkbookSheet {
        sheet(
            "Over time", "users and devices of the last days of the window, and of the whole",
            [
                .number(PositionSheets.evidenceNumber), .word("Product"), .number("Days"), .date("From"),
                .number("Users"), .number("New users"), .number("Devices"), .number("New devices"),
            ],
            rows: position.evidenceOverTime.enumerated().flatMap { index, evidence in
                evidence.spans.map { span in
                    [
                        .number(index + 1), .text(evidence.product), .number(span.days), .date(span.from),
                        .number(span.users), .number(span.newUsers), .number(span.devices), .number(span.newDevices),
                    ]
                }
            })
    }

    var daysSeen: WorkbookSheet {
        sheet(
            "Over time by day", "when users and devices were first and last seen",
            [
                .number(PositionSheets.evidenceNumber), .word("Product"), .date("Day"), .number("New users"),
                .number("Users"), .number("Last users"), .number("New devices"), .number("Devices"),
                .number("Last devices"),
            ],
            rows: position.evidenceOverTime.enumerated().flatMap { index, evidence in
                evidence.days.map { day in
                    [
                        .number(index + 1), .text(evidence.product), .date(day.day), .number(day.newUsers),
                        .number(day.users), .number(day.lastUsers), .number(day.newDevices), .number(day.devices),
                        .number(day.lastDevices),
                    ]
                }
            })
    }

    var servers: WorkbookSheet {
        sheet(
            "Servers", "what each server runs, and the distinct users and devices that reached it",
            [
                .name("Server"), .prose("Products"), .number("Users"), .number("Devices low"), .number("Devices high"),
                .number("Edges"), .date("First day"), .date("Last day"), .prose("Reasons"),
            ],
            rows: position.servers.map { server in
                [
                    .text(server.server),
                    .text(
                        server.products.map { $0.version.isEmpty ? $0.product : "\($0.product) \($0.version)" }
                            .joined(separator: "; ")),
                    .number(server.users), .figure(server.devicesLow), .figure(server.devicesHigh),
                    .figure(server.edges), Self.day(server.firstDay), Self.day(server.lastDay),
                    .reasons(server.reasons),
                ]
            })
    }
}
