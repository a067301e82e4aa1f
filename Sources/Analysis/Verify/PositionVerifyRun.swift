import AccessModel
import EstateInput
import EvidenceStore
import Foundation
import Licensing
import LogInput
public import PositionModel
public import Pseudonyms
import Reporting

/// `verify DIR`: makes a position again from what its manifest names, and compares.
public enum PositionVerifyRun {
    /// - Parameters:
    ///   - folder: of the results.
    ///   - store: the evidence store, where it lies elsewhere now; likewise `estate`, a folder with everything.
    ///   - key: of a position that names nobody.
    public static func verify(
        folder: String, store: String? = nil, estate: String? = nil, key: PseudonymKey? = nil
    ) throws(AnalysisError) -> PositionVerification {
        let manifest = try Manifest.read(folder + "/" + Manifest.name)
        if let wanted = manifest.pseudonyms?.key, wanted != key?.id {
            throw .nothingToRead(
                "The position in \(folder) names nobody, by the key \(wanted). Give that key with --pseudonymise KEYFILE"
                    + (key.map { "; this one is \($0.id)." } ?? "."))
        }
        guard let origin = manifest.origin else {
            throw .nothingToRead(
                "\(folder)/\(Manifest.name) does not say what the position was made from: an earlier version wrote it. "
                    + "Make the position again, and compare with headcount diff.")
        }
        let storePath = try place(store ?? origin.store, beside: folder, option: "--store")
        let known = try read(origin, estate: estate, beside: folder)
        let catalogue = try self.catalogue(origin)
        let opened: EvidenceStore
        do { opened = try EvidenceStore.open(path: storePath, mode: .read) } catch { throw .store(error) }
        var position = try PositionRun.position(
            store: opened, estate: known, catalogue: catalogue, window: origin.windowRequest)
        if manifest.pseudonyms != nil, let key {
            position = position.pseudonymised(
                by: try PseudonymRun.pseudonymiser(key: key, store: opened, estate: known, catalogue: catalogue))
        }
        let made = try hashes(of: position)
        let outputs = manifest.outputs.map { file in
            let found = EstateFile.hash(of: folder + "/" + file.name)
            let state: PositionVerification.File.State =
                found == nil
                ? .missing : found != file.sha256 ? .changed : made[file.name] == file.sha256 ? .same : .differs
            return PositionVerification.File(name: file.name, state: state)
        }
        var changes: [String] = []
        if outputs.contains(where: { $0.state != .same }), let before = try? PositionFile.read(folder) {
            changes = PositionDifference(before: before, after: position).texts
        }
        return PositionVerification(
            estate: estateFiles(manifest, origin, estate: estate, beside: folder), outputs: outputs,
            changes: Array(changes.prefix(PositionVerification.mostChanges)),
            moreChanges: max(0, changes.count - PositionVerification.mostChanges),
            notices: notices(manifest, position))
    }

    /// The file as given, or beside the results.
    private static func place(_ path: String, beside folder: String, option: String) throws(AnalysisError) -> String {
        for candidate in [path, folder + "/" + path] where FileManager.default.fileExists(atPath: candidate) {
            return candidate
        }
        throw .nothingToRead("\(path), which the manifest names, is not there. Say where it is now with \(option).")
    }

    private static func read(
        _ origin: PositionOrigin, estate: String?, beside folder: String
    ) throws(AnalysisError) -> Estate {
        do throws(EstateError) {
            let answers = origin.answers.isEmpty ? nil : origin.answers
            if let estate = estate ?? (origin.estate.isEmpty ? nil : origin.estate) {
                guard FileManager.default.fileExists(atPath: estate) else {
                    throw EstateError(
                        file: estate, problem: "the folder, which the manifest names, is not there",
                        remedy: "Say where it is now with --estate")
                }
                var read = try EstateReader.read(folder: estate)
                try read.take(answers: answers)
                return read
            }
            func given(_ path: String) -> String? { path.isEmpty ? nil : path }
            return try EstateSources(
                directory: origin.directory, servers: given(origin.servers), entitlements: given(origin.entitlements),
                settings: given(origin.settings), answers: answers
            ).read()
        } catch { throw .estate(error) }
    }

    private static func catalogue(_ origin: PositionOrigin) throws(AnalysisError) -> Catalogue {
        do throws(CatalogueError) {
            if origin.catalogue.isEmpty { return try Catalogue.builtIn }
            guard let json = FileManager.default.contents(atPath: origin.catalogue) else {
                throw CatalogueError.unreadable(detail: "\(origin.catalogue) is not there")
            }
            return try Catalogue.load(json: json)
        } catch { throw .catalogue(error) }
    }

    /// SHA-256 of each result, as `PositionRun.write` would write it, by name.
    private static func hashes(of position: Position) throws(AnalysisError) -> [String: String] {
        let json = CustodyHash()
        do throws(JSONTextError) {
            try PositionJSON.forEachPart(of: position) { part in part.withUnsafeBytes { json?.update($0) } }
        } catch { throw .json(error) }
        return [
            "position.json": json?.finish() ?? "",
            "position.csv": CustodyHash.hex(of: Array(PositionCSV.text(position).utf8)),
            "elp.csv": CustodyHash.hex(of: Array(ELPCSV.text(position).utf8)),
        ]
    }

    /// Files of another folder are found by what follows the folder the manifest names.
    private static func estateFiles(
        _ manifest: Manifest, _ origin: PositionOrigin, estate: String?, beside folder: String
    ) -> [PositionVerification.File] {
        manifest.estateFiles.map { file in
            var path = file.name
            if let estate, !origin.estate.isEmpty, path.hasPrefix(origin.estate) {
                path = estate + path.dropFirst(origin.estate.count)
            }
            let found = EstateFile.hash(of: path)
            return PositionVerification.File(
                name: file.name, state: found == nil ? .missing : found == file.sha256 ? .same : .changed)
        }
    }

    private static func notices(_ manifest: Manifest, _ position: Position) -> [String] {
        var notices: [String] = []
        if manifest.headcountVersion != HeadcountVersion.program {
            notices.append(
                "made by headcount \(manifest.headcountVersion), made again by \(HeadcountVersion.program): another version may "
                    + "count otherwise; its changelog says how")
        }
        if manifest.catalogueVersion != position.catalogueVersion {
            notices.append(
                "made with catalogue \(manifest.catalogueVersion), made again with \(position.catalogueVersion)")
        }
        return notices
    }
}
