/// What each of several stores brought into the one they were merged into.
public enum MergeTable {
    public struct Line: Sendable {
        public var store: String
        public var inputs: Int
        public var newInputs: Int

        /// - Parameters:
        ///   - inputs: inputs of the store.
        ///   - newInputs: those whose content no store before it had, or had from a smaller place.
        public init(store: String, inputs: Int, newInputs: Int) {
            self.store = store
            self.inputs = inputs
            self.newInputs = newInputs
        }
    }

    public static func text(_ lines: [Line], style: TerminalStyle = TerminalStyle()) -> String {
        var table = TextTable(columns: [.path("store"), .number("inputs"), .number("new"), .number("known")])
        for line in lines {
            let counts = [line.inputs, line.newInputs, line.inputs - line.newInputs]
            table.append([line.store] + counts.map { NumberText.grouped(UInt64(clamping: $0)) })
        }
        return table.text(style)
    }
}
