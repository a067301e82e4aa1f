import Foundation

/// How many users the days of a log did not show, judged by those it showed rarely.
///
/// Chao's lower bound for incidences (Chao 1987, "Estimating the population size for capture-recapture data with unequal
/// catchability", Biometrics 43; in EstimateS and iNEXT as Chao2): where many users were seen on one day only and few on
/// two, many more were seen on none. It is a lower bound: users who never reach the server on such days as were logged,
/// and users of servers without logs, are beyond any estimate.
struct UnseenUsers: Sendable, Equatable {
    /// Users seen.
    var seen: Int
    /// Those seen on one day, and on two.
    var onOneDay: Int
    var onTwoDays: Int
    /// Days with records.
    var days: Int

    /// How many more there are at least, by the estimate; 0 where everybody was seen more than once.
    var more: Double {
        let (one, two) = (Double(onOneDay), Double(onTwoDays))
        return onTwoDays > 0 ? share * one * one / (2 * two) : share * one * (one - 1) / 2
    }

    /// The 95 % interval of `more`: log-normal, so that it never goes below 0 (Chao 1987, equation 12).
    var interval: ClosedRange<Double> {
        let more = more
        guard more > 0 else { return 0...0 }
        let spread = exp(1.96 * (log(1 + variance / (more * more))).squareRoot())
        return more / spread...more * spread
    }

    /// (t - 1) / t for t days.
    private var share: Double { days > 0 ? Double(days - 1) / Double(days) : 0 }

    private var variance: Double {
        let (one, two) = (Double(onOneDay), Double(onTwoDays))
        guard onTwoDays > 0 else {
            let all = Double(seen) + more
            let value =
                share * one * (one - 1) / 2 + share * share * one * (2 * one - 1) * (2 * one - 1) / 4
                - share * share * one * one * one * one / (4 * all)
            return max(0, value)
        }
        let ratio = one / two
        return two
            * (share / 2 * ratio * ratio + share * share * ratio * ratio * ratio
                + share * share / 4 * ratio * ratio * ratio * ratio)
    }
}
