public import AccessModel
public import EvidenceStore
import Identity
public import Licensing
public import PositionModel

/// A change to the estate nobody has made yet.
public enum EstateChange: Sendable, Hashable {
    /// Servers run another version: `fs01=2025`, `windows-server/*=2025`.
    case upgrade(product: String, server: String, version: String)
    /// Servers are gone: `fs01`.
    case retire(server: String)
    /// A licence has another price, in hundredths: `ws-cal/user=45.00`.
    case price(licence: String, flavour: Flavour, hundredths: Int64)
    /// So many licences more: `ws-cal/user@2025=40`.
    case buy(licence: String, flavour: Flavour?, version: String, quantity: Int)
    /// Another model: `windows-server=user`.
    case choose(product: String, choice: EstateSettings.Choice)
    /// Software Assurance or a subscription of a line of entitlements.csv ends on another day: `7=2027-12-31`.
    case assurance(line: Int, end: Day)

    /// Most licences one change adds.
    static let maximumQuantity = 1_000_000

    /// Reads `SERVER=VERSION` or `PRODUCT/SERVER=VERSION`; the server may be `*`.
    public static func upgrade(_ text: String) -> EstateChange? {
        guard let (place, version) = halves(text) else { return nil }
        let parts = place.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        return .upgrade(product: parts.count == 2 ? parts[0] : "", server: parts[parts.count - 1], version: version)
    }

    /// Reads `LICENCE/FLAVOUR=AMOUNT`.
    public static func price(_ text: String) -> EstateChange? {
        guard let (what, amount) = halves(text), let money = Money(text: amount), money.hundredths >= 0,
            let (licence, flavour) = flavoured(what), let flavour
        else { return nil }
        return .price(licence: licence, flavour: flavour, hundredths: money.hundredths)
    }

    /// Reads `LICENCE[/FLAVOUR][@VERSION]=NUMBER`.
    public static func buy(_ text: String) -> EstateChange? {
        guard let (what, number) = halves(text), let quantity = Int(number), (1...maximumQuantity).contains(quantity)
        else { return nil }
        let parts = what.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let (licence, flavour) = flavoured(parts[0]) else { return nil }
        return .buy(
            licence: licence, flavour: flavour, version: parts.count == 2 ? parts[1] : "", quantity: quantity)
    }

    /// Reads `PRODUCT=user|device|mix`.
    public static func choose(_ text: String) -> EstateChange? {
        guard let (product, word) = halves(text), let choice = EstateSettings.Choice(rawValue: word) else { return nil }
        return .choose(product: product, choice: choice)
    }

    /// Reads `LINE=YYYY-MM-DD`.
    public static func assurance(_ text: String) -> EstateChange? {
        guard let (line, day) = halves(text), let line = Int(line), let end = Day(text: day) else { return nil }
        return .assurance(line: line, end: end)
    }

    /// The texts around the last `=`, neither empty.
    private static func halves(_ text: String) -> (String, String)? {
        guard let cut = text.utf8.lastIndex(of: UInt8(ascii: "=")) else { return nil }
        let (left, right) = (String(text[..<cut]), String(text[text.utf8.index(after: cut)...]))
        return left.isEmpty || right.isEmpty ? nil : (left, right)
    }

    private static func flavoured(_ text: String) -> (licence: String, flavour: Flavour?)? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !parts[0].isEmpty else { return nil }
        guard parts.count == 2 else { return (parts[0], nil) }
        return Flavour(rawValue: parts[1]).map { (parts[0], $0) }
    }
}

/// Why a change cannot be made.
public struct EstateChangeError: Error, Sendable, CustomStringConvertible {
    public var description: String
}

/// `whatif`: the position as it would be after some changes, from the same evidence.
public enum WhatIf {
    /// The estate with the changes made, in order.
    ///
    /// - Throws: for a change that concerns nothing of the estate or names what the catalogue does not know.
    public static func changed(
        _ estate: Estate, by changes: [EstateChange], catalogue: Catalogue
    ) throws(EstateChangeError) -> Estate {
        var estate = estate
        for change in changes { try make(change, to: &estate, catalogue: catalogue) }
        return estate
    }

