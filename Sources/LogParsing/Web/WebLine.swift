import AccessModel

/// What one line of a web log says, whatever its format. Values are trimmed, and empty where the line has none.
struct WebLine {
    typealias Value = UnsafeRawBufferPointer

    var time: Instant
    var computer = Value(start: nil, count: 0)
    var serverAddress = Value(start: nil, count: 0)
    var site = Value(start: nil, count: 0)
    var user = Value(start: nil, count: 0)
    var peer = Value(start: nil, count: 0)
    var forwarded = Value(start: nil, count: 0)
    var agent = Value(start: nil, count: 0)
    var path = Value(start: nil, count: 0)
    var query = Value(start: nil, count: 0)
    /// nil where the format or the log has no status, -1 where its value is no number of three digits.
    var status: Int?
    /// Whether the log has the FTP service's own column `x-session`.
    var hasFTPSession = false
    /// True for a line of Exchange's own proxy log.
    var isExchangeProxy = false

    init(time: Instant = Instant(milliseconds: 0)) { self.time = time }

    /// Three digits, or -1.
    static func statusCode(_ value: Value) -> Int {
        guard value.count == 3 else { return -1 }
        let (hundreds, tens, ones) = (value[0] &- 0x30, value[1] &- 0x30, value[2] &- 0x30)
        guard hundreds < 10, tens < 10, ones < 10 else { return -1 }
        return Int(hundreds) * 100 + Int(tens) * 10 + Int(ones)
    }
}
