public import Foundation

/// What a reader of a synthetic estate must find: the content of its `truth.json`.
///
/// It comes from the simulated people, devices and visits and from what the generator wrote and damaged, never from
/// reading the logs back. Two blocks stand side by side: `happened` is the world as it was; `showable` is what the
/// records that were written, can be read, and are counted once are able to prove. `null` means that the logs cannot
/// show the figure (or that it cannot be said), never zero.
///
/// Readings chosen where the contracts leave room:
/// - **Servers** go by their host label in lower case (`fs01` for `fs01.corp.example.com` and for a ticket to `FS01$`);
///   `mail01` is known to its log by address only, an alias in servers.csv. `names` are the names the records show.
/// - **Users** are persons with a successful record of an *access* channel, whoever they are: partners, leavers, and
///   service accounts too (`users` follows the default rules, which leave service accounts in; `service_users` says
///   how many they are). Accounts of one person are one user (declared alias and equal employeeID agree here).
/// - **Devices**, `showable`: a client name other than the server's own is a device, by host label; so is the machine
///   of a `pc$` account. An address of a row without such a name is, on that UTC day, the device whose name (in a
///   successful access row with name and address, on any server) or whose machine account it carries, where that is
///   exactly one; else it is known by address only and adds one to `devices_low` over the window and one per such day
///   to `devices_high`, whether inside or outside. Anonymous successful web visits from internal addresses add
///   devices in the same way; those from outside are visitors. `happened` counts the real endpoints, low = high.
/// - **Edges** are distinct pairs; an address-only device is one device, however many its days.
/// - **authenticated_from_outside** counts users, not spellings. **leads** are users a server knows by lead channels
///   only; tickets to a service account (`svc-sql`) belong to no server (their users reach `sql01` in its own log on
///   the same day, so mapping them changes nothing but `names`).
/// - **attempts** are records (not addresses) with outcome failure from an outside address, web 4xx included.
/// - **Unions** run over the servers that servers.csv names with the product.
/// - **Bridge**: a disabled account with evidence inside the window is a `leaver` and not in the step `disabled`; the
///   auditor's figure is the subtotal after `disabled` as the contract orders it, so it still holds the leavers
///   (`enabled_accounts` gives the figure without them). RIDs 500 to 502 are built-in. The trust account is `machine`.
///   One account expired inside the window after it was used: evidence cancels `expired`. `evidenced_users` are the
///   defended users with evidence; `seen_users` are all users of the union.
/// - **Products**: `version_shortfall` is the part of the shortfall that would not be there if every licence held had
///   the right version.
/// - **External**: rows exist for servers and sites with outside access or attempts, an External Connector, or a
///   suspected proxy. Employees from outside are no external visitors, so a server with nobody else has the verdict
///   `none`; without outside access nothing is `covered`, so a connector there is `waste`; behind a suspected proxy
///   nobody can say that there was no outside access, so it is `not-determinable` and `exposed` is null.
/// - **Inputs**: `records` of a web log are its data lines. `rows` = accepted + duplicates. `accepted` and
///   `duplicates` are null for event exports that share records (which copy counts depends on content ids): `overlaps`
///   gives the sum per pair. The record cut by the end of a damaged gzip is rejected as `damaged input`.
public struct Truth: Codable, Sendable, Hashable {
    public static let currentSchema = "headcount.truth/1"

    public var schema = Truth.currentSchema
    public var seed: String
    public var size: String
    public var window: Window
    public var happened: Population
    public var showable: Population
    public var bridge: Bridge
    public var products: [Product]
    public var external: [Exposure]
    public var coverage: [LogCoverage]
    /// Accounts that got another name in the window, sorted; of computers with `$`.
    public var renames: [Rename]
    public var inputs: Inputs

    /// What `account` (lower-case) is called in the directory, and its name (lower-case) before; both are one user or device.
    public struct Rename: Codable, Sendable, Hashable {
        public var day: String
        public var account: String
        public var from: String
        public var to: String
    }

    /// First and last day, and the day the position is taken; `YYYY-MM-DD`.
    public struct Window: Codable, Sendable, Hashable {
        public var from: String
        public var to: String
        public var asOf: String
    }

