public import AccessModel
import Contributions
import EvidenceStore
import LogInput

/// Reads logs and writes what they contribute as lines, for a store on another machine: `docs/contributions.md`.
public enum EmitRun {
    /// Reads everything under `paths`.
    /// - Parameters:
    ///   - name: the path to record instead of the only one given; nil for the paths as they are.
    ///   - settings: state the zones of logs whose times are local; nothing else of them is in the lines.
    /// - Returns: what was read. Nothing is compared with other inputs, so it knows neither copies nor duplicates.
    public static func run(
        paths: [String], name: String? = nil, to destination: ContributionDestination,
        settings: OrganisationSettings = OrganisationSettings(), options: ScanOptions = ScanOptions(),
        monitor: ScanMonitor = ScanMonitor()
    ) async throws(AnalysisError) -> ScanSummary {
        let discovery = try Scan.discover(paths, name: name)
        let sink = LineSink(path: destination.path) { bytes throws(ContributionWriteError) in
            try destination.write(bytes)
        }
        let summary = try await Scan.run(
            inputs: discovery.inputs, unread: discovery.unread, into: sink, options: options, monitor: monitor,
            settings: settings)
        // What was interrupted, or could not be written to its end, is no file.
        guard !summary.isInterrupted else { return summary }
        do { try destination.finish() } catch { throw .output(error) }
        return summary
    }

    /// Writes that an input could not be had, for whoever carries logs here and failed: its path is unread then, as one is
    /// that a scan cannot open.
    public static func unread(
        _ name: String, reason: String, to destination: ContributionDestination
    ) throws(AnalysisError) {
        let lines = ContributionLines { bytes throws(ContributionWriteError) in try destination.write(bytes) }
        let input = UnreadInput(
            path: name, format: .unknown, reason: reason, remedy: "see to it that it can be read, and scan it again",
            isFailure: true)
        do throws(ContributionWriteError) { try lines.finish(unread: [input], finished: []) } catch {
            throw .output(OutputError(message: "\(error.reason): \(error.remedy)"))
        }
        do { try destination.finish() } catch { throw .output(error) }
    }
}
