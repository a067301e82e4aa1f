import CFuzzer
import Glibc

/// `headcount-fuzz TARGET [libFuzzer options] [CORPUS ...]`; `headcount-fuzz list` names the targets.
@main enum Main {
    static func main() {
        guard CommandLine.arguments.count > 1 else { return stop("usage: headcount-fuzz TARGET [options] [CORPUS ...]") }
        let name = CommandLine.arguments[1]
        if name == "list" {
            for target in FuzzTarget.all { print(target.name) }
            return
        }
        guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
            return stop("no target \(name); `headcount-fuzz list` names them")
        }
        // The driver keeps its arguments for good, so they are never given back.
        let arguments = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) }
        let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: arguments.count + 1)
        pointers.initialize(repeating: nil, count: arguments.count + 1)
        for (index, argument) in arguments.enumerated() { pointers[index] = argument }
        var count = Int32(arguments.count)
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = pointers
        exit(LLVMFuzzerRunDriver(&count, &list, target.run))
    }

    private static func stop(_ message: String) {
        var line = message + "\n"
        _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(64)
    }
}
