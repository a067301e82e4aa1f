import AccessModel
import Pseudonyms

/// What a position was made from, as it was given on the command line: how to make it again.
public struct PositionOrigin: Sendable, Hashable, Codable {
    /// The evidence store; beside the results where it is only a name.
    public var store: String
    /// Folder with everything; empty where the files were given one by one.
    public var estate: String
    public var directory: [String]
    public var servers: String
    public var entitlements: String
    public var settings: String
    public var answers: String
    /// A catalogue other than the built-in one.
    public var catalogue: String
    /// Days asked for, such as `last 90` and `2026-08-01..2026-10-31` (a side may be empty); empty for what the settings say.
    public var window: String

    public init(
        store: String, estate: String = "", directory: [String] = [], servers: String = "", entitlements: String = "",
        settings: String = "", answers: String = "", catalogue: String = "", window: WindowRequest? = nil
    ) {
        self.store = store
        self.estate = estate
        self.directory = directory
        self.servers = servers
        self.entitlements = entitlements
        self.settings = settings
        self.answers = answers
        self.catalogue = catalogue
        self.window = window.map(PositionOrigin.text) ?? ""
    }

    private static func text(_ request: WindowRequest) -> String {
        switch request {
        case .last(let days): "last \(days)"
        case .between(let from, let to): "\(from?.text ?? "")..\(to?.text ?? "")"
        }
    }

    /// The days asked for; nil where none were, or the text is none that is written here.
    var windowRequest: WindowRequest? {
        if window.hasPrefix("last ") { return Int(window.dropFirst("last ".count)).map { .last(days: $0) } }
        guard let dots = window.firstRange(of: "..") else { return nil }
        return .between(Day(text: String(window[..<dots.lowerBound])), Day(text: String(window[dots.upperBound...])))
    }

    /// The same; a path may name somebody.
    func pseudonymised(by names: Pseudonymiser) -> PositionOrigin {
        var origin = self
        for path in [\PositionOrigin.store, \.estate, \.servers, \.entitlements, \.settings, \.answers, \.catalogue] {
            origin[keyPath: path] = names.text(origin[keyPath: path])
        }
        origin.directory = directory.map(names.text)
        return origin
    }
}
