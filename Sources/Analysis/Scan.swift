import AccessModel
import DistinctSets
public import EvidenceStore
import LogInput
import LogParsing
import Synchronization

/// The pipeline: bytes -> records -> accesses -> distinct sets -> store.
///
/// Read this first. It is the only place that knows all of those stages, and the only one with concurrency: each worker
/// takes the next input, owns its reader, parser and accumulator, and hands the store finished snapshots. An input's
/// contribution depends on its content alone, so neither the worker count nor the order changes a byte.
public enum Scan {
    /// Reads everything under `paths` into `store` and settles it.
    ///
    /// A file that cannot be read is reported in the summary and the scan goes on.
    /// - Parameter name: the path to record instead of the only one given; nil for the paths as they are.
    public static func run(
        paths: [String], name: String? = nil, into store: EvidenceStore, options: ScanOptions = ScanOptions(),
        monitor: ScanMonitor = ScanMonitor()
    ) async throws(AnalysisError) -> ScanSummary {
        let discovery = try discover(paths, name: name, leavingOut: store.files)
        return try await run(
            inputs: discovery.inputs, unread: discovery.unread, into: store, options: options, monitor: monitor)
    }

    /// Finds the inputs; one that has another name is known by that from here on.
    static func discover(
        _ paths: [String], name: String?, leavingOut own: [String] = []
    ) throws(AnalysisError) -> Discovery {
        var discovery = InputDiscovery.discover(paths, leavingOut: own)
        guard let name else { return discovery }
        guard discovery.inputs.count + discovery.unread.count == 1, !name.utf8.isEmpty else {
            throw .nothingToRead("a name is for one input: give one file or -, and a name that is not empty")
        }
        for index in discovery.inputs.indices { discovery.inputs[index].path = name }
        for index in discovery.unread.indices { discovery.unread[index].path = name }
        return discovery
    }

    /// Reads inputs that were found before.
    /// - Parameter unread: what was found and cannot be an input.
    static func run(
        inputs: [DiscoveredInput], unread: [UnreadInput] = [], into store: EvidenceStore,
        options: ScanOptions = ScanOptions(), monitor: ScanMonitor = ScanMonitor()
    ) async throws(AnalysisError) -> ScanSummary {
        monitor.begin(sizes: inputs.map(\.size))
        let settings: OrganisationSettings
        do { settings = try store.settings() } catch { throw .store(error) }
        let outcomes = await readAll(
            inputs, into: store, options: options, monitor: monitor, settings: settings)
        var (summary, finished) = try summary(of: outcomes, unread: unread)
        do {
            try store.noteUnread(summary.unread, finished: finished)
            try store.settle()
            summary.inputs = try store.inputs()
            summary.conflicts = try store.conflictCount()
        } catch {
            throw .store(error)
        }
        return summary
    }

    /// Reads inputs and writes what they contribute to `sink`, one after the other in the order of their paths: the same
    /// lines whatever the order they were found in.
    static func run(
        inputs: [DiscoveredInput], unread: [UnreadInput], into sink: LineSink, options: ScanOptions,
        monitor: ScanMonitor, settings: OrganisationSettings
    ) async throws(AnalysisError) -> ScanSummary {
        monitor.begin(sizes: inputs.map(\.size))
        let outcomes = await readAll(inputs, into: sink, options: options, monitor: monitor, settings: settings)
        var (summary, finished) = try summary(of: outcomes, unread: unread)
        finished.sort { $0.isByteOrdered(before: $1) }
        do { try sink.finish(unread: summary.unread, finished: finished) } catch { throw .store(error) }
        summary.inputs = sink.summaries
        return summary
    }

