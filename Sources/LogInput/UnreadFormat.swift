public import AccessModel

/// A content that is recognised and not read: what it is, why not, and how to get what Headcount reads out of it.
public enum UnreadFormat: String, Sendable, Hashable, CaseIterable {
    case evtx, evt, ual, centralizedBinary, clixml
    case zip, sevenZip, cabinet, rar, tar, xz, zstandard, bzip2, nestedGzip, otherArchive
    case commaSeparated, npsXML, npsText, json, ldif
    case otherXML, utf32, onlyNULs, otherText, binary, unknown

    private struct Row {
        let format: LogFormat
        /// What it is and why it is not read.
        let reason: String
        let remedy: (PastablePath) -> String
        /// True for a container, of which `reason` says only what it is.
        var isContainer = false

        /// A container that must be unpacked first.
        static func archive(_ what: String, command: @escaping (PastablePath) -> String) -> Row {
            Row(
                format: .archive, reason: what,
                remedy: { "Unpack it and scan the result: " + command($0) }, isContainer: true)
        }
    }

    /// One row per content. Sources: the vendors' pages for wevtutil, Get-WinEvent, Get-UalUserAccess and Log Parser
    /// 2.2 (input format BIN), the manual pages of the unpackers, and `docs/formats.md`.
    private var row: Row {
        switch self {
        case .evtx:
            Row(format: .evtx, reason: "a Windows event log in binary form (.evtx); event logs are read as XML") {
                "On Windows, at a command prompt in the log's folder: wevtutil qe \($0.windows(".evtx")) /lf:true "
                    + "/f:xml /e:Events > \($0.windows(".evtx", replacing: ".xml")). "
                    + "Anywhere else: evtx_dump -o xml \($0.posix) > \($0.posix(replacing: ".xml"))"
            }
        case .evt:
            Row(
                format: .unknown,
                reason: "a Windows event log of Windows 2003 or older (.evt); event logs are read as XML"
            ) {
                "On Windows, at a command prompt in the log's folder: wevtutil epl \($0.windows(".evt")) "
                    + "\($0.windows(".evt", replacing: ".evtx")) /lf:true, then wevtutil qe "
                    + "\($0.windows(".evt", replacing: ".evtx")) /lf:true /f:xml /e:Events > "
                    + $0.windows(".evt", replacing: ".xml")
            }
        case .ual:
            Row(
                format: .ual,
                reason: "an ESE database, as User Access Logging keeps (Current.mdb, SystemIdentity.mdb); it would "
                    + "corroborate the logs and is not read yet"
            ) { _ in
                "Keep it. On the server it came from, PowerShell shows what is in it: "
                    + "Get-UalUserAccess | Export-Csv -NoTypeInformation -Encoding UTF8 ual-users.csv"
            }
        case .centralizedBinary:
            Row(
                format: .centralizedBinary, reason: "a centralized binary IIS log (.ibl); web logs are read as W3C text"
            ) {
                "With Microsoft Log Parser 2.2 on Windows, in the log's folder: LogParser \"SELECT * INTO "
                    + "\($0.bare(".ibl", replacing: ".log")) FROM \($0.bare(".ibl"))\" -i:BIN -o:W3C"
            }
        case .clixml:
            Row(
                format: .clixml,
                reason: "PowerShell's Export-Clixml; it keeps the values of an event without their names, so it cannot "
                    + "be read reliably"
            ) { _ in
                "Export the live log as XML instead, in PowerShell on the server: Get-WinEvent -LogName Security | "
                    + "ForEach-Object { $_.ToXml() } | Set-Content -Encoding utf8 Security.xml"
            }
        case .zip: Row.archive("a ZIP archive") { "unzip \($0.posix) -d \($0.posix(appending: ".unpacked"))" }
        case .sevenZip: Row.archive("a 7-Zip archive") { "7z x \($0.posix) -o\($0.posix(appending: ".unpacked"))" }
        case .cabinet: Row.archive("a cabinet file") { "cabextract -d \($0.posix(appending: ".unpacked")) \($0.posix)" }
        case .rar:
            Row.archive("a RAR archive") {
                "mkdir \($0.posix(appending: ".unpacked")) && unrar x \($0.posix) \($0.posix(appending: ".unpacked"))/"
            }
        case .tar:
            Row.archive("a tar archive") {
                "mkdir \($0.posix(appending: ".unpacked")) && tar -xf \($0.posix) -C \($0.posix(appending: ".unpacked"))"
            }
        case .xz: Row.archive("compressed with xz") { "xz -dk \($0.posix)" }
        case .zstandard: Row.archive("compressed with Zstandard") { "zstd -dk --long=31 \($0.posix)" }
        case .bzip2: Row.archive("compressed with bzip2") { "bzip2 -dk \($0.posix)" }
        case .nestedGzip:
            Row.archive("compressed with gzip") { "gzip -dc < \($0.posix) > \($0.posix(appending: ".unpacked"))" }
        case .otherArchive: Row.archive("an archive") { _ in "with the program that made it" }
        case .commaSeparated:
            Row(
                format: .unknown,
                reason:
                    "a comma-separated log with a #Fields line, as Exchange writes; only its proxy logs (HttpProxy) "
                    + "are read"
            ) {
                _ in "Nothing to do: scan the IIS and Security logs of the same server."
            }
        case .npsXML, .npsText:
            Row(format: .unknown, reason: "a log of Network Policy Server (RADIUS); it is not read") { _ in
                "Nothing to do: scan the Security logs of the domain controllers."
            }
        case .json:
            Row(
                format: .unknown,
                reason: "JSON (as NXLog, Winlogbeat and SIEM exports write); event logs are read as XML"
            ) {
                _ in
                "Export the original log as XML: wevtutil qe Security /f:xml /e:Events > Security.xml"
            }
        case .ldif:
            Row(format: .unknown, reason: "a directory export (LDIF), not a log") { _ in
                "Hand it to reconcile: --directory"
            }
        case .otherXML:
            Row(format: .unknown, reason: "XML without Windows events in its first 64 KiB") { _ in
                "Check what wrote it. An event log is exported with: wevtutil qe Security /f:xml /e:Events > Security.xml"
            }
        case .utf32:
            Row(format: .unknown, reason: "text in UTF-32, an encoding no Windows tool writes logs in") {
                "iconv -f UTF-32 -t UTF-8 \($0.posix) > \($0.posix(appending: ".utf8"))"
            }
        case .onlyNULs:
            Row(format: .unknown, reason: "nothing but NUL bytes in the first 64 KiB: space a server reserved or lost")
            {
                _ in "Copy the file again from the server, or from a backup."
            }
        case .otherText:
            Row(format: .unknown, reason: "text that is neither Windows event XML nor a W3C log") { _ in
                "Nothing to do, unless it should be a log: then check how it was exported."
            }
        case .binary:
            Row(format: .unknown, reason: "binary data of no kind that is known") { _ in
                "Nothing to do, unless it should be a log: then check how it was copied."
            }
        case .unknown:
            Row(format: .unknown, reason: "neither Windows event XML nor a W3C log") { _ in
                "Nothing to do, unless it should be a log: then check how it was exported."
            }
        }
    }

