import Licensing

/// Versions that go into every result.
public enum HeadcountVersion {
    /// The program.
    public static let program = "0.1.0"
    /// The built-in licensing catalogue.
    public static var catalogue: String { Catalogue.builtInVersion }
}
