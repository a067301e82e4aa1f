import CMalloc

/// How the C library keeps memory that was given back.
enum LargeBlocks {
    /// Bytes from which on a block is given back to the system at once.
    private static let threshold: Int32 = 1 << 20

    /// Called before anything is read. Left to itself the C library raises this threshold up to 32 MiB as it goes, and
    /// keeps the tables of one part while the next is counted: a scan of 7 GB peaked at 223 MiB instead of 170.
    static func giveBack() { _ = mallopt(M_MMAP_THRESHOLD, threshold) }
}
