import AccessModel
import Analysis
import Dispatch
import Foundation
import Reporting

#if canImport(Glibc)
    import Glibc
#endif

/// Shows a running scan on standard error and lets Ctrl-C end it cleanly (a second one ends it at once).
struct ScanWatch {
    private let monitor: ScanMonitor
    private let noise: NoiseOptions
    private let start = ContinuousClock.now

    init(noise: NoiseOptions) {
        self.noise = noise
        monitor =
            noise.verbose
            ? ScanMonitor { finished in
                Console.note("  \(SafeText.terminal(finished.path)): \(SafeText.terminal(finished.outcome))")
            } : ScanMonitor()
    }

    func follow<Result>(_ body: (ScanMonitor) async throws -> Result) async rethrows -> Result {
        signal(SIGINT, SIG_IGN)
        let interrupts = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        interrupts.setEventHandler { [monitor] in
            if monitor.isStopped { exit(130) }
            monitor.stop()
            Console.note("Finishing: inputs read so far are kept. Press Ctrl-C again to stop at once.")
        }
        interrupts.resume()
        defer {
            interrupts.cancel()
            signal(SIGINT, SIG_DFL)
        }
        guard noise.showsProgress else { return try await body(monitor) }
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + .milliseconds(300), repeating: .milliseconds(300))
        timer.setEventHandler { [self] in Console.status(line) }
        timer.resume()
        defer {
            timer.cancel()
            Console.status("")
        }
        return try await body(monitor)
    }

    private var line: String { ProgressLine.text(monitor.progress, seconds: elapsed, width: Console.errorWidth) }

    private var elapsed: Double {
        let duration = ContinuousClock.now - start
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    /// Names on standard error what was not read and what is damaged, where standard output does not.
    func warn(_ summary: ScanSummary) {
        if !summary.unread.isEmpty { noise.note(UnreadTable.text(summary.unread)) }
        for place in summary.inputs.flatMap(\.damagedPlaces) {
            noise.note("  damaged: \(SafeText.terminal(place.path)): \(SafeText.terminal(place.damage))")
        }
    }

    /// Names the inputs that the two readers did not read alike. What they quote comes from the log.
    func report(_ differences: [ScanSummary.ReaderDifference]) {
        for difference in differences {
            Console.note(
                """
                  readers differ \(difference.count) times in \(SafeText.terminal(difference.path)); the first:
                    fast reader: \(SafeText.terminal(difference.fast))
                    libxml2:     \(SafeText.terminal(difference.reference))
                """)
        }
    }

    /// A line on events whose copies differ, where there are any.
    private func conflicts(_ summary: ScanSummary) -> String {
        switch summary.conflicts {
        case 0: ""
        case 1: "1 event has copies that differ; the fullest counts: view conflicts.\n"
        default: "\(summary.conflicts) events have copies that differ; the fullest counts: view conflicts.\n"
        }
    }

    /// The closing lines: what was read, how fast, with how much memory, and what to do next.
    /// - Parameter holder: what the records are in.
    func finish(_ summary: ScanSummary, next: String, holder: String = "Store") {
        let progress = monitor.progress
        let totals = summary.totals
        let refused = RefusedInputs.text(summary.inputs, style: Console.style)
        if !refused.isEmpty { noise.note(refused) }
        noise.note(
            """
            \(summary.added.count) inputs added, \(summary.copies.count) already there, \(summary.unread.count) not read. \
            \(Size.text(progress.bytes)) in \(Tenths.text(elapsed)) s, peak memory \
            \(Size.text(Processors.peakMemory)).
            \(holder): \(totals.records) records = \(totals.accepted) accepted + \(totals.ignored) ignored + \
            \(totals.rejected) rejected + \(totals.duplicates) duplicates\(totals.tiesOut ? "" : " - DOES NOT TIE OUT").
            \(conflicts(summary))\(summary.inputs.isEmpty ? "Nothing was read: try headcount inspect." : "Next: \(next)")
            """)
    }
}
