import AccessModel
import Contributions
import Dispatch
import Synchronization

/// The inputs whose lines are arriving, shared by the files that are read at a time. One file works on an input at a time;
/// another that meets a line of it waits.
final class ArrivingInputs: Sendable {
    private struct State {
        var waiting: [ContentID: ArrivingInput] = [:]
        /// Inputs some file is at work on, with what the others wait for.
        var inHand: [ContentID: DispatchSemaphore] = [:]
        /// Contributions that are through, taken or refused.
        var done: Set<ContentID> = []
        /// Bytes of lines that inputs hold which nobody is at work on.
        var held = 0
    }

    private enum Answer {
        case yours(ArrivingInput)
        case through
        case inHand(DispatchSemaphore)
    }

    /// Most bytes of lines that wait for others.
    let memory: Int
    private let state = Mutex(State())

    init(memory: Int) { self.memory = memory }

    /// The input of a line, to work on until it is put back or through; nil for one that is through.
    func take(_ place: ContributionLine.Place) -> ArrivingInput? {
        let id = place.contribution
        while true {
            let answer: Answer = state.withLock { state in
                if state.done.contains(id) { return .through }
                if let holder = state.inHand[id] { return .inHand(holder) }
                // Taken out while it changes: a copy of what it holds would be made otherwise.
                let input = state.waiting.removeValue(forKey: id) ?? ArrivingInput(place)
                state.held -= input.held
                state.inHand[id] = DispatchSemaphore(value: 0)
                return .yours(input)
            }
            switch answer {
            case .yours(let input): return input
            case .through: return nil
            case .inHand(let holder):
                holder.wait()
                // For the next of those who wait.
                holder.signal()
            }
        }
    }

    /// Puts back an input that waits for more lines.
    func putBack(_ input: ArrivingInput) throws(AnalysisError) {
        let (held, count) = state.withLock { state in
            state.waiting[input.place.contribution] = input
            state.held += input.held
            state.inHand.removeValue(forKey: input.place.contribution)?.signal()
            return (state.held, state.waiting.count)
        }
        guard held <= memory else {
            throw .scattered(
                "more than \(memory >> 20) MiB of lines wait for others of their inputs (\(count) inputs): bring the lines of "
                    + "each input together (sort FILE... groups them), or allow more with --memory")
        }
    }

    /// Ends the work on an input, taken or refused: no line of it is wanted any more.
    func end(_ input: ArrivingInput) {
        state.withLock { state in
            state.done.insert(input.place.contribution)
            state.inHand.removeValue(forKey: input.place.contribution)?.signal()
        }
    }

    /// Those that are not whole, in the order of their ids.
    func rest() -> [ArrivingInput] {
        state.withLock { $0.waiting.values.sorted { $0.place.contribution < $1.place.contribution } }
    }
}
