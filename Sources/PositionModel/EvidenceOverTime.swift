/// When the users and devices of one product were first and last seen in the window: whether the evidenced figure is one of a
/// lucky window, and whether a longer one would still add to it.
public struct EvidenceOverTime: Sendable, Hashable, Codable {
    /// Distinct users and devices of some days that end with the window's last.
    public struct Span: Sendable, Hashable, Codable {
        /// UTC days, the last one included.
        public var days: Int
        /// The first of them, `YYYY-MM-DD`.
        public var from: String
        public var users: Int
        /// Of `users`, those the window knows from no earlier day.
        public var newUsers: Int
        public var devices: Int
        public var newDevices: Int

        public init(days: Int, from: String, users: Int, newUsers: Int, devices: Int, newDevices: Int) {
            self.days = days
            self.from = from
            self.users = users
            self.newUsers = newUsers
            self.devices = devices
            self.newDevices = newDevices
        }
    }

    /// A day on which somebody was seen for the first or for the last time.
    public struct DayCount: Sendable, Hashable, Codable {
        public var day: String
        /// First seen on this day.
        public var newUsers: Int
        public var newDevices: Int
        /// Distinct ones from the window's first day to this one.
        public var users: Int
        public var devices: Int
        /// Last seen on this day.
        public var lastUsers: Int
        public var lastDevices: Int

        public init(
            day: String, newUsers: Int, newDevices: Int, users: Int, devices: Int, lastUsers: Int, lastDevices: Int
        ) {
            self.day = day
            self.newUsers = newUsers
            self.newDevices = newDevices
            self.users = users
            self.devices = devices
            self.lastUsers = lastUsers
            self.lastDevices = lastDevices
        }
    }

    /// Days of the spans every position tells, where its window is longer: a week, and the usual look-back periods of licence reviews.
    public static let usualSpans = [7, 30, 60, 90, 180, 365]

    public var product: String
    /// Rising by days; the last one is the whole window, and its users and devices are the evidenced ones.
    public var spans: [Span]
    /// In order; days on which nobody was new and nobody was seen last are left out.
    public var days: [DayCount]

    public init(product: String, spans: [Span], days: [DayCount]) {
        self.product = product
        self.spans = spans
        self.days = days
    }
}
