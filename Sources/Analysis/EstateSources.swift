public import EstateInput
public import PositionModel

/// Where the estate's files are: one folder, or each on its own.
public struct EstateSources: Sendable {
    public var directory: [String]
    public var servers: String?
    public var entitlements: String?
    public var settings: String?

    public init(directory: [String] = [], servers: String? = nil, entitlements: String? = nil, settings: String? = nil) {
        self.directory = directory
        self.servers = servers
        self.entitlements = entitlements
        self.settings = settings
    }

    /// Reads the files given; what is not given is empty, with a notice.
    public func read() throws(EstateError) -> Estate {
        try EstateReader.read(
            directory: directory, servers: servers, entitlements: entitlements, settings: settings)
    }

    /// The settings of `folder/estate.yaml`; the defaults where there is no such file.
    public static func settings(folder: String) throws(EstateError) -> EstateSettings {
        try EstateReader.settings(folder: folder)
    }
}
