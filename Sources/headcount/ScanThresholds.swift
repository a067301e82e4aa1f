import AccessModel
import Analysis
import ArgumentParser
import EvidenceStore
import Foundation
import Reporting

extension ScanOptionsGroup {
    /// Ends the command with the exit code its summary asks for.
    func check(_ summary: ScanSummary) throws {
        if summary.isInterrupted { throw ExitStatus.interrupted }
        if summary.hasFailures || !summary.differences.isEmpty { throw ExitStatus.failure }
        guard let rejectLimit else { return }
        let totals = summary.totals
        let share = totals.records == 0 ? 0 : Double(totals.rejected) / Double(totals.records)
        let damaged = strict && summary.hasDamage
        if damaged || share > rejectLimit { throw ExitStatus.threshold }
    }

    /// Refuses to write the rejects over anything: an input, the store, or an earlier list.
    func checkRejects() throws {
        guard let rejects, FileManager.default.fileExists(atPath: rejects) else { return }
        throw OutputError(message: "\(rejects) exists and is not overwritten. Name another file for --rejects.")
    }

    /// Writes the rejections of the store to the file `--rejects` names.
    func writeRejects(of store: EvidenceStore) throws {
        guard let rejects else { return }
        try checkRejects()
        try OutputFolder.write(
            InputsCSV.rejects(try store.rejections().map { ($0.location, $0.rejection) }, of: try store.inputs()),
            to: rejects)
    }
}
