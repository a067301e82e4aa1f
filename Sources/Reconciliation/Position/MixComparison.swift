import AccessModel
import Licensing
import PositionModel

/// What else could be bought than the cheapest mix, at list price.
struct MixComparison: Sendable {
    private let cover: AccessCover
    private let userPrice: Int64
    private let devicePrice: Int64

    /// How much of it is worked out.
    enum Extent: Sendable { case none, limited, unlimited }

    /// Largest graph that is solved four times more for other prices: a second on two cores; what is larger takes as much
    /// longer. `headcount optimise` has no such limit.
    static let sensitivityEdges = 250_000
    /// By how much each price moves, in per cent.
    static let step: Int64 = 20

    init(_ cover: AccessCover, userPrice: Int64, devicePrice: Int64) {
        self.cover = cover
        self.userPrice = userPrice
        self.devicePrice = devicePrice
    }

    /// - Parameters:
    ///   - mix: of the product, with its counts.
    ///   - segmentOf: name of the segment of each user to cover.
    ///   - isUnlimited: computes the other prices however large the graph is.
    func alternatives(of mix: ProductMix, segmentOf: [String], isUnlimited: Bool) -> MixAlternatives {
        var result = MixAlternatives(
            allUserCost: mix.allUser.value.map { Money(hundredths: PriceList.times(userPrice, $0)) },
            allDeviceCost: mix.allDevice.value.map { Money(hundredths: PriceList.times(devicePrice, $0)) })
        if !cover.forcedDevices.isEmpty {
            result.allUserCost = nil
            result.reasons.append(
                Reason(
                    figure: "allUserCost",
                    reason:
                        "\(cover.forcedDevices.count) devices that nobody known or only a shared account uses need device CALs"
                ))
        }
        if result.allDeviceCost == nil {
            let why =
                mix.reasons.first { $0.figure == "allDevice" }?.reason ?? "not everybody can be covered by devices"
            result.reasons.append(Reason(figure: "allDeviceCost", reason: why))
        }
        guard Set(segmentOf.map { ExactText($0) }).count > 1 else {
            for figure in ["segments", "segmentsCost"] {
                result.reasons.append(
                    Reason(figure: figure, reason: "the directory gives no departments to decide by"))
            }
            addSensitivity(to: &result, isUnlimited: isUnlimited)
            return result
        }
        let segments = MixSegments(cover, segmentOf: segmentOf, userPrice: userPrice, devicePrice: devicePrice)
        result.segments = segments.segments
        result.segmentsCost = Money(hundredths: segments.cost)
        result.segmentsCertificate = segments.certificate
        addSensitivity(to: &result, isUnlimited: isUnlimited)
        return result
    }

    private func addSensitivity(to result: inout MixAlternatives, isUnlimited: Bool) {
        guard isUnlimited || cover.edges.count <= Self.sensitivityEdges else {
            result.reasons.append(
                Reason(
                    figure: "sensitivity",
                    reason:
                        "not computed for more than \(Self.sensitivityEdges) pairs of users and devices; headcount optimise does"
                ))
            return
        }
        result.sensitivity = sensitivity
    }

    private var sensitivity: [MixAlternatives.AtPrice] {
        let moved = { (price: Int64, percent: Int64) in
            min(price.multipliedClamped(100 + percent) / 100, CoverGraph.maximumCost)
        }
        return [
            (moved(userPrice, -Self.step), devicePrice), (moved(userPrice, Self.step), devicePrice),
            (userPrice, moved(devicePrice, -Self.step)), (userPrice, moved(devicePrice, Self.step)),
        ].map { user, device in
            let optimum = VertexCover(cover.graph(userCost: user, deviceCost: device, free: ([], [])))
            return MixAlternatives.AtPrice(
                userPrice: Money(hundredths: user), devicePrice: Money(hundredths: device), users: optimum.users.count,
                devices: optimum.devices.count, cost: Money(hundredths: optimum.cost), tie: optimum.tie)
        }
    }
}

extension Int64 {
    /// A product that stops at the ends of 64 bits instead of trapping.
    fileprivate func multipliedClamped(_ other: Int64) -> Int64 {
        let (value, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? Int64.max : value
    }
}
