import AccessModel
import GRDB

/// How many inputs of a store came into another one.
public struct StoreMerge: Sendable, Hashable {
    /// Inputs of the store that was added.
    public var inputs: Int
    /// Those whose content the receiving store did not have, or now has from a smaller place.
    public var newInputs: Int
}

extension EvidenceStore {
    /// True where a path leads to the file of this store.
    public func isSameFile(as other: String) throws(StoreError) -> Bool { try StoreFile.isSame(path, other) }

    /// Adds the inputs of another store; they are seen from the next `settle` on.
    ///
    /// The result depends on the set of stores alone: not on their order, nor on how inputs were spread over them.
    /// The settings stay those of this store.
    /// - Throws: `.notSettled` where a scan is writing the other store, or one was cut off; `.failed` where it is this one.
    public func add(_ other: EvidenceStore) throws(StoreError) -> StoreMerge {
        guard try !isSameFile(as: other.path) else {
            throw StoreError(.failed, other.path, "a store cannot be added to itself", "give another store")
        }
        let path = other.path
        return try write("add \(path)", attaching: path) { database in
            let unsettled = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM other.input WHERE state <> ?", arguments: [InputState.settled])
            guard unsettled == 0 else {
                throw StoreError(
                    .notSettled, path, "a scan is writing this store, or one was cut off",
                    "wait for it to end, or run the scan again")
            }
            do {
                let result = try StoreMerging(database: database).run()
                return StoreMerge(inputs: result.inputs, newInputs: result.newInputs)
            } catch let error as DatabaseError where [.SQLITE_CONSTRAINT, .SQLITE_CORRUPT].contains(error.resultCode) {
                throw StoreError(
                    .damaged, path, "it does not hold what a store holds (\(error.message ?? "SQLite says no more"))",
                    "restore a copy of it, or scan its logs into a new store")
            }
        }
    }
}