    /// The format this content is counted under.
    public var logFormat: LogFormat { row.format }

    /// Why a container was not opened, where nothing else is known.
    private var notOpened: String {
        switch self {
        case .rar, .otherArchive: return "it is not opened"
        default:
            #if Archives
                return "it lies in more containers than are opened"
            #else
                return self == .nestedGzip
                    ? "it lies in more containers than are opened"
                    : "this build of headcount, made without the trait Archives, opens none"
            #endif
        }
    }

    /// Says what the input is, why it was not read, and the exact command that helps.
    /// - Parameters:
    ///   - place: where it is. Its path stands in the command quoted, so that it is safe to paste.
    ///   - compressor: what the content came out of.
    ///   - refusal: why a container was not opened.
    func explain(_ place: InputPlace, packedBy compressor: Compressor? = nil, refusal: String? = nil) -> UnreadInput {
        let row = row
        // tar undoes compression itself.
        let pastable = PastablePath(place.fileName, packedBy: self == .tar ? nil : compressor)
        let inside = place.member.isEmpty ? "" : "First take it out of \(place.pastable). Then: "
        return UnreadInput(
            path: place.display, format: row.format,
            reason: row.isContainer ? "\(row.reason): \(refusal ?? notOpened)" : row.reason,
            remedy: inside + pastable.unpacking + row.remedy(pastable), isFailure: false)
    }

    /// The same for a plain file.
    /// - Parameter isCompressed: true where the content came out of gzip.
    public func explain(path: String, isCompressed: Bool = false) -> UnreadInput {
        explain(InputPlace(path: path), packedBy: isCompressed ? .gzip : nil)
    }

    /// The same where no more than the format is known; `InputReader.unread` knows more.
    public static func explain(format: LogFormat, path: String) -> UnreadInput {
        let content: UnreadFormat =
            switch format {
            case .evtx: .evtx
            case .ual: .ual
            case .centralizedBinary: .centralizedBinary
            case .clixml: .clixml
            case .archive: .otherArchive
            case .eventXML, .w3c, .w3cWithoutFields, .iisNative, .ncsa, .exchangeProxy, .httpErr, .windowsFirewall,
                .dhcp,
                .empty, .unknown:
                .unknown
            }
        return content.explain(path: path)
    }
}
