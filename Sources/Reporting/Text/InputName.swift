import PositionModel

/// How an input is named: `archive!member`, or the path alone.
enum InputName {
    static func display(_ entry: InputLedger.Entry) -> String {
        entry.member.isEmpty ? entry.path : entry.path + "!" + entry.member
    }
}