    private static func make(
        _ change: EstateChange, to estate: inout Estate, catalogue: Catalogue
    ) throws(EstateChangeError) {
        switch change {
        case .upgrade(let product, let server, let version):
            let id = product.isEmpty ? nil : catalogue.product(named: product)?.id
            if !product.isEmpty, id == nil { throw unknown("product", product, catalogue.products.map(\.id)) }
            let rows = estate.servers.indices.filter { index in
                let entry = estate.servers[index]
                return isNamed(entry, server)
                    && (id == nil || catalogue.product(named: entry.product)?.id == id)
            }
            if rows.isEmpty { throw nothing("servers.csv", "\(product.isEmpty ? "" : product + " on ")\(server)") }
            for row in rows {
                guard let served = catalogue.product(named: estate.servers[row].product) else { continue }
                if served.version(named: version) == nil {
                    throw unknown("version of \(served.id)", version, served.versions.map(\.id))
                }
            }
            for row in rows { estate.servers[row].version = version }
        case .retire(let server):
            let before = estate.servers.count
            estate.servers.removeAll { isNamed($0, server) }
            if estate.servers.count == before { throw nothing("servers.csv", server) }
        case .price(let licence, let flavour, let hundredths):
            guard let id = catalogue.licence(named: licence)?.id else {
                throw unknown("licence", licence, catalogue.licences.map(\.id))
            }
            guard let sold = catalogue.licence(id)?.flavours else {
                throw EstateChangeError(
                    description: "\(licence) is a suite: nothing is priced by it; change the prices of what it holds.")
            }
            guard sold.contains(flavour) else {
                throw EstateChangeError(
                    description:
                        "\(licence) is sold per \(sold.map(\.rawValue).joined(separator: " or ")), not per \(flavour.rawValue)."
                )
            }
            estate.settings.prices.removeAll {
                $0.flavour == flavour && (catalogue.licence(named: $0.licence)?.id ?? $0.licence) == id
            }
            estate.settings.prices.append(.init(licence: id, flavour: flavour, hundredths: hundredths))
        case .buy(let licence, let flavour, let version, let quantity):
            guard let match = catalogue.licence(named: licence, flavour: flavour) else {
                throw unknown("licence", licence, catalogue.licences.map(\.id) + catalogue.suites.map(\.id))
            }
            if match.flavour == nil {
                throw EstateChangeError(
                    description:
                        "\(licence) is sold for users and for devices: write \(licence)/user or \(licence)/device.")
            }
            if catalogue.suite(match.id)?.kind == .subscription {
                throw EstateChangeError(
                    description:
                        "Seats of \(licence) count for whom they are assigned to only: add rows with assigned_to to entitlements.csv."
                )
            }
            if !version.isEmpty, let id = catalogue.licence(match.id)?.product, let product = catalogue.product(id),
                product.version(named: version) == nil
            {
                throw unknown("version of \(product.id)", version, product.versions.map(\.id))
            }
            try checkServed(match.id, licence, estate, catalogue)
            var entry = EntitlementEntry()
            (entry.licence, entry.flavour, entry.version) = (licence, flavour, version)
            entry.quantity = quantity
            entry.line = (estate.entitlements.map(\.line).max() ?? 1) + 1
            // A suite and what has no version are bought with Software Assurance.
            if version.isEmpty { entry.softwareAssuranceEnd = Day(text: "9999-12-31") }
            estate.entitlements.append(entry)
        case .choose(let product, let choice):
            guard let id = catalogue.product(named: product)?.id else {
                throw unknown("product", product, catalogue.products.map(\.id))
            }
            guard isServed(id, estate, catalogue) else { throw nothing("servers.csv", product) }
            estate.settings.choices.removeAll { catalogue.product(named: $0.product)?.id == id }
            estate.settings.choices.append((id, choice))
        case .assurance(let line, let end):
            guard let index = estate.entitlements.firstIndex(where: { $0.line == line }) else {
                throw nothing("entitlements.csv", "line \(line)")
            }
            guard estate.entitlements[index].softwareAssuranceEnd != nil else {
                throw EstateChangeError(
                    description:
                        "Line \(line) of entitlements.csv has no Software Assurance that could end on another day.")
            }
            estate.entitlements[index].softwareAssuranceEnd = end
        }
    }

