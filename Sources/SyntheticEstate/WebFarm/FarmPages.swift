/// What is asked of a site of the farm. In paths and queries `#` stands for a random number, `@` for the account
/// as a query carries it, `~` for the id of its phone.
struct FarmPages {
    struct Page {
        var method: String
        var path: [UInt8]
        /// `-` for none.
        var query: [UInt8]
        /// As `Referer`: only what a browser shows as a page refers to anything.
        var isDocument: Bool
    }

    let pages: [Page]
    let choice: SkewedChoice

    init(_ kind: FarmServer.Kind) {
        pages = FarmPages.list(kind).map { method, path, query in
            let last = path.split(separator: "/").last ?? ""
            return Page(
                method: method, path: Array(path.utf8), query: Array((query.isEmpty ? "-" : query).utf8),
                isDocument: method == "GET" && !path.hasPrefix("/api")
                    && (!last.contains(".") || last.hasSuffix(".aspx")))
        }
        choice = SkewedChoice(count: pages.count)
    }

    private typealias Row = (method: String, path: String, query: String)
    private static let subjects = [
        "cardiology", "orthopaedics", "paediatrics", "radiology", "surgery", "dental-care", "nursing", "neurology",
        "oncology", "dermatology",
    ]

    private static func list(_ kind: FarmServer.Kind) -> [Row] {
        switch kind {
        case .website:
            let common: [Row] = [
                ("GET", "/", ""), ("GET", "/assets/css/site.min.css", "v=4.18.2"),
                ("GET", "/assets/js/bundle.7f3c21.js", ""), ("GET", "/favicon.ico", ""),
                ("GET", "/media/images/header-#.jpg", "w=1280&q=75"), ("GET", "/de/suche", "q=termin&seite=#"),
                ("GET", "/de/termin/buchen", "praxis=#&schritt=2"), ("POST", "/api/v2/availability", "clinic=#"),
                ("HEAD", "/", ""), ("GET", "/robots.txt", ""),
            ]
            return common
                + subjects.flatMap { subject -> [Row] in
                    [
                        ("GET", "/de/fachgebiete/\(subject)/", ""), ("GET", "/en/departments/\(subject)/", ""),
                        ("GET", "/de/aktuelles/\(subject)/meldung-#", "utm_source=newsletter"),
                        ("GET", "/media/images/\(subject)/#.webp", "w=640"),
                    ]
                }
        case .shop:
            let common: [Row] = [
                ("GET", "/", ""), ("GET", "/bundles/core.min.js", "v=20260814"), ("GET", "/Content/shop.css", ""),
                ("GET", "/product/#", ""), ("GET", "/product/#", "ref=search"), ("GET", "/media/p/#_m.jpg", ""),
                ("GET", "/search", "term=verband&page=#&sort=price"), ("POST", "/cart/add", "sku=#&qty=1"),
                ("GET", "/api/stock/#", ""), ("GET", "/cart", ""), ("GET", "/account/login", "returnUrl=%2Fcart"),
            ]
            return common + subjects.map { ("GET", "/category/\($0)", "page=#&view=grid") }
        case .mail:
            return [
                ("POST", "/EWS/Exchange.asmx", ""),
                ("POST", "/Microsoft-Server-ActiveSync/default.eas", "Cmd=Ping&User=@&DeviceId=~&DeviceType=iPhone"),
                ("POST", "/mapi/emsmdb/", "MailboxId=4f2a86d1-35c0-4be9-9d55-0be1c1a7%40corp.example.com"),
                ("POST", "/owa/service.svc", "action=FindConversation&EP=1&ID=-#&AC=1"),
                ("POST", "/Microsoft-Server-ActiveSync/default.eas", "Cmd=Sync&User=@&DeviceId=~&DeviceType=iPhone"),
                ("POST", "/owa/service.svc", "action=GetItem&EP=1&ID=-#&AC=1"), ("GET", "/owa/", ""),
                ("POST", "/autodiscover/autodiscover.xml", ""),
                ("GET", "/owa/ev.owa2", "ns=PendingRequest&ev=PingRequest"),
                ("GET", "/owa/prem/15.2.1544.4/resources/styles/0/sprite1.mouse.css", ""),
                ("GET", "/OAB/6f1c0a52-8d1e-4f7b-9c7a-7f4a2d1c9e10/oab.xml", ""),
            ]
        case .intranet:
            let common: [Row] = [
                ("GET", "/SitePages/Home.aspx", ""), ("POST", "/_vti_bin/client.svc/ProcessQuery", ""),
                ("GET", "/_layouts/15/init.js", "rev=0aUU7PBLAtHD%2FvJO3mZr8Q%3D%3D"),
                ("GET", "/_api/web/lists/GetByTitle('Dokumente')/items", "$top=100&$skip=#"),
                ("GET", "/_layouts/15/WopiFrame.aspx", "sourcedoc=%7B#%7D&action=default"),
                ("GET", "/_catalogs/masterpage/Forms/theme-#.css", ""),
            ]
            return common
                + subjects.map { ("GET", "/sites/\($0)/Freigegebene+Dokumente/Dienstplan_#.xlsx", "Web=1") }
        case .application:
            return [
                ("GET", "/api/patients/#/summary", "include=visits"), ("POST", "/api/visits", ""),
                ("GET", "/api/worklist", "ward=#&state=open"), ("GET", "/dist/app.4c1f.js", ""), ("GET", "/", ""),
                ("PUT", "/api/visits/#", "version=3"),
                ("GET", "/signalr/poll", "transport=longPolling&clientProtocol=2.1"),
                ("GET", "/reports/ward", "from=2026-08-01&to=2026-08-31&ward=#"),
            ]
        }
    }

    /// Where visitors without an account end up on a mail server.
    static let logonPage = Page(
        method: "GET", path: Array("/owa/auth/logon.aspx".utf8),
        query: Array("replaceCurrent=1&url=https%3a%2f%2fmail.halden.example%2fowa%2f".utf8), isDocument: true)
}

/// Draws numbers of which the first come most often, as ranks do (Zipf's law, shifted by two).
struct SkewedChoice {
    private var sums: [Int] = []

    init(count: Int) {
        var sum = 0
        for rank in 0..<max(count, 1) {
            sum += 1_000_000 / (rank + 3)
            sums.append(sum)
        }
    }

    func next(_ random: inout SeededRandom) -> Int {
        let place = random.below(sums.last ?? 1)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] <= place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
