import AccessModel

@testable import LogInput

/// Everything an input gives, member by member.
struct SourceReading: Equatable {
    struct Log: Equatable {
        var path: String
        var format: LogFormat
        var text: [UInt8]
        var digest: InputDigest
    }

    var logs: [Log] = []
    var unread: [UnreadInput] = []
    var custody: Custody

    init(_ path: String, limits: ContainerLimits = ContainerLimits(), inflation: Inflation = .fastest) throws {
        do {
            self = try SourceReading(once: path, limits, inflation)
        } catch InputError.mustReadAgain where inflation == .fastest {
            self = try SourceReading(once: path, limits, .reference)
        }
    }

    private init(once path: String, _ limits: ContainerLimits, _ inflation: Inflation) throws {
        let source = try InputSource(
            DiscoveredInput(path: path), digest: true, inflation: inflation, limits: limits)
        while let item = try source.next() {
            switch item {
            case .unread(let input): unread.append(input)
            case .log(let reader):
                var text: [UInt8] = []
                while try reader.nextChunk({ text.append(contentsOf: $0) }) {}
                logs.append(
                    Log(path: reader.place.member, format: reader.format, text: text, digest: try reader.finish()))
            }
        }
        custody = try source.finish()
    }
}
