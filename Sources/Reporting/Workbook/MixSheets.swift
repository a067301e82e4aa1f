import PositionModel

/// User CALs, device CALs or a mix, who gets them, and what else could be bought.
extension PositionSheets {
    /// Column that names the mix of a row.
    static let mixNumber = "Mix"

    func mix(_ assignment: WorkbookSheet) -> WorkbookSheet {
        let sheet = sheet(
            "Mix", "all user licences, all device licences, or the cheapest cover, with its proof",
            [
                .word("Product"), .number("All user"), .number("All device"), .number("Users"), .number("Devices"),
                .number("Licences"), .number("Cost"), .number("Lower bound"), .number("Cost above lower bound"),
                .word("Currency"), .word("Tie"), .prose("Certificate"), .number("Unresolved edges"),
                .number("All user cost"), .number("All device cost"), .number("Segments cost"),
                .prose("Segments certificate"), .prose("Reasons"),
            ], count: position.mix.count)
        var first = 0
        let places = position.mix.map { mix -> String? in
            defer { first += mix.assignment.count }
            return mix.assignment.isEmpty ? nil : assignment.place(of: first)
        }
        return sheet.with { index in
            let line = position.mix[index]
            let best = line.optimum
            let (users, devices) = (SheetCell.figure(Figure(best?.users)), SheetCell.figure(Figure(best?.devices)))
            let (cost, bound) = (SheetCell.amount(best?.cost), SheetCell.amount(best?.lowerBound))
            return [
                places[index].map { .link(.text(line.product), to: $0) } ?? .text(line.product),
                .figure(line.allUser), .figure(line.allDevice), users, devices,
                .formula(.sum([.plus(sheet.letter("Users"), users), .plus(sheet.letter("Devices"), devices)])),
                cost, bound,
                .formula(
                    .sum(
                        [.plus(sheet.letter("Cost"), cost), .minus(sheet.letter("Lower bound"), bound)], isMoney: true)),
                .text(position.currency), best.map { .yes($0.tie) } ?? .empty, .text(best?.certificate ?? ""),
                .number(line.unresolvedEdges), .amount(line.alternatives?.allUserCost),
                .amount(line.alternatives?.allDeviceCost), .amount(line.alternatives?.segmentsCost),
                .text(line.alternatives?.segmentsCertificate ?? ""),
                .reasons(line.reasons + (line.alternatives?.reasons ?? [])),
            ]
        }
    }

    var segments: WorkbookSheet {
        sheet(
            "Mix by segment", "one flavour for each department of the organisation",
            [
                .number(PositionSheets.mixNumber), .word("Product"), .name("Segment"), .number("Users"),
                .number("Users only"), .number("Devices"), .word("Choice"),
            ],
            rows: position.mix.enumerated().flatMap { index, mix in
                (mix.alternatives?.segments ?? []).map { segment in
                    [
                        .number(index + 1), .text(mix.product), .text(segment.segment), .number(segment.users),
                        .number(segment.usersOnly), .number(segment.devices), .text(segment.choice.rawValue),
                    ]
                }
            })
    }

    var otherPrices: WorkbookSheet {
        let rows = position.mix.enumerated().flatMap { index, mix in
            (mix.alternatives?.sensitivity ?? []).map { (index, mix.product, $0) }
        }
        let sheet = sheet(
            "Mix at other prices", "the cheapest mix at other prices, as if no licence were held",
            [
                .number(PositionSheets.mixNumber), .word("Product"), .number("User price"), .number("Device price"),
                .number("Users"), .number("Devices"), .number("Cost"), .word("Currency"), .word("Tie"),
            ], count: rows.count)
        return sheet.with { index in
            let (mix, product, line) = rows[index]
            let (userPrice, devicePrice) = (SheetCell.money(line.userPrice), SheetCell.money(line.devicePrice))
            let (users, devices) = (SheetCell.number(line.users), SheetCell.number(line.devices))
            return [
                .number(mix + 1), .text(product), userPrice, devicePrice, users, devices,
                SheetFormula.cost(
                    users: (sheet.letter("Users"), users), at: (sheet.letter("User price"), userPrice),
                    devices: (sheet.letter("Devices"), devices), at: (sheet.letter("Device price"), devicePrice)
                ).cell(stated: .money(line.cost)), .text(position.currency), .yes(line.tie),
            ]
        }
    }

    var assignment: WorkbookSheet {
        // Whose row it is, without a copy of every holder.
        var starts = [0]
        for mix in position.mix { starts.append((starts.last ?? 0) + mix.assignment.count) }
        return sheet(
            "Assignment", "who gets a licence in the cheapest mix",
            [.number(PositionSheets.mixNumber), .word("Product"), .word("Flavour"), .name("Holder")],
            count: starts.last ?? 0
        ) { index in
            var (low, high) = (0, starts.count - 1)
            while high - low > 1 {
                let middle = (low + high) / 2
                if starts[middle] <= index { low = middle } else { high = middle }
            }
            let mix = position.mix[low]
            let line = mix.assignment[index - starts[low]]
            return [.number(low + 1), .text(mix.product), .text(line.flavour.rawValue), .text(line.holder)]
        }
    }
}
