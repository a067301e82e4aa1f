/// A server of the farm with the site its lines are of.
struct FarmServer {
    /// What the site serves.
    enum Kind {
        case website, shop, mail, intranet, application
    }

    let name: String
    let site: String
    let kind: Kind
    /// Host of the site's own pages in referers; nil where the site asks browsers for none (`Referrer-Policy`).
    let host: String?
    let address: String
    /// ` W3SVC1 WEB01 10.3.0.11 `: what its lines have between time and method.
    let place: [UInt8]

    private init(_ name: String, _ site: String, _ kind: Kind, host: String?, number: Int) {
        self.name = name
        self.site = site
        self.kind = kind
        self.host = host
        address = "10.3.0.\(11 + number)"
        place = Array(" \(site) \(name) \(address) ".utf8)
    }

    /// The public ones come first.
    static let all: [FarmServer] =
        ([
            ("WEB01", "W3SVC1", .website, "www.halden.example"),
            ("WEB02", "W3SVC1", .website, "www.halden.example"),
            ("WEB03", "W3SVC2", .shop, nil),
            ("WEB04", "W3SVC2", .shop, nil),
            ("MAIL01", "W3SVC1", .mail, "mail.halden.example"),
            ("MAIL02", "W3SVC1", .mail, "mail.halden.example"),
            ("INTRA01", "W3SVC3", .intranet, "intranet"),
            ("APP01", "W3SVC1", .application, nil),
        ] as [(String, String, Kind, String?)]).enumerated().map {
            FarmServer($1.0, $1.1, $1.2, host: $1.3, number: $0)
        }

    /// Servers visitors come to; some also find the logon page of the mail servers.
    static let publicOnes = 0..<4
    static let mail = 4..<6
    /// Servers people log on to.
    static let withLogon = 4..<8
}
