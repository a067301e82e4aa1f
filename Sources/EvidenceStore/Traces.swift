public import AccessModel

extension EvidenceStore {
    /// The inputs behind rows of the evidence, with the first and the last record each holds of the row.
    ///
    /// One pass over the rows of the store, and one over the event records of the inputs concerned.
    /// - Returns: for each row its inputs in the order of their first records, then of their contents.
    public func traces(of rows: [EvidenceRow], in evidence: Evidence) throws(StoreError) -> [[InputTrace]] {
        try read("find the records behind rows") { try RowTraces($0, evidence).traces(of: rows) }
    }

    /// The inputs behind anonymous visits.
    /// - Returns: for each visit its inputs in the order of their contents.
    public func traces(of visits: [AnonymousVisit], in evidence: Evidence) throws(StoreError) -> [[InputTrace]] {
        try read("find the inputs behind visits") { try VisitTraces($0, evidence).traces(of: visits) }
    }
}
