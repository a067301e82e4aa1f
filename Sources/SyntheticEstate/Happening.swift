import AccessModel

/// One thing that happened and that a log would record: the truth of it beside what the log line shows.
///
/// `owner`, `device`, `visitor` and `server` are what really happened; `shown` is what a reader of the record gets.
/// The two are set side by side when the record is made, so the truth never depends on reading a log.
struct Happening {
    /// What a record proves, by the channel table of the row contract.
    enum Standing { case access, lead, nothing }

    var time: Instant
    /// Digits behind the millisecond (four of them): exporters print more or fewer.
    var ticks: Int
    var log: Int
    var form: RecordForm
    /// The server reached; nil where the record tells none.
    var server: ServerID?
    /// Index into `World.users` of the one who did it; nil for machines, built-in principals and the public.
    var owner: Int?
    /// Index into `World.devices`.
    var device: Int?
    /// Number of the public visitor within the site.
    var visitor: Int?
    /// True where the client was outside the organisation's networks.
    var isOutside = false
    var standing = Standing.nothing
    var succeeded = true
    /// The row the record gives; nil where the row contract ignores the record.
    var shown: ShownRow?

    var day: Day { Day(time) }
}

/// What a record shows of the client, in the words of the row contract.
struct ShownRow {
    /// Host label in lower case of the client name; empty where there is none or it is the server itself.
    var clientName = ""
    /// Canonical address; empty where there is none or it is loopback.
    var address = ""
    /// Host label in lower case of the machine whose own account this is; empty for everybody else.
    var machine = ""
    /// Name of the server as the record has it, lower-case.
    var server: String
}

/// What to write for a happening.
enum RecordForm {
    case event(EventForm)
    case web(WebLine)
}

/// A log of one server: a channel, or a web site.
struct Log {
    var server: ServerID
    /// `Security`, ... ; for a web log the site.
    var channel: String
    var isWeb: Bool
}

/// The values of one web line; the log's field list decides which are written.
struct WebLine {
    var method = "GET"
    var path: String
    var query = "-"
    var user = "-"
    var client: String
    var forwarded = "-"
    var agent: String
    var status: Int
    var substatus = 0
    var win32Status = 0
    var timeTaken: Int
}
