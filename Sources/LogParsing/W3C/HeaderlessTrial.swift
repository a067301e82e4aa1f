import AccessModel

/// Reads a log that has no `#Fields` as long as every line fits one format with fixed columns.
///
/// The lines count as they come. Where one does not fit after all, or a `#Fields` follows, what they gave is void and all
/// of them are rejected: a guess that was right for a while is no evidence (row contract, "Web lines").
struct HeaderlessTrial {
    private enum State {
        /// No line has been read.
        case notBegun
        case running(HeaderlessLayout)
        /// Lines before `#Fields` are rejected, with the reason.
        case over(reason: String)
    }

    private var state = State.notBegun
    private var clock: LocalClock?
    private var values = W3CValues()
    /// Lines read so far, and where the first of them are.
    private var count: UInt64 = 0
    private var places: [LinePlace] = []
    /// What was rejected meanwhile.
    private var rejected = RecordTally()

    private static let noFormat =
        "no #Fields directive says what the columns mean, and the line fits no format with fixed columns"

    /// Why all lines are rejected.
    static let hasDayFirst =
        "the dates have the day first, and in this format the month is read first: rewrite them as M/D/YY, or have the "
        + "server log in the W3C format"

    init(localClock: LocalClock?) { clock = localClock }

    var isRunning: Bool {
        if case .running = state { true } else { false }
    }

    /// True where the lines are read by a clock of their own.
    var usesLocalTime: Bool {
        if case .running(.iisNative) = state { true } else { false }
    }

    /// The format the lines were read as.
    var layoutName: String {
        if case .running(let layout) = state { layout.name } else { "any format with fixed columns" }
    }

    /// Why lines before `#Fields` are rejected.
    var reason: String {
        if case .over(let reason) = state { reason } else { HeaderlessTrial.noFormat }
    }

    mutating func read(_ line: UnsafeRawBufferPointer, at place: LinePlace) -> HeaderlessFit {
        switch state {
        case .over: return .doesNotFit
        case .running(let layout):
            let fit = layout.read(line, &values, &clock)
            if case .reads = fit { note(place) }
            return fit
        case .notBegun:
            var isAmbiguous = false
            for layout in HeaderlessLayout.all {
                let fit = layout.read(line, &values, &clock)
                switch fit {
                case .reads: note(place)
                case .hasDayFirst: break
                case .isAmbiguous:
                    isAmbiguous = true
                    continue
                case .doesNotFit: continue
                }
                state = .running(layout)
                return fit
            }
            // A client's text made it so, not the log: the lines that follow may still be read.
            return isAmbiguous ? .isAmbiguous : .doesNotFit
        }
    }

    private mutating func note(_ place: LinePlace) {
        count += 1
        if places.count < RecordTally.rejectionsKeptPerReason { places.append(place) }
    }

    /// A record was rejected, whatever for.
    mutating func note(_ rejection: Rejection) {
        guard case .over = state else { return rejected.reject(rejection) }
    }

    /// There is a directive that makes every line something else: no trial.
    private mutating func forgo() {
        if case .notBegun = state { state = .over(reason: HeaderlessTrial.noFormat) }
    }

    /// Ends the trial; what its lines gave is taken back.
    mutating func end(_ why: @autoclosure () -> String, voiding batch: inout AccessBatch) {
        defer { forgo() }
        guard case .running(let layout) = state else { return }
        let reason = "no #Fields directive, and not all lines are \(layout.name): \(why())"
        state = .over(reason: reason)
        for place in places {
            rejected.reject(
                Rejection(reason: .beforeFields, offset: place.offset, record: place.number, detail: reason))
        }
        rejected.rejected[.beforeFields, default: 0] += count - UInt64(places.count)
        batch.voidEarlier(leaving: rejected)
        (places, rejected) = ([], RecordTally())
    }
}
