import Foundation
import GRDB

@testable import EvidenceStore

extension FuzzTarget {
    /// Packed records of a store, behind two bytes of their count: entries that pack to what reads the same, or
    /// `SQLITE_CORRUPT`.
    static let storedRun = FuzzTarget(name: "stored-run") { bytes in
        guard bytes.count >= 2 else { return }
        let count = Int(bytes[0]) << 8 | Int(bytes[1])
        do throws(DatabaseError) {
            let entries = try EventRun.unpacked(Data(bytes.dropFirst(2)), count: count)
            let again = try EventRun.unpacked(EventRun.packed(entries), count: entries.count)
            guard entries.count == count, again == entries else { fatalError("packed and unpacked differ") }
        } catch {
            guard error.resultCode == .SQLITE_CORRUPT else { fatalError("\(error)") }
        }
    }
}
