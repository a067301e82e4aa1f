import AccessModel
public import PositionModel

/// Reads the files a person prepared: a whole estate folder, or its parts one by one.
public enum EstateReader {
    /// Names of the parts of an estate folder (`estate.md`).
    public static let directoryFolder = "directory"
    public static let serversFile = "servers.csv"
    public static let entitlementsFile = "entitlements.csv"
    public static let settingsFile = "estate.yaml"

    /// Reads `directory/`, `servers.csv`, `entitlements.csv` and `estate.yaml` of a folder. Each of them may be missing,
    /// which is a notice.
    ///
    /// - Throws: at the first file that is there and cannot be used.
    public static func read(folder: String) throws(EstateError) -> Estate {
        let folder = withoutTrailingSlash(folder)
        guard PreparedFile.isFolder(folder) else {
            throw EstateError(file: folder, problem: "there is no such folder")
        }
        var estate = Estate()
        func path(_ name: String) -> String { folder + "/" + name }
        func isThere(_ name: String, without consequence: String) -> Bool {
            if PreparedFile.exists(path(name)) { return true }
            estate.notices.append(EstateNotice(file: path(name), message: "not there: \(consequence)"))
            return false
        }
        if isThere(settingsFile, without: "every setting has its default") {
            let (settings, notices) = try readSettings(path: path(settingsFile))
            estate.settings = settings
            estate.notices += notices
        }
        if isThere(directoryFolder, without: "accounts and computers are known from the logs only") {
            let (directory, notices) = try readDirectory(paths: [path(directoryFolder)])
            estate.directory = directory
            estate.notices += notices
        }
        if isThere(serversFile, without: "no product is known to run on any server") {
            let (servers, notices) = try readServers(path: path(serversFile))
            estate.servers = servers
            estate.notices += notices
        }
        if isThere(entitlementsFile, without: "no licence is known to be held") {
            let (entitlements, notices) = try readEntitlements(path: path(entitlementsFile))
            estate.entitlements = entitlements
            estate.notices += notices
        }
        return estate.named(from: folder)
    }

    /// Reads directory exports: files as given, and the files of folders in byte order of their names. An object that
    /// several files list is one object.
    public static func readDirectory(
        paths: [String]
    ) throws(EstateError) -> (directory: Directory, notices: [EstateNotice]) {
        var merge = DirectoryMerge()
        var notices: [EstateNotice] = []
        for path in paths {
            let path = withoutTrailingSlash(path)
            let (files, skipped) = PreparedFile.isFolder(path) ? try exports(in: path) : ([path], [])
            notices += skipped
            for file in files {
                let (directory, found) = try DirectoryReader.read(try PreparedFile(path: file))
                merge.add(directory)
                notices += found
            }
        }
        let (directory, repeated) = merge.finished()
        return (directory, notices + repeated)
    }

    /// Reads servers.csv.
    public static func readServers(path: String) throws(EstateError) -> (
        servers: [ServerEntry], notices: [EstateNotice]
    ) {
        try ServersReader.read(try PreparedFile(path: path))
    }

    /// Reads entitlements.csv.
    public static func readEntitlements(
        path: String
    ) throws(EstateError) -> (entitlements: [EntitlementEntry], notices: [EstateNotice]) {
        try EntitlementsReader.read(try PreparedFile(path: path))
    }

    /// Reads estate.yaml and the lists it names, which lie in the same folder.
    public static func readSettings(
        path: String
    ) throws(EstateError) -> (settings: EstateSettings, notices: [EstateNotice]) {
        let cut = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = cut.map { String(path[..<$0]) } ?? ""
        let root = cut == path.startIndex ? "/" : folder
        return try SettingsReader.read(try PreparedFile(path: path), folder: root)
    }

    /// Reads answers.csv: the decision register, filled in.
    public static func readAnswers(
        path: String
    ) throws(EstateError) -> (answers: [RegisterAnswer], notices: [EstateNotice]) {
        try AnswersReader.read(try PreparedFile(path: path))
    }

    /// Reads a list of accounts, as `multiplexers` of estate.yaml and auditors give them: lower-case, each once, in order.
    public static func readAccounts(
        path: String
    ) throws(EstateError) -> (accounts: [String], notices: [EstateNotice]) {
        try PopulationReader.accounts(try PreparedFile(path: path))
    }

    /// How the names of exports end; what is in them, their content says.
    private static let exportEndings = [".csv", ".tsv", ".txt", ".ldf", ".ldif", ".json", ".jsonl", ".ndjson"]

    /// The exports in a folder; what is clearly no export is a notice, everything else is read or refused by name.
    private static func exports(in folder: String) throws(EstateError) -> (files: [String], notices: [EstateNotice]) {
        var files: [String] = []
        var notices: [EstateNotice] = []
        for name in try PreparedFile.names(in: folder) {
            let path = folder + "/" + name
            let lower = name.scalarLowercased
            if name.utf8.first == UInt8(ascii: ".") { continue }
            if PreparedFile.isFolder(path) {
                let (inner, found) = try exports(in: path)
                files += inner
                notices += found
            } else if lower.hasPrefix("readme") || lower.hasSuffix(".md") {
                notices.append(EstateNotice(file: path, message: "not read: no directory export"))
            } else if exportEndings.contains(where: lower.hasSuffix) {
                files.append(path)
            } else {
                throw EstateError(
                    file: path, problem: "this kind of file is not read as a directory export",
                    remedy:
                        "Export it as CSV, LDIF or JSON: csvde, ldifde, or Get-ADUser | Export-Csv; or move it out of "
                        + "the folder")
            }
        }
        return (files, notices)
    }

    private static func withoutTrailingSlash(_ path: String) -> String {
        var path = path
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
