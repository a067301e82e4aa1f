import Glibc

/// libFuzzer has the main function; it calls this once before it looks at its options.
///
/// The target comes by the environment and not as an argument, because libFuzzer starts itself again with arguments of
/// its own (`-merge`, `-minimize_crash`).
@_cdecl("LLVMFuzzerInitialize")
func initialize(
    _ count: UnsafeMutablePointer<Int32>?,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> Int32 {
    if getenv("FUZZ_TARGET") == nil {
        for target in FuzzTarget.all { print(target.name) }
        exit(0)
    }
    _ = chosen
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    chosen.run(UnsafeRawBufferPointer(start: data, count: count))
    // 0: every input may stay in the corpus.
    return 0
}

/// The target that `FUZZ_TARGET` names.
private let chosen: FuzzTarget = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        print("FUZZ_TARGET names no target: \(name)")
        exit(64)
    }
    return target
}()
