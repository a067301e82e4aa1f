/// A log format Headcount knows; what is not read is named all the same.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
    case eventXML = "event-xml"
    case w3c = "w3c"
    /// W3C lines without `#Fields` in the head of the file.
    case w3cWithoutFields = "w3c-without-fields"
    case iisNative = "iis-native"
    case ncsa = "ncsa"
    case exchangeProxy = "exchange-proxy"
    case httpErr = "httperr"
    case windowsFirewall = "windows-firewall"
    case dhcp = "dhcp"
    case empty = "empty"
    case evtx = "evtx"
    case ual = "ual-mdb"
    case centralizedBinary = "iis-ibl"
    case clixml = "clixml"
    case archive = "archive"
    case unknown = "unknown"

    /// True where records of this format are read.
    public var isRead: Bool {
        switch self {
        case .eventXML, .w3c, .w3cWithoutFields, .iisNative, .ncsa, .exchangeProxy, .httpErr, .windowsFirewall, .dhcp,
            .empty:
            true
        case .evtx, .ual, .centralizedBinary, .clixml, .archive, .unknown: false
        }
    }

    /// True for logs of requests to a web server.
    public var isWebLog: Bool { [.w3c, .w3cWithoutFields, .iisNative, .ncsa, .exchangeProxy].contains(self) }
}

/// How the text of an input is encoded.
public enum SourceEncoding: String, Sendable, Hashable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"

    /// Bytes of the source behind `utf8` bytes of the decoded text that start and end between scalars.
    @inlinable public func sourceLength(ofDecoded utf8: some Sequence<UInt8>) -> UInt64 {
        var length: UInt64 = 0
        for byte in utf8 {
            switch self {
            case .utf8: length += 1
            // A scalar starts at every non-continuation byte and takes 2 bytes, 4 where its UTF-8 takes four.
            case .utf16LittleEndian, .utf16BigEndian: if byte & 0xC0 != 0x80 { length += byte >= 0xF0 ? 4 : 2 }
            }
        }
        return length
    }
}

/// 128 bits of content hash (see `docs/formats.md`, "Content id"), as 32 lower-case hexadecimal digits.
public struct ContentID: Sendable, Hashable, Comparable {
    public let hex: String

    public init(high: UInt64, low: UInt64) {
        func digits(_ value: UInt64) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: 16 - text.utf8.count) + text
        }
        hex = digits(high) + digits(low)
    }

    public init(hex: String) { self.hex = hex }

    public static func < (a: ContentID, b: ContentID) -> Bool { a.hex.isByteOrdered(before: b.hex) }
}

/// The running content hash at one offset of the decompressed bytes.
public struct ContentCheckpoint: Sendable, Hashable {
    public var offset: UInt64
    public var hash: ContentID

    public init(offset: UInt64, hash: ContentID) {
        self.offset = offset
        self.hash = hash
    }

    /// True at 256 B, doubling to 64 KiB, then every 64 KiB.
    public static func isGridOffset(_ offset: UInt64) -> Bool {
        offset >= 65_536 ? offset % 65_536 == 0 : offset >= 256 && offset & (offset - 1) == 0
    }
}

/// Where an input was found.
public struct InputPath: Sendable, Hashable, Comparable {
    /// Argument as given plus the relative part.
    public var path: String
    /// Member of an archive, empty for a plain file.
    public var member: String
    /// SHA-256 of the file as found, 64 lower-case hexadecimal digits; empty with `--digest none`.
    public var sha256: String
    /// Size of the file as found.
    public var bytes: UInt64

    public init(path: String, member: String = "", sha256: String, bytes: UInt64) {
        self.path = path
        self.member = member
        self.sha256 = sha256
        self.bytes = bytes
    }

    /// `archive!member`, or the path alone.
    public var display: String { member.isEmpty ? path : path + "!" + member }

    public static func < (a: InputPath, b: InputPath) -> Bool {
        a.display.utf8.elementsEqual(b.display.utf8)
            ? a.sha256.isByteOrdered(before: b.sha256) : a.display.isByteOrdered(before: b.display)
    }
}

