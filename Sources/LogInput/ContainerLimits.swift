/// The limits of what is read out of one file. Constants in the product; tests set them lower to go one past them.
struct ContainerLimits {
    /// See `ExpansionLimit`.
    var expansionFloor: UInt64 = 1 << 30
    /// Entries of one archive that are looked at, folders included: daily logs of 20 sites over 10 years are 73,000.
    var mostMembers = 100_000
    /// Bytes of a member's name: what Linux allows a path.
    var longestName = 4096
}

/// How many archives are around what is read: a log may be packed, lie in an archive, be packed in it, or lie in an
/// archive in it. That is what people send; whatever is deeper is named and left.
struct ContainerDepth {
    /// An archive in an archive is opened, an archive in that is not.
    static let most = 2

    private let archivesAround: Int

    /// A file as found.
    static let outside = ContainerDepth(archivesAround: 0)

    var isOutside: Bool { archivesAround == 0 }
    /// True where one more archive or compressor is opened.
    var mayOpen: Bool { archivesAround < ContainerDepth.most }

    var inside: ContainerDepth { ContainerDepth(archivesAround: archivesAround + 1) }
}
