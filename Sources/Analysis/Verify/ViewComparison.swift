import AccessModel
import EvidenceStore
import LogInput
import PositionModel
import Reporting

/// Compares two stores view by view.
struct ViewComparison {
    /// Rows named where two views differ.
    static let mostExamples = 3
    /// Rows of a view that differs which are looked at for examples.
    private static let mostCompared = 4_000_000

    private let store: EvidenceStore
    private let other: EvidenceStore
    private let against: String

    init(_ store: EvidenceStore, _ other: EvidenceStore, against: String) {
        (self.store, self.other, self.against) = (store, other, against)
    }

    func run() throws -> [VerifiedView] {
        try StoreView.allCases.map(compared)
    }

    private func compared(_ view: StoreView) throws -> VerifiedView {
        let (mine, others) = (try Summary(view, of: store), try Summary(view, of: other))
        let differs = mine != others
        return VerifiedView(
            view: view.rawValue, against: against, rows: mine.rows, otherRows: others.rows, differs: differs,
            examples: differs ? try examples(view) : [])
    }

    /// How many rows a view has, and a hash of all of them.
    private struct Summary: Equatable {
        var rows = 0
        var hash = ""

        init(_ view: StoreView, of store: EvidenceStore) throws {
            guard let sum = RowHash() else { return }
            try store.forEachRow(of: view, columns: { _ in }, row: { sum.add($0) })
            (rows, hash) = (sum.rows, sum.finish())
        }
    }

    /// Rows that only one of the two has.
    private func examples(_ view: StoreView) throws -> [String] {
        let (mine, others) = (try hashes(view, of: store), try hashes(view, of: other))
        return try rows(view, of: store, without: others).map { "- " + $0 }
            + rows(view, of: other, without: mine).map { "+ " + $0 }
    }

    private func hashes(_ view: StoreView, of store: EvidenceStore) throws -> Set<Int> {
        var result: Set<Int> = []
        try store.forEachRow(of: view, columns: { _ in }) { row in
            if result.count < ViewComparison.mostCompared { result.insert(row.hashValue) }
        }
        return result
    }

    private func rows(_ view: StoreView, of store: EvidenceStore, without known: Set<Int>) throws -> [String] {
        var result: [String] = []
        guard known.count < ViewComparison.mostCompared else { return [] }
        try store.forEachRow(of: view, columns: { _ in }) { row in
            guard result.count < ViewComparison.mostExamples, !known.contains(row.hashValue) else { return }
            result.append(
                row.map { value in
                    switch value {
                    case .text(let text): text
                    case .integer(let number): String(number)
                    }
                }.joined(separator: "|"))
        }
        return result
    }
}

/// A hash of rows in their order: every cell with its kind and length, so that no two lists of rows are one text.
private final class RowHash {
    private let hash: CustodyHash
    private(set) var rows = 0

    /// Nil where libcrypto offers no SHA-256.
    init?() {
        guard let hash = CustodyHash() else { return nil }
        self.hash = hash
    }

    func add(_ row: [StoreView.Value]) {
        rows += 1
        for value in row {
            switch value {
            case .text(var text):
                text.withUTF8 { bytes in
                    hash.update("t\(bytes.count):")
                    hash.update(UnsafeRawBufferPointer(bytes))
                }
            case .integer(let number): hash.update("i\(number);")
            }
        }
        hash.update("\n")
    }

    func finish() -> String { hash.finish() }
}

extension CustodyHash {
    fileprivate func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }
}