    private static func isServed(_ product: String, _ estate: Estate, _ catalogue: Catalogue) -> Bool {
        let rows = estate.servers.compactMap { catalogue.product(named: $0.product) }
        return rows.contains { $0.id == product || $0.infrastructure.contains(product) }
    }

    /// A licence no server asks for would change nothing without a word.
    private static func checkServed(
        _ id: String, _ written: String, _ estate: Estate, _ catalogue: Catalogue
    ) throws(EstateChangeError) {
        let licences = catalogue.suite(id)?.rights.map(\.licence) ?? [id]
        let isAsked = licences.contains { licence in
            guard let found = catalogue.licence(licence), let product = catalogue.product(found.product),
                isServed(product.id, estate, catalogue)
            else { return false }
            return found.kind == .connector || product.cal == licence || product.additive.contains(licence)
        }
        if !isAsked { throw nothing("servers.csv", "no server asks for \(written)") }
    }

    /// By any of its names, whole or up to the first dot; `*` is every server.
    static func isNamed(_ entry: ServerEntry, _ name: String) -> Bool {
        if name == "*" { return true }
        let asked = name.scalarLowercased
        return ([entry.server] + entry.aliases).map(\.scalarLowercased).contains { known in
            let label = known.split(separator: ".", maxSplits: 1).first.map(String.init) ?? known
            return ExactText(known) == ExactText(asked) || ExactText(label) == ExactText(asked)
        }
    }

    private static func unknown(_ what: String, _ name: String, _ known: [String]) -> EstateChangeError {
        let nearest = NearestWords.of(name.scalarLowercased, in: known, most: 3).joined(separator: ", ")
        return EstateChangeError(description: "The catalogue has no \(what) \"\(name)\"; the nearest are \(nearest).")
    }

    private static func nothing(_ file: String, _ what: String) -> EstateChangeError {
        EstateChangeError(description: "\(file) has nothing that the change is about: \(what).")
    }

    /// The position before and after.
    ///
    /// - Parameter described: the changes as a person gave them.
    public static func report(
        store: EvidenceStore, estate: Estate, changes: [EstateChange], described: [String], catalogue: Catalogue,
        window: WindowRequest?
    ) throws(WhatIfError) -> WhatIfReport {
        let changed: Estate
        do { changed = try Self.changed(estate, by: changes, catalogue: catalogue) } catch { throw .change(error) }
        do throws(AnalysisError) {
            let evidence = try Windowed.evidence(store: store, window: window, settings: estate.settings)
            let before = try PositionRun.position(of: evidence, store: store, estate: estate, catalogue: catalogue)
            let left = try Self.left(evidence, by: changes, store: store, estate: estate)
            let after = try PositionRun.position(of: left, store: store, estate: changed, catalogue: catalogue)
            return WhatIfReport(before: before, after: after, changes: described)
        } catch {
            throw .analysis(error)
        }
    }

    /// Evidence without servers the changes take away.
    private static func left(
        _ evidence: Evidence, by changes: [EstateChange], store: EvidenceStore, estate: Estate
    ) throws(AnalysisError) -> Evidence {
        let names = changes.compactMap { change in
            if case .retire(let server) = change { server } else { nil }
        }
        if names.isEmpty { return evidence }
        let days: ClosedRange<Day>?
        do { days = try store.days() } catch { throw .store(error) }
        return RetiredServers(estate, names: names).leave(
            evidence, identities: IdentityResolver.resolve(evidence: evidence, estate: estate), days: days)
    }
}

/// Why there is no answer to `whatif`.
public enum WhatIfError: Error, Sendable {
    case change(EstateChangeError)
    case analysis(AnalysisError)
}
