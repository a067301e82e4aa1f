/// Tells which inputs a folder or glob of the settings means: one rule for every setting that is about places.
public struct PlaceNames: Sendable {
    private let folderNames: Set<ExactText>
    private let whole: String

    public init(location: InputPath) {
        let folders = PlaceNames.parts(of: location.path).dropLast() + PlaceNames.parts(of: location.member).dropLast()
        folderNames = Set(folders.map { ExactText($0.scalarLowercased) })
        whole = location.display
    }

    /// True where the pattern is the name of a folder on the way to the input, or a glob that fits all of its place.
    public func matches(_ pattern: String) -> Bool {
        folderNames.contains(ExactText(pattern.scalarLowercased)) || Glob(pattern).matches(whole)
    }

    /// The names between the slashes. By bytes: to `String` a slash with a combining mark behind it is no slash.
    static func parts(of path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    }
}