/// What is known of an input once it has been read to its end.
public struct InputReading: Sendable, Hashable {
    public var location: InputPath
    public var format: LogFormat
    public var encoding: SourceEncoding
    public var content: ContentID
    /// Size of the decompressed content.
    public var contentBytes: UInt64
    /// Grid checkpoints in order; the end is `content` at `contentBytes`.
    public var checkpoints: [ContentCheckpoint]
    public var tally: RecordTally
    /// What was wrong with the container (truncated gzip, ...), in words; empty where nothing was.
    public var damage: String
    public var firstSeen: Instant?
    public var lastSeen: Instant?
    /// Zone by which local times were read, as the settings named it; empty where the log has none, `unstatedZone` where
    /// records were rejected because none is stated.
    public var zone: String

    /// Stands for the zone nobody stated.
    public static let unstatedZone = "-"

    public init(
        location: InputPath, format: LogFormat, encoding: SourceEncoding, content: ContentID, contentBytes: UInt64,
        checkpoints: [ContentCheckpoint], tally: RecordTally, damage: String = "", firstSeen: Instant? = nil,
        lastSeen: Instant? = nil, zone: String = ""
    ) {
        self.zone = zone
        self.location = location
        self.format = format
        self.encoding = encoding
        self.content = content
        self.contentBytes = contentBytes
        self.checkpoints = checkpoints
        self.tally = tally
        self.damage = damage
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// A closed input as the store shows it: `records = accepted + ignored + rejected + duplicates`.
public struct InputSummary: Sendable, Hashable {
    public var location: InputPath
    public var content: ContentID
    public var format: LogFormat
    public var records: UInt64
    public var accepted: UInt64
    public var ignored: UInt64
    public var rejected: UInt64
    public var duplicates: UInt64
    public var ignoredByRule: [NamedCount]
    public var rejectedByReason: [NamedCount]
    /// What was wrong with the container at `location`, in words; empty where nothing was.
    public var damage: String
    public var firstSeen: Instant?
    public var lastSeen: Instant?
    /// Other places where the same content was found, sorted.
    public var copies: [String]
    /// Those of the copies that are damaged: what is left of them is the content, whole elsewhere or not. Sorted as they are.
    public var damagedCopies: [DamagedCopy]
    /// The first rejected record of an input that gave none: why nothing of it counts. Nil where records were accepted.
    public var firstRejection: Rejection?

    /// A place where the content is what is left of a damaged file.
    public struct DamagedCopy: Sendable, Hashable {
        public var path: String
        public var damage: String

        public init(path: String, damage: String) {
            self.path = path
            self.damage = damage
        }
    }

    /// Every place that is damaged, with its damage.
    public var damagedPlaces: [DamagedCopy] {
        (damage.isEmpty ? [] : [DamagedCopy(path: location.display, damage: damage)]) + damagedCopies
    }

    /// The damage of all places in one text; that of a copy with its path.
    public var wholeDamage: String {
        ((damage.isEmpty ? [] : [damage]) + damagedCopies.map { "copy \($0.path): \($0.damage)" })
            .joined(separator: "; ")
    }

    public init(
        location: InputPath, content: ContentID, format: LogFormat, records: UInt64, accepted: UInt64,
        ignored: UInt64, rejected: UInt64, duplicates: UInt64, ignoredByRule: [NamedCount],
        rejectedByReason: [NamedCount], damage: String, firstSeen: Instant?, lastSeen: Instant?, copies: [String],
        damagedCopies: [DamagedCopy] = [], firstRejection: Rejection? = nil
    ) {
        self.location = location
        self.content = content
        self.format = format
        self.records = records
        self.accepted = accepted
        self.ignored = ignored
        self.rejected = rejected
        self.duplicates = duplicates
        self.ignoredByRule = ignoredByRule
        self.rejectedByReason = rejectedByReason
        self.damage = damage
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.copies = copies
        self.damagedCopies = damagedCopies
        self.firstRejection = firstRejection
    }
}

/// A count with the name of what it counts.
public struct NamedCount: Sendable, Hashable {
    public var name: String
    public var count: UInt64

    public init(name: String, count: UInt64) {
        self.name = name
        self.count = count
    }
}

/// An input that could not be read at all: named in every summary, never silently skipped.
public struct UnreadInput: Sendable, Hashable {
    public var path: String
    public var format: LogFormat
    /// What it is and why it was not read.
    public var reason: String
    /// What to do about it: the exact command, where there is one.
    public var remedy: String
    /// True where an unread file is a failure (it could not be opened or is damaged), not merely something else.
    public var isFailure: Bool

    public init(path: String, format: LogFormat, reason: String, remedy: String, isFailure: Bool) {
        self.path = path
        self.format = format
        self.reason = reason
        self.remedy = remedy
        self.isFailure = isFailure
    }
}
