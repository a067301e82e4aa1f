public import PositionModel

/// The decision register as JSON (everything) or JSON lines (one question, then one answer, per line).
public enum QuestionsJSON {
    public static func text(_ register: DecisionRegister) throws(JSONTextError) -> String {
        try JSONText.encode(register)
    }

    /// Each line has its `scope` (`question` or `answer`) and the window.
    public static func lines(_ register: DecisionRegister) throws(JSONTextError) -> String {
        var result = ""
        for question in register.questions {
            result += try JSONText.encodeLine(
                ScopedLine(scope: "question", window: register.window, row: question))
        }
        for answer in register.answers {
            result += try JSONText.encodeLine(ScopedLine(scope: "answer", window: register.window, row: answer))
        }
        return result
    }
}
