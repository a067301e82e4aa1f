/// The user agents of the farm's visitors and people, as IIS writes them.
enum FarmAgents {
    /// Browsers in the order of their use, then what else comes.
    static let pool: [[UInt8]] = (browsers + others).map { Array($0.utf8) }
    static let phone = Array("Apple-iPhone15C3/2209.5000500".utf8)
    static let outlook = Array(
        "Microsoft+Office/16.0+(Windows+NT+10.0;+Microsoft+Outlook+16.0.17928;+Pro)".utf8)

    /// The firm's own devices have two browsers, in a few versions.
    static func ofWorkplace(_ number: Int) -> [UInt8] { workplace[number % workplace.count] }
    private static let workplace = (0..<10).map { Array(browser($0 / 2 * 8 + ($0 % 2 == 0 ? 4 : 5)).utf8) }

    private static let browsers: [String] = (0..<280).map(browser)

    private static func browser(_ number: Int) -> String {
        let version = 100 + number * 7 % 41
        switch number % 8 {
        case 0, 3: return UserAgents.browser(number / 8 * 3)
        case 1:
            return "Mozilla/5.0+(Linux;+Android+10;+K)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/\(version).0.0.0"
                + "+Mobile+Safari/537.36"
        case 2:
            return "Mozilla/5.0+(iPhone;+CPU+iPhone+OS+\(13 + number % 6)_\(number % 7)+like+Mac+OS+X)"
                + "+AppleWebKit/605.1.15+(KHTML,+like+Gecko)+Version/\(13 + number % 6).\(number % 7)+Mobile/15E148"
                + "+Safari/604.1"
        case 4:
            return "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)"
                + "+Chrome/\(version).0.0.0+Safari/537.36+Edg/\(version).0.\(1000 + number).\(number % 90)"
        case 5: return "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64;+rv:\(version).0)+Gecko/20100101+Firefox/\(version).0"
        case 6: return UserAgents.browser(number / 8 * 3 + 2)
        default:
            return "Mozilla/5.0+(Linux;+Android+\(9 + number % 6);+SM-A\(100 + number)B)+AppleWebKit/537.36"
                + "+(KHTML,+like+Gecko)+SamsungBrowser/\(14 + number % 12).0+Chrome/\(version).0.0.0+Mobile+Safari/537.36"
        }
    }

    private static let others = [
        "Mozilla/5.0+(compatible;+Googlebot/2.1;++http://www.google.com/bot.html)",
        "Mozilla/5.0+(compatible;+bingbot/2.0;++http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0+(compatible;+AhrefsBot/7.0;++http://ahrefs.com/robot/)", "python-requests/2.32.3", "curl/8.7.1",
        "Go-http-client/1.1", "okhttp/4.12.0", "-",
    ]
}

/// Addresses of the farm's clients by number; different numbers have different addresses.
enum FarmAddress {
    /// First octets with nothing but public addresses in them (IANA IPv4 Special-Purpose Address Registry).
    private static let octets: [Int] = (1...223).filter { ![10, 100, 127, 169, 172, 192, 198, 203].contains($0) }
    /// Prefixes of European access networks.
    private static let prefixes = ["2003:", "2a02:", "2a00:", "2a01:"].map { Array($0.utf8) }

    /// A public address; every eighth is one of IPv6.
    static func visitor(_ number: Int) -> [UInt8] {
        var bits = SeededRandom(seed: UInt64(number))
        // An odd factor turns different numbers of 24 bits into different ones.
        let low = number &* 0x9E_3779 & 0xFF_FFFF
        guard number % 8 == 5 else {
            let first = octets[bits.below(octets.count)]
            return Array("\(first).\(low >> 16).\(low >> 8 & 255).\(low & 255)".utf8)
        }
        // No group is zero, so that nothing is to be shortened.
        var text = prefixes[number / 8 % prefixes.count]
        var groups = [(low >> 12) + 1, (low & 0xFFF) + 1]
        groups = [groups[0], groups[1]] + (0..<5).map { _ in bits.inRange(0x1000...0xFFFF) }
        for (index, group) in groups.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ":")) }
            text.append(contentsOf: HexText.hex(group).dropFirst(2))
        }
        return text
    }

    /// Where a person's phone is in the firm's wireless network.
    static func phone(_ number: Int) -> [UInt8] {
        Array("10.\(48 + number / 2000).\(number / 200 % 10).\(number % 200 + 20)".utf8)
    }
}
