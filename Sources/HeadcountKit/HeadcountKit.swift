/// Headcount as a library: scan, census and reconcile, and the nouns they speak of.
///
/// ```swift
/// import HeadcountKit
///
/// let store = try EvidenceStore.open(path: "corp.headcount", mode: .create)
/// _ = try await Scan.run(paths: ["/exports"], into: store)
/// let census = try CensusRun.census(store: store, window: .last(days: 90))
/// ```
@_exported public import AccessModel
@_exported public import Analysis
@_exported public import EstateInput
@_exported public import EvidenceStore
@_exported public import Licensing
@_exported public import PositionModel
