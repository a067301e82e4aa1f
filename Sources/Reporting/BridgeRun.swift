import PositionModel

/// A bridge with its running totals, and whether it arrives where it says.
struct BridgeRun {
    struct Line {
        var step: BridgeStep
        var usersBefore: Int
        var usersAfter: Int
        var devicesBefore: Int
        var devicesAfter: Int
        /// True on the first step, which is the directory population itself.
        var isStart: Bool
        /// True on the step after which the auditor's figure stands.
        var isAuditorFigure: Bool
        /// Signed change.
        var userChange: Int { usersAfter &- usersBefore }
        var deviceChange: Int { devicesAfter &- devicesBefore }
        /// True where the step is told but changes nothing here: its users count in the high figure only.
        var isTold: Bool { step.sign == 0 }
        var changesAnything: Bool { step.users != 0 || step.devices != 0 }
    }

    /// Rule id of the step the auditor's figure follows.
    static let auditorStep = "disabled"

    var lines: [Line] = []
    var users = 0
    var devices = 0
    /// True where the steps sum to the defended figure.
    var sums: Bool

    init(_ bridge: Bridge) {
        for (index, step) in bridge.steps.enumerated() {
            let line = Line(
                step: step, usersBefore: users, usersAfter: BridgeRun.add(step.users, step.sign, to: users),
                devicesBefore: devices, devicesAfter: BridgeRun.add(step.devices, step.sign, to: devices),
                isStart: index == 0 && step.sign > 0, isAuditorFigure: step.rule == BridgeRun.auditorStep)
            users = line.usersAfter
            devices = line.devicesAfter
            lines.append(line)
        }
        sums = users == bridge.defendedUsers && devices == bridge.defendedDevices
    }

    // Wraps instead of trapping: a position read back from a file may hold any numbers, and a wrong sum is shown.
    private static func add(_ magnitude: Int, _ sign: Int, to total: Int) -> Int {
        switch sign.signum() {
        case -1: total &- magnitude
        case 1: total &+ magnitude
        default: total
        }
    }
}