    /// A number, or `null` where it cannot be shown.
    public struct Count: Codable, Sendable, Hashable, ExpressibleByIntegerLiteral {
        public var value: Int?
        public init(_ value: Int?) { self.value = value }
        public init(integerLiteral value: Int) { self.value = value }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            value = container.decodeNil() ? nil : try container.decode(Int.self)
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if let value { try container.encode(value) } else { try container.encodeNil() }
        }
    }

    /// Who reached the servers.
    public struct Population: Codable, Sendable, Hashable {
        /// By server, sorted.
        public var servers: [ServerCounts]
        /// By product, sorted.
        public var unions: [UnionCounts]
    }

    public struct ServerCounts: Codable, Sendable, Hashable {
        public var server: String
        /// Names of the server in the records; the host label alone in `happened`.
        public var names: [String]
        public var users: Int
        /// How many of `users` are accounts the bridge takes out as `service`.
        public var serviceUsers: Int
        public var devicesLow: Count
        public var devicesHigh: Count
        public var edges: Count
        public var authenticatedFromOutside: Int
        public var anonymousVisitors: Count
        public var leads: Int
        public var attempts: Int
    }

    public struct UnionCounts: Codable, Sendable, Hashable {
        public var product: String
        public var servers: Int
        public var users: Int
        public var serviceUsers: Int
        public var devicesLow: Count
        public var devicesHigh: Count
        public var edges: Count
    }

    /// From the directory to the defended figure of `windows-server`, by what the generator made each account for.
    public struct Bridge: Codable, Sendable, Hashable {
        public struct Step: Codable, Sendable, Hashable {
            public var step: String
            public var users: Int
            /// +1 or -1.
            public var sign: Int
        }
        public struct AccountRow: Codable, Sendable, Hashable {
            /// `domain\name`, lower-case.
            public var account: String
            /// A step, or `counted`.
            public var accountClass: String
        }
        public var product: String
        public var start: Int
        public var steps: [Step]
        public var auditorUsers: Int
        public var enabledAccounts: Int
        public var defendedUsers: Int
        public var evidencedUsers: Int
        public var seenUsers: Int
        /// What the defended figure would be if all were known: contractors of whom nobody wrote down enough are counted, and
        /// some of them are somebody else's. Absent where there are none.
        public var trueUsers: Int?
        /// Every account of the directory and of the logs that is not a built-in principal of a machine, sorted.
        public var accounts: [AccountRow]
    }

    /// Licences of a product, and what they leave open under the chosen model `user`.
    public struct Product: Codable, Sendable, Hashable {
        public var product: String
        public var choice: String
        public var requiredVersion: String
        public var requirement: Int
        public var entitledUser: Int
        public var usableUser: Int
        public var entitledDevice: Int
        public var usableDevice: Int
        /// `usable_user` - `requirement`.
        public var delta: Int
        public var versionShortfall: Int
    }

    public struct Exposure: Codable, Sendable, Hashable {
        public var server: String
        /// Empty for everything that is no web site.
        public var site: String
        /// Null behind a suspected proxy.
        public var exposed: Truth.Flag
        public var anonymousVisitors: Count
        public var authenticatedVisitors: Int
        public var employeesFromOutside: Int
        public var attempts: Int
        public var proxySuspected: Bool
        public var verdict: String
    }

    /// True, false, or `null` where it cannot be said.
    public struct Flag: Codable, Sendable, Hashable {
        public var value: Bool?
        public init(_ value: Bool?) { self.value = value }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            value = container.decodeNil() ? nil : try container.decode(Bool.self)
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if let value { try container.encode(value) } else { try container.encodeNil() }
        }
    }

    /// Days of a log with and without a readable record, inside the window.
    public struct LogCoverage: Codable, Sendable, Hashable {
        public var server: String
        /// `event` or `web`.
        public var source: String
        /// Channel, or site.
        public var log: String
        public var daysWithRecords: Int
        /// Runs of days without one: `2026-10-12..2026-10-15`.
        public var gaps: [String]
        /// Days on which the log was cleared.
        public var cleared: [String]
        /// Runs of records that no readable file holds, between two that one does.
        public var missing: [MissingRecords]
    }

    /// Records of an event log that are missing, and the days of the records on both sides.
    public struct MissingRecords: Codable, Sendable, Hashable {
        public var from: String
        public var to: String
        public var count: Int
    }

    public struct Inputs: Codable, Sendable, Hashable {
        public struct File: Codable, Sendable, Hashable {
            /// Relative to the estate's folder; of several places of one content the byte-smallest.
            public var path: String
            public var copies: [String]
            public var format: String
            public var records: Int
            public var rows: Int
            public var ignored: Int
            public var rejected: Int
            public var rejectedByReason: [Reason]
            public var accepted: Count
            public var duplicates: Count
            public var isDamaged: Bool
        }
        public struct Reason: Codable, Sendable, Hashable {
            public var reason: String
            public var count: Int
        }
        public struct Overlap: Codable, Sendable, Hashable {
            public var paths: [String]
            /// Records that both hold and that would give a row: one of each pair is a duplicate.
            public var duplicates: Int
        }
        public struct Unread: Codable, Sendable, Hashable {
            public var path: String
            public var format: String
        }
        public struct Totals: Codable, Sendable, Hashable {
            public var inputs: Int
            public var records: Int
            public var accepted: Int
            public var ignored: Int
            public var rejected: Int
            public var duplicates: Int
        }
        public var files: [File]
        public var overlaps: [Overlap]
        public var unread: [Unread]
        public var totals: Totals
    }

    /// The bytes of `truth.json`: keys sorted, snake_case, indented, a newline at the end.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(self) + Data([0x0A])
    }
}

extension Truth {
    /// Reads what `json` wrote.
    public init(json data: Data) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Truth.self, from: data)
    }
}
