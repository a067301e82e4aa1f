// swift-tools-version: 6.2
import PackageDescription

// Modules in the order the data flows; docs/architecture.md says what each owns and may import.
let package = Package(
    name: "headcount",
    products: [
        .executable(name: "headcount", targets: ["headcount"]),
        .library(name: "HeadcountKit", targets: ["HeadcountKit"]),
    ],
    traits: [
        .default(enabledTraits: ["ISAL", "Archives", "Workbook"]),
        .trait(name: "ISAL", description: "Inflate gzip with ISA-L (libisal-dev), about three times as fast as zlib."),
        .trait(
            name: "Archives",
            description: "Read zip, 7z, cab, tar, xz, zst and bz2 through libarchive (libarchive-dev)."),
        .trait(name: "Workbook", description: "Write position.xlsx through libxlsxwriter (libxlsxwriter-dev)."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // C libraries: module map and shim only.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .target(name: "CByteScan"),

        // bytes -> records -> accesses -> evidence
        .target(name: "AccessModel"),
        .target(name: "ByteScan", dependencies: ["AccessModel", "CByteScan", "CXXHash"]),
        .target(
            name: "LogInput",
            dependencies: [
                "AccessModel", "ByteScan", "CZlib", "CCrypto",
                .target(name: "CISAL", condition: .when(traits: ["ISAL"])),
                .target(name: "CArchive", condition: .when(traits: ["Archives"])),
            ]),
        .target(name: "LogParsing", dependencies: ["AccessModel", "ByteScan", "CByteScan", "CLibXML2"]),
        .target(name: "CompactSets", dependencies: ["AccessModel"]),
        .target(name: "DistinctSets", dependencies: ["AccessModel", "ByteScan", "CompactSets"]),
        .target(
            name: "EvidenceStore",
            dependencies: ["AccessModel", "CompactSets", .product(name: "GRDB", package: "GRDB.swift")]),

        // evidence -> lines -> the same evidence, on another machine
        .target(
            name: "Contributions", dependencies: ["AccessModel", "ByteScan", "CompactSets", "DistinctSets", "CZlib"]),

        // evidence + estate -> position -> report
        .target(name: "PositionModel", dependencies: ["AccessModel"]),
        .target(name: "Identity", dependencies: ["AccessModel", "PositionModel"]),
        .target(name: "EstateInput", dependencies: ["AccessModel", "PositionModel", "Yams"]),
        .target(
            name: "Licensing", dependencies: ["AccessModel", "PositionModel"],
            resources: [.embedInCode("Resources/catalogue.json")]),
        .target(
            name: "Reconciliation", dependencies: ["AccessModel", "PositionModel", "Identity", "Licensing"]),
        .target(
            name: "Reporting",
            dependencies: [
                "AccessModel", "PositionModel",
                .target(name: "CXLSXWriter", condition: .when(traits: ["Workbook"])),
            ]),

        // position -> the same position without anybody's name
        .target(name: "Pseudonyms", dependencies: ["AccessModel", "PositionModel", "Identity", "CCrypto"]),

        // a seeded estate with known truth, for the demo and the tests
        .target(name: "SyntheticEstate", dependencies: ["AccessModel", "CZlib"]),

        // composition
        .target(
            name: "Analysis",
            dependencies: [
                "AccessModel", "LogInput", "LogParsing", "DistinctSets", "Contributions", "EvidenceStore",
                "PositionModel", "Identity", "EstateInput", "Licensing", "Reconciliation", "Pseudonyms", "Reporting",
                "SyntheticEstate",
            ]),
        .target(
            name: "HeadcountKit",
            dependencies: [
                "AccessModel", "PositionModel", "EstateInput", "EvidenceStore", "Licensing", "Analysis",
            ]),
        .executableTarget(
            name: "headcount",
            dependencies: [
                "AccessModel", "CMalloc", "PositionModel", "EstateInput", "EvidenceStore", "Licensing", "Pseudonyms",
                "Reporting", "Analysis", "SyntheticEstate", "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // tests, one target per module
        .testTarget(name: "headcountTests", dependencies: ["Analysis", "headcount"]),
        .testTarget(name: "AccessModelTests", dependencies: ["AccessModel"]),
        .testTarget(name: "ByteScanTests", dependencies: ["AccessModel", "ByteScan", "CByteScan"]),
        .testTarget(
            name: "LogInputTests",
            dependencies: [
                "AccessModel", "ByteScan", "LogInput", "CZlib",
                .target(name: "CArchive", condition: .when(traits: ["Archives"])),
            ]),
        .testTarget(name: "LogParsingTests", dependencies: ["AccessModel", "ByteScan", "LogParsing"]),
        .testTarget(name: "CompactSetsTests", dependencies: ["AccessModel", "CompactSets"]),
        .testTarget(name: "DistinctSetsTests", dependencies: ["AccessModel", "CompactSets", "DistinctSets"]),
        .testTarget(name: "ContributionsTests", dependencies: ["AccessModel", "CompactSets", "Contributions"]),
        .testTarget(
            name: "EvidenceStoreTests",
            dependencies: [
                "AccessModel", "CompactSets", "EvidenceStore", "DistinctSets",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(name: "IdentityTests", dependencies: ["AccessModel", "PositionModel", "Identity"]),
        // LogInput unpacks the real exports.
        .testTarget(
            name: "EstateInputTests", dependencies: ["AccessModel", "PositionModel", "EstateInput", "LogInput"]),
        .testTarget(name: "LicensingTests", dependencies: ["AccessModel", "PositionModel", "Licensing"]),
        .testTarget(
            name: "ReconciliationTests",
            dependencies: ["AccessModel", "PositionModel", "Identity", "Licensing", "Reconciliation"]),
        .testTarget(
            name: "ReportingTests", dependencies: ["AccessModel", "CZlib", "PositionModel", "Reporting"],
            exclude: ["Goldens"]),
        .testTarget(name: "PseudonymsTests", dependencies: ["AccessModel", "PositionModel", "Pseudonyms"]),
        .testTarget(name: "SyntheticEstateTests", dependencies: ["AccessModel", "CZlib", "SyntheticEstate"]),
        .testTarget(
            name: "AnalysisTests",
            dependencies: [
                "AccessModel", "PositionModel", "LogInput", "EvidenceStore", "EstateInput", "Licensing", "Identity",
                "CZlib",
                "Reconciliation", "Pseudonyms", "Reporting", "Analysis", "SyntheticEstate",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// Fuzzers: built only where HEADCOUNT_FUZZ is set, as fuzz/run does (see fuzz/README.md).
if Context.environment["HEADCOUNT_FUZZ"] != nil {
    package.targets += [
        .target(name: "CFuzzer", path: "fuzz/CFuzzer"),
        .executableTarget(
            name: "headcount-fuzz",
            dependencies: [
                "AccessModel", "ByteScan", "CompactSets", "Contributions", "CFuzzer", "LogInput", "LogParsing",
                "PositionModel",
                "EstateInput", "EvidenceStore", "Licensing", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "fuzz/Targets"),
    ]
}

// What benchmarks/core.py and benchmarks/licensing.py measure and what benchmarks/identity.py measures on; all build it so.
if Context.environment["HEADCOUNT_BENCH"] != nil {
    package.targets += [
        .executableTarget(
            name: "headcount-bench", dependencies: ["AccessModel", "DistinctSets", "EvidenceStore"],
            path: "benchmarks/core"),
        .executableTarget(
            name: "headcount-bench-identity", dependencies: ["AccessModel", "DistinctSets", "EvidenceStore"],
            path: "benchmarks/identity"),
        .executableTarget(
            name: "headcount-bench-licensing", dependencies: ["Licensing"], path: "benchmarks/licensing"),
    ]
}

// CI builds with warnings as errors (CI=true); a newer compiler's new warnings do not stop anybody else.
let warningsAreErrors = Context.environment["CI"] != nil
// Modules of C are named C and a capital.
func isOfC(_ name: String) -> Bool { name.hasPrefix("C") && name.dropFirst().first?.isUppercase == true }
for target in package.targets where target.type != .system && !isOfC(target.name) {
    target.swiftSettings =
        [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])
}