    /// What the outcomes say, each list by path, and the paths that were read as far as they go.
    private static func summary(
        of outcomes: [Outcome], unread: [UnreadInput]
    ) throws(AnalysisError) -> (ScanSummary, finished: [String]) {
        var summary = ScanSummary(
            added: [], copies: [], unread: unread, differences: [], inputs: [], conflicts: 0,
            isInterrupted: false)
        var finished: [String] = []
        for outcome in outcomes {
            switch outcome {
            case .finished(let path): finished.append(path)
            case .added(let path): summary.added.append(path)
            case .copy(let path, let original): summary.copies.append(.init(path: path, of: original))
            case .unread(let input): summary.unread.append(input)
            case .differs(let difference): summary.differences.append(difference)
            case .stopped: summary.isInterrupted = true
            case .failed(let error): throw .store(error)
            }
        }
        summary.added.sort { $0.isByteOrdered(before: $1) }
        summary.copies.sort { $0.path.isByteOrdered(before: $1.path) }
        summary.unread.sort { $0.path.isByteOrdered(before: $1.path) }
        summary.differences.sort { $0.path.isByteOrdered(before: $1.path) }
        return (summary, finished)
    }

    /// What became of one input, or of a member of one.
    private enum Outcome: Sendable {
        case added(path: String)
        case copy(path: String, of: String)
        case unread(UnreadInput)
        /// Besides what else became of it.
        case differs(ScanSummary.ReaderDifference)
        case stopped
        /// Besides what became of its members: the input was read as far as it goes.
        case finished(path: String)
        case failed(StoreError)

        init(_ result: ScanWorker.Result) {
            switch result {
            case .added(let path): self = .added(path: path)
            case .copy(let path, let original): self = .copy(path: path, of: original)
            case .unread(let unread): self = .unread(unread)
            case .stopped: self = .stopped
            }
        }
    }

    private static func readAll(
        _ inputs: [DiscoveredInput], into sink: some ContributionSink, options: ScanOptions, monitor: ScanMonitor,
        settings: OrganisationSettings
    ) async -> [Outcome] {
        let sizes = inputs.map(\.size)
        let workers = min(options.jobs, max(1, inputs.count), sink.mostWorkers)
        // Largest first, so that no worker is left alone with the largest at the end; a pipe may be endless.
        let order =
            sink.mostWorkers == 1
            ? Array(inputs.indices)
            : inputs.indices.sorted { (sizes[$1] ?? .max, $0) < (sizes[$0] ?? .max, $1) }
        let queue = WorkQueue(count: inputs.count)
        return await withTaskGroup(of: [Outcome].self) { group in
            for _ in 0..<workers {
                group.addTask {
                    var worker = ScanWorker(
                        sink: sink, options: options,
                        accumulatorBudget: options.memoryBudget / workers / ScanOptions.copiesInFlight,
                        monitor: monitor, settings: settings)
                    var outcomes: [Outcome] = []
                    while let index = queue.next() {
                        if monitor.isStopped {
                            outcomes.append(.stopped)
                            break
                        }
                        do throws(StoreError) {
                            let input = inputs[order[index]]
                            let results = try worker.read(input)
                            outcomes += results.map(Outcome.init)
                            for result in results { monitor.tell(ScanMonitor.Finished(result)) }
                            if !results.contains(where: \.isStopped) { outcomes.append(.finished(path: input.path)) }
                        } catch {
                            outcomes.append(.failed(error))
                            // A store that cannot be written will not take the next input either.
                            monitor.stop()
                        }
                        outcomes += worker.takeDifferences().map(Outcome.differs)
                        monitor.add(readOnDisk: worker.takeUncounted(of: sizes[order[index]]))
                        monitor.finishInput()
                    }
                    return outcomes
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }
}

extension ScanMonitor.Finished {
    fileprivate init(_ result: ScanWorker.Result) {
        switch result {
        case .added(let path): self.init(path: path, outcome: "added")
        case .copy(let path, let original): self.init(path: path, outcome: "already there as \(original)")
        case .unread(let input): self.init(path: input.path, outcome: "not read: \(input.reason)")
        case .stopped: self.init(path: "", outcome: "stopped")
        }
    }
}
