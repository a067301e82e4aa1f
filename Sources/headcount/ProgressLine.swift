import Analysis

/// The line a running scan redraws: how far it is, how fast, what was rejected, and how long it will take.
enum ProgressLine {
    /// - Parameters:
    ///   - seconds: since the scan began.
    ///   - width: columns of the terminal; parts that do not fit are left out from the end.
    static func text(_ progress: ScanMonitor.Progress, seconds: Double, width: Int) -> String {
        let seconds = max(0.001, seconds)
        var parts = ["\(progress.inputsDone)/\(progress.inputs) inputs"]
        if let left = progress.secondsLeft(after: seconds) { parts.append(timeLeft(left)) }
        if progress.rejected > 0 { parts.append("\(progress.rejected) rejected") }
        parts.append("\(Size.text(progress.bytes))")
        parts.append("\(Size.text(Int(Double(progress.bytes) / seconds)))/s")
        parts.append("\(Int(Double(progress.records) / seconds)) records/s")
        if progress.onDisk > 0, !progress.isEndless {
            parts.append(
                "\(min(100, progress.readOnDisk * 100 / progress.onDisk)) % of \(Size.text(Int(progress.onDisk))) on disk"
            )
        }
        if progress.rejected == 0 { parts.append("0 rejected") }
        var line = ""
        for part in parts {
            let longer = line.isEmpty ? part : line + "  " + part
            if longer.utf8.count >= width { break }
            line = longer
        }
        return line
    }

    /// `about 1:05 left`; hours where there are some.
    private static func timeLeft(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999).rounded())
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        return hours > 0
            ? "about \(hours):\(two(minutes)):\(two(whole % 60)) left" : "about \(minutes):\(two(whole % 60)) left"
    }
}
