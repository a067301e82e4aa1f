import PositionModel

/// What every section of the report needs to word its figures.
struct ReportContext {
    /// Names of products by catalogue id.
    var productNames: [String: String]
    var currency: String
    /// The ids kept for what the sections show, to link to.
    var anchors: Anchors

    /// Name of a product as a heading has it.
    func product(_ id: String) -> String { productNames[id] ?? id }

    /// Name of a product as tables have it: without what the catalogue adds in brackets.
    func shortProduct(_ id: String) -> String {
        let name = product(id)
        let end = name.utf8.firstIndex(of: UInt8(ascii: "(")) ?? name.endIndex
        let short = name[..<end]
        return short.utf8.count < 3 ? name : String(short.hasSuffix(" ") ? short.dropLast() : short)
    }

    /// `markup`, linked to where `name` has its place; as it is where it has none.
    func link(_ prefix: String, _ name: String, _ markup: Markup) -> Markup {
        guard let id = anchors.link(prefix, name) else { return markup }
        return "<a href=\"#\(id)\">\(markup)</a>"
    }

    func money(_ amount: Money?) -> Markup {
        guard let amount else { return Markup.notDeterminable }
        return Markup(text: NumberText.money(amount, currency: currency))
    }

    /// An amount without its currency, for columns that name it in their head.
    func bareMoney(_ amount: Money?) -> Markup {
        guard let amount else { return Markup.notDeterminable }
        return Markup(text: NumberText.money(amount, currency: ""))
    }
}

extension Markup {
    static let notDeterminable: Markup = "<abbr class=\"nd\" title=\"not determinable\">n/d</abbr>"

    /// A figure, or that it is not determinable.
    static func figure(_ figure: Figure) -> Markup {
        guard let value = figure.value else { return notDeterminable }
        return "\(value)"
    }

    /// A difference with its sign.
    static func difference(_ figure: Figure) -> Markup {
        guard let value = figure.value else { return notDeterminable }
        return "\(NumberText.signed(value))"
    }

    /// `12` or `12 – 30`.
    static func range(_ low: Figure, _ high: Figure) -> Markup {
        if low == high { return .figure(low) }
        return "\(Markup.figure(low)) – \(Markup.figure(high))"
    }

    /// A name of a machine, account or file: it breaks after its separators, not within its parts.
    static func name(_ text: String) -> Markup {
        var result: Markup = "<span class=\"name\">"
        var part = ""
        var length = 0
        for scalar in text.unicodeScalars {
            part.unicodeScalars.append(scalar)
            // As it shows: a character that steers becomes an escape of several.
            length += SafeText.isUnsafe(scalar) ? SafeText.visibleEscape(scalar).utf8.count : 1
            if length >= longestUnbroken || (length > 2 && ".\\/@!-_:,;= ".unicodeScalars.contains(scalar)) {
                result += "\(part)<wbr />"
                part = ""
                length = 0
            }
        }
        return result + "\(part)</span>"
    }

    /// Longest part of a name without a place to break, in characters shown.
    private static let longestUnbroken = 32

    static func count(_ number: Int, _ singular: String, _ plural: String) -> Markup {
        Markup(text: Wording.count(number, singular, plural))
    }

    /// Why figures are not determinable; empty where there is no reason to give.
    static func reasons(_ reasons: [Reason]) -> Markup {
        guard !reasons.isEmpty else { return .empty }
        let items = ReasonGroup.groups(reasons).map { group -> Markup in
            "<li><b>\(group.figures)</b>: \(group.reason)</li>\n"
        }
        return "<ul class=\"reasons\">\n\(items.joined())</ul>\n"
    }

    static func status(_ status: PositionStatus) -> Markup {
        switch status {
        case .short: "<span class=\"tag bad\">short</span>"
        case .coveredByCount: "<span class=\"tag ok\">covered by the count</span>"
        case .noCALNeeded: "<span class=\"tag\">no CAL needed</span>"
        case .notDeterminable: "<span class=\"tag open\">not determinable</span>"
        }
    }

    static func verdict(_ verdict: ExternalExposure.Verdict) -> Markup {
        let word = Wording.verdict(verdict)
        return switch verdict {
        case .gap: "<span class=\"tag bad\">\(word)</span>"
        case .notDeterminable, .waste: "<span class=\"tag open\">\(word)</span>"
        case .covered, .exempt: "<span class=\"tag ok\">\(word)</span>"
        case .none: "<span class=\"tag\">\(word)</span>"
        }
    }

    static func severity(_ severity: Finding.Severity) -> Markup {
        switch severity {
        case .high: "<span class=\"tag bad\">high</span>"
        case .medium: "<span class=\"tag open\">medium</span>"
        case .low: "<span class=\"tag\">low</span>"
        case .info: "<span class=\"tag\">info</span>"
        }
    }
}
