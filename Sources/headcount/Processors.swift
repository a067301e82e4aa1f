import Foundation

#if canImport(Glibc)
    import Glibc
#endif

enum Processors {
    /// Processors this process may use.
    static var available: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// Highest resident memory of this process so far, in bytes.
    static var peakMemory: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
