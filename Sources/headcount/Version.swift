import Analysis

enum Version {
    /// Program and licensing catalogue.
    static var text: String { "headcount \(HeadcountVersion.program) (catalogue \(HeadcountVersion.catalogue))" }
}
