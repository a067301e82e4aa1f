import AccessModel

@testable import DistinctSets

/// The answer of a measurement: what all engines must agree on.
struct SetAnswer {
    var seconds: Double
    var distinct: Int
    /// Of texts: the sum of all ids, which are given from 1 on. Of words: the sum of the places at which a word was new.
    var checksum: UInt64

    var json: String { "{\"seconds\": \(seconds), \"distinct\": \(distinct), \"checksum\": \(checksum)}" }
}

/// Ids for texts.
enum TextSets {
    /// Texts looked up together: those of 64 accesses, as `EvidenceAccumulator` does.
    private static let groupSize = 256

    static func interner(_ keys: MappedKeys) -> String {
        var answer = SetAnswer(seconds: 0, distinct: 0, checksum: 0)
        answer.seconds = cpuSeconds {
            var interner = Interner(hash: SeededHash(seed: 7))
            var texts: [TextRange] = []
            var ids: [UInt32] = []
            var start = 0
            while start < keys.count {
                texts.removeAll(keepingCapacity: true)
                for index in start..<min(start + groupSize, keys.count) {
                    texts.append(TextRange(offset: UInt32(index * keys.width), count: UInt32(keys.width)))
                }
                interner.ids(of: texts, in: keys.bytes, into: &ids)
                for id in ids { answer.checksum &+= UInt64(id) }
                start += groupSize
            }
            answer.distinct = interner.count - 1
        }
        return answer.json
    }

    static func dictionary(_ keys: MappedKeys) -> String {
        var answer = SetAnswer(seconds: 0, distinct: 0, checksum: 0)
        answer.seconds = cpuSeconds {
            var ids: [String: UInt32] = [:]
            for index in 0..<keys.count {
                let start = index * keys.width
                let text = String(decoding: keys.bytes[start..<start + keys.width], as: UTF8.self)
                let next = UInt32(ids.count + 1)
                let id = ids[text, default: next]
                if id == next { ids[text] = id }
                answer.checksum &+= UInt64(id)
            }
            answer.distinct = ids.count
        }
        return answer.json
    }
}

/// Sets of words.
enum WordSets {
    /// Visits looked up together, as `EvidenceAccumulator` does.
    private static let groupSize = 64

    /// `VisitorTable` is a set of words that also counts how often each came.
    static func visitors(_ keys: MappedKeys) -> String {
        var answer = SetAnswer(seconds: 0, distinct: 0, checksum: 0)
        let words = keys.bytes.bindMemory(to: UInt64.self)
        answer.seconds = cpuSeconds {
            var table = VisitorTable(hash: SeededHash(seed: 7))
            var keys: [UInt64] = []
            let agents = [UInt32](repeating: 1, count: groupSize)
            var changed: [Int] = []
            var start = 0
            while start < words.count {
                keys.removeAll(keepingCapacity: true)
                keys.append(contentsOf: words[start..<min(start + groupSize, words.count)])
                let few = keys.count == groupSize ? agents : Array(agents[..<keys.count])
                // Every visit comes with the same agent, so those that change it are the first of their words.
                table.add(keys, agents: few, changed: &changed)
                for place in changed { answer.checksum &+= UInt64(start + place) }
                start += groupSize
            }
            answer.distinct = table.count
        }
        return answer.json
    }

    static func set(_ keys: MappedKeys) -> String {
        var answer = SetAnswer(seconds: 0, distinct: 0, checksum: 0)
        let words = keys.bytes.bindMemory(to: UInt64.self)
        answer.seconds = cpuSeconds {
            var set: Set<UInt64> = []
            for index in words.indices where set.insert(words[index]).inserted { answer.checksum &+= UInt64(index) }
            answer.distinct = set.count
        }
        return answer.json
    }
}
