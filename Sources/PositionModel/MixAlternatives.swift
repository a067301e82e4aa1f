/// What else could be bought than the cheapest mix, all at list price, as if no licence were held: one flavour for everybody, one
/// flavour per segment of the organisation, and the cheapest mix at other prices.
public struct MixAlternatives: Sendable, Hashable, Codable {
    /// People who are licensed alike: a department.
    public struct Segment: Sendable, Hashable, Codable {
        /// Department as the directory gives it; empty for people without one.
        public var segment: String
        /// People to cover.
        public var users: Int
        /// Those of them that only a user CAL covers: no device of theirs may hold one.
        public var usersOnly: Int
        /// Devices they use that may hold a device CAL, whoever else uses them too.
        public var devices: Int
        /// The flavour that is cheapest for the estate as a whole.
        public var choice: Flavour

        public init(segment: String, users: Int, usersOnly: Int, devices: Int, choice: Flavour) {
            self.segment = segment
            self.users = users
            self.usersOnly = usersOnly
            self.devices = devices
            self.choice = choice
        }
    }

    /// The cheapest mix at other prices.
    public struct AtPrice: Sendable, Hashable, Codable {
        public var userPrice: Money
        public var devicePrice: Money
        public var users: Int
        public var devices: Int
        public var cost: Money
        /// True where several covers cost the same.
        public var tie: Bool

        public init(userPrice: Money, devicePrice: Money, users: Int, devices: Int, cost: Money, tie: Bool) {
            self.userPrice = userPrice
            self.devicePrice = devicePrice
            self.users = users
            self.devices = devices
            self.cost = cost
            self.tie = tie
        }
    }

    public var allUserCost: Money?
    public var allDeviceCost: Money?
    /// By name.
    public var segments: [Segment]
    /// What one flavour per segment costs at least; exact, and never less than the mix person by person.
    public var segmentsCost: Money?
    public var segmentsCertificate: String
    /// Each price 20 % lower and higher; empty where it was not computed, with the reason.
    public var sensitivity: [AtPrice]
    public var reasons: [Reason]

    public init(
        allUserCost: Money? = nil, allDeviceCost: Money? = nil, segments: [Segment] = [], segmentsCost: Money? = nil,
        segmentsCertificate: String = "", sensitivity: [AtPrice] = [], reasons: [Reason] = []
    ) {
        self.allUserCost = allUserCost
        self.allDeviceCost = allDeviceCost
        self.segments = segments
        self.segmentsCost = segmentsCost
        self.segmentsCertificate = segmentsCertificate
        self.sensitivity = sensitivity
        self.reasons = reasons
    }
}
