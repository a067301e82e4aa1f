/// User agents as IIS writes them: `+` for a space.
enum UserAgents {
    /// A browser of its own kind for every number: enough of them to show a crowd behind one address.
    static func browser(_ number: Int) -> String {
        let version = 100 + number % 40
        switch number % 3 {
        case 0:
            return "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)"
                + "+Chrome/\(version).0.0.0+Safari/537.36"
        case 1: return "Mozilla/5.0+(X11;+Linux+x86_64;+rv:\(version).0)+Gecko/20100101+Firefox/\(version).0"
        default:
            return "Mozilla/5.0+(Macintosh;+Intel+Mac+OS+X+10_15_7)+AppleWebKit/605.1.15+(KHTML,+like+Gecko)"
                + "+Version/\(version - 84).1+Safari/605.1.15"
        }
    }
    static let workplace = browser(60)
    static let phone =
        "Mozilla/5.0+(iPhone;+CPU+iPhone+OS+18_1+like+Mac+OS+X)+AppleWebKit/605.1.15+(KHTML,+like+Gecko)"
        + "+Mobile/15E148"
}
