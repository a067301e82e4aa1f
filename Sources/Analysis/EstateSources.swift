public import EstateInput
public import PositionModel

/// Where the estate's files are, each on its own (`EstateReader.read(folder:)` reads a whole folder).
public struct EstateSources: Sendable {
    /// Directory exports, or folders of them.
    public var directory: [String]
    public var servers: String?
    public var entitlements: String?
    public var settings: String?
    /// The decision register, filled in; it stands in for the one the settings name.
    public var answers: String?

    public init(
        directory: [String] = [], servers: String? = nil, entitlements: String? = nil, settings: String? = nil,
        answers: String? = nil
    ) {
        self.directory = directory
        self.servers = servers
        self.entitlements = entitlements
        self.settings = settings
        self.answers = answers
    }

    /// Reads the files given; what is not given is empty, with a notice.
    public func read() throws(EstateError) -> Estate {
        var estate = Estate()
        func missing(_ option: String, _ consequence: String) {
            estate.notices.append(EstateNotice(file: option, message: "not given: \(consequence)"))
        }
        if let settings {
            let (read, notices) = try EstateReader.readSettings(path: settings)
            estate.settings = read
            estate.notices += notices
        } else {
            missing("--settings", "every setting has its default")
        }
        if directory.isEmpty {
            missing("--directory", "accounts and computers are known from the logs only")
        } else {
            let (read, notices) = try EstateReader.readDirectory(paths: directory)
            estate.directory = read
            estate.notices += notices
        }
        if let servers {
            let (read, notices) = try EstateReader.readServers(path: servers)
            estate.servers = read
            estate.notices += notices
        } else {
            missing("--servers", "no product is known to run on any server")
        }
        if let entitlements {
            let (read, notices) = try EstateReader.readEntitlements(path: entitlements)
            estate.entitlements = read
            estate.notices += notices
        } else {
            missing("--entitlements", "no licence is known to be held")
        }
        try estate.take(answers: answers)
        return estate
    }
}

extension Estate {
    /// Reads a filled-in decision register in place of the one the settings name; nil changes nothing.
    public mutating func take(answers path: String?) throws(EstateError) {
        guard let path else { return }
        let (answers, found) = try EstateReader.readAnswers(path: path)
        if let replaced = settings.answers.first?.file {
            notices.append(
                EstateNotice(file: replaced, message: "not used: the answers given on the command line stand in for it")
            )
        }
        settings.answers = answers
        notices += found
    }
}
