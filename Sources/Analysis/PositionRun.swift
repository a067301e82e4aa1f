public import AccessModel
import EstateInput
public import EvidenceStore
import Identity
public import Licensing
import LogInput
public import PositionModel
public import Pseudonyms
import Reconciliation
import Reporting

/// `reconcile`: evidence, directory and entitlements to a position, and the position to files.
public enum PositionRun {
    /// Files a position is written as.
    public static let files =
        ["position.json", "position.csv", "elp.csv", "report.html"] + (hasWorkbook ? [workbookName] : [])
        + [Manifest.name]

    /// Whether this build writes a workbook: the trait `Workbook`.
    public static let hasWorkbook: Bool = {
        #if Workbook
            true
        #else
            false
        #endif
    }()
    static let workbookName = "position.xlsx"

    /// The position a store and an estate give.
    /// - Parameters:
    ///   - window: days asked for on the command line; nil for what the estate's settings say, else all.
    ///   - ahead: the evidence where it has been read already (`EvidenceAhead`).
    ///   - isUnlimited: compares mixes at other prices however large the graph of a product is.
    public static func position(
        store: EvidenceStore, estate: Estate, catalogue: Catalogue, window: WindowRequest? = nil,
        ahead: Evidence? = nil, isUnlimited: Bool = false
    ) throws(AnalysisError) -> Position {
        let evidence = try Windowed.evidence(store: store, window: window, settings: estate.settings, ahead: ahead)
        return try position(
            of: evidence, store: store, estate: estate, catalogue: catalogue, isUnlimited: isUnlimited)
    }

    /// The same of evidence already cut to the window.
    static func position(
        of evidence: Evidence, store: EvidenceStore, estate: Estate, catalogue: Catalogue, isUnlimited: Bool = false
    ) throws(AnalysisError) -> Position {
        for entry in estate.entitlements {
            guard let contradiction = catalogue.contradiction(in: entry) else { continue }
            throw .estate(
                EstateError(
                    file: EstateReader.entitlementsFile, line: entry.line, problem: contradiction,
                    remedy: "Correct the one that is wrong"))
        }
        let unread: [UnreadInput]
        do { unread = try store.unreadInputs() } catch { throw .store(error) }
        let identities = IdentityResolver.resolve(evidence: evidence, estate: estate)
        return Reconciler(catalogue: catalogue, isUnlimited: isUnlimited).position(
            evidence: evidence, identities: identities, estate: estate, unread: unread,
            proxies: SuspectedProxy.suspected(evidence: evidence, identities: identities, estate: estate))
    }

    /// Every rule the figures rest on.
    public static func rules(of catalogue: Catalogue) -> RuleList { Reconciler(catalogue: catalogue).rules }

    /// Names of products by catalogue id, for people.
    public static func productNames(of catalogue: Catalogue) -> [String: String] {
        Dictionary(catalogue.products.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// Writes a position as JSON, CSV, HTML, workbook and a manifest.
    /// - Parameters:
    ///   - generatedAt: the one line of the report that names the time; nil leaves it out.
    ///   - origin: what the position was made from, for whoever makes it again.
    ///   - names: what replaced the names of the position, and replaces those in the paths of the estate's files; nil for none.
    ///   - workbook: whether to write the workbook, where this build can; of a million accounts it is most of the time. Without it
    ///     one of an earlier run is removed, which would be about another position.
    public static func write(
        _ position: Position, to folder: OutputFolder, generatedAt: String?, catalogue: Catalogue,
        origin: PositionOrigin, estateFiles: [EstateFile], pseudonymisedBy names: Pseudonymiser? = nil,
        workbook isWanted: Bool = true
    ) throws(AnalysisError) {
        let productNames = productNames(of: catalogue)
        let (written, (workbook, csv, page)) = Together.both(
            { Result { try writeJSON(position, to: folder.file("position.json")) } },
            {
                (
                    Result {
                        if isWanted {
                            try writeWorkbook(position, to: folder, productNames: productNames)
                        } else {
                            folder.remove(workbookName)
                        }
                    },
                    PositionCSV.text(position),
                    PositionHTML.page(position, generatedAt: generatedAt, productNames: productNames)
                )
            })
        do {
            let json = try written.get()
            try workbook.get()
            try folder.write(csv, to: "position.csv")
            let elp = ELPCSV.text(position)
            try folder.write(elp, to: "elp.csv")
            let manifest = try JSONText.encode(
                Manifest(
                    position: position, origin: names.map { origin.pseudonymised(by: $0) } ?? origin,
                    estateFiles: names.map { names in estateFiles.map { $0.pseudonymised(by: names) } } ?? estateFiles,
                    files: [
                        ("elp.csv", CustodyHash.hex(of: Array(elp.utf8))),
                        ("position.csv", CustodyHash.hex(of: Array(csv.utf8))), ("position.json", json),
                    ]))
            try folder.write(page, to: "report.html")
            try folder.write(manifest, to: Manifest.name)
        } catch let error as OutputError {
            throw .output(error)
        } catch let error as JSONTextError {
            throw .json(error)
        } catch {
            preconditionFailure("unexpected error type \(type(of: error))")
        }
    }

    private static func writeWorkbook(
        _ position: Position, to folder: OutputFolder, productNames: [String: String]
    ) throws(OutputError) {
        #if Workbook
            let place = folder.file(workbookName)
            let scratch = try OwnerOnlyFolder(path: place + ".partial")
            do {
                try PositionWorkbook.write(
                    position, to: scratch.file(workbookName), scratch: scratch.path, productNames: productNames)
            } catch {
                throw OutputError(message: error.message)
            }
            try scratch.move(workbookName, to: place)
        #endif
    }

    /// Writes `position.json` piece by piece.
    /// - Returns: SHA-256 of the file.
    private static func writeJSON(_ position: Position, to path: String) throws -> String {
        var file = try OwnerOnlyFile(path: path)
        let hash = CustodyHash()
        var failure: OutputError?
        try PositionJSON.forEachPart(of: position) { part in
            guard failure == nil else { return }
            part.withUnsafeBytes { hash?.update($0) }
            do throws(OutputError) { try file.write(part) } catch { failure = error }
        }
        if let failure { throw failure }
        try file.finish()
        return hash?.finish() ?? ""
    }
}
