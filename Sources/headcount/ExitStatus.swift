import ArgumentParser

/// The exit codes scripts may rely on (64, usage, is ArgumentParser's own).
enum ExitStatus {
    static let failure = ExitCode(1)
    static let short = ExitCode(2)
    static let threshold = ExitCode(3)
    static let mismatch = ExitCode(4)
    static let interrupted = ExitCode(130)
}
