import PositionModel

/// The position of one product in plain sentences.
///
/// They say what was counted and what the count does not settle. They never say that an organisation complies, nor
/// that logs require licences.
struct PositionSentences {
    var product: ProductPosition

    var all: [String] {
        if PositionStatus(product) == .noCALNeeded { return [noCAL, held] }
        return counts
    }

    private var noCAL: String {
        let why = product.reasons.first { $0.key == "requirement" }?.reason ?? ""
        return why.isEmpty ? "No CAL is needed." : "No CAL is needed (\(why))."
    }

    private var counts: [String] { [population, held, result, spread].filter { !$0.isEmpty } }

    private var counted: String { Wording.counted(product.flavour) }

    private var population: String {
        if product.flavour == "total" { return cover }
        let lower = "The logs prove access by \(NumberText.grouped(product.evidenced)) \(counted) in the window"
        let upper = "the directory count is \(NumberText.grouped(product.directory))"
        guard let defended = product.defended.value else {
            return "\(lower); \(upper). The defended figure between them is not determinable\(reason("defended"))."
        }
        return "\(lower); \(upper). The defended figure between them is \(NumberText.grouped(defended))."
    }

    /// The row of a mix counts licences of both flavours, not people.
    private var cover: String {
        let lower =
            "Covering every access in the logs on one of its two sides takes "
            + "\(NumberText.grouped(product.evidenced)) users and devices"
        let upper = "the directory counts \(NumberText.grouped(product.directory)) of both"
        guard let defended = product.defended.value else {
            return "\(lower); \(upper). The defended figure between them is not determinable\(reason("defended"))."
        }
        return
            "\(lower); \(upper). The defended figure, the best cover of both, is \(NumberText.grouped(defended))."
    }

    private var held: String {
        let licences = Wording.count(product.entitled, "licence is held", "licences are held")
        guard let usable = product.usable.value else {
            return "\(licences); how many of them serve the versions required is not determinable\(reason("usable"))."
        }
        if product.entitled == 0, usable == 0 { return "No licence is held." }
        if usable == product.entitled { return "\(licences), all of a version that serves the servers reached." }
        return "\(licences), of which \(NumberText.grouped(usable)) serve the versions the servers reached require."
    }

    private var result: String {
        guard let delta = product.delta.value else {
            return "Whether the licences held are enough is not determinable\(reason("delta"))."
        }
        if delta > 0 { return "They cover the count, with \(NumberText.grouped(delta)) to spare." }
        if delta == 0 { return "They cover the count exactly." }
        let byVersion = product.versionShortfall.value ?? 0
        let share = byVersion >= 0 &- delta ? "All" : NumberText.grouped(byVersion)
        let version =
            byVersion > 0
            ? " \(share) of these are short by version alone: a licence is held, but of an "
                + "older version than the server."
            : ""
        return "The count is short by \(NumberText.grouped(magnitude: delta)).\(version)"
    }

    private var spread: String {
        guard let usable = product.usable.value, let delta = product.delta.value,
            let low = product.low.value, let high = product.high.value
        else { return "" }
        if delta >= 0, high > usable {
            return "If every open question were decided against the organisation, the count would be "
                + "\(NumberText.grouped(high)) and short by \(NumberText.grouped(high &- usable))."
        }
        if delta < 0, low <= usable {
            return "If every open question were decided in the organisation's favour, the count would be "
                + "\(NumberText.grouped(low)) and covered."
        }
        return ""
    }

    private func reason(_ figure: String) -> String {
        let found = product.reasons.first { $0.key == figure } ?? product.reasons.first
        return found.map { ": " + $0.reason } ?? ""
    }
}

extension NumberText {
    /// The size of a number without its sign.
    static func grouped(magnitude value: Int) -> String { grouped(UInt64(value.magnitude)) }
}
