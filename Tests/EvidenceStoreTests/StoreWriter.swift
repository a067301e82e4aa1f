import AccessModel
import EvidenceStore

/// Writes a random estate to a store as a scan would.
struct StoreWriter: StoreWriting {
    let store: EvidenceStore

    func set(_ settings: OrganisationSettings) throws { try store.set(settings) }
    func add(_ input: TestInput, partSize: Int) throws { _ = try store.add(input, partSize: partSize) }
    func settle() throws { try store.settle() }
    func abandonHalf(of input: TestInput) throws {
        let open = try store.begin(path: input.location.display)
        try store.append(SnapshotBuilder.snapshot(of: Array(input.records.prefix(10))), to: open)
        try store.abandon(open)
    }
}
