import AccessModel
import PositionModel

extension MutableCollection {
    /// Changes each element in its place.
    mutating func edit(_ change: (inout Element) -> Void) {
        for index in indices { change(&self[index]) }
    }
}

extension Array {
    /// Sorts by two texts, in their bytes, where one of the names the list was sorted by has changed.
    mutating func sort(by texts: (Element) -> (String, String), whereChanged old: [String]) {
        guard !zip(self, old).allSatisfy({ ExactText(texts($0).0) == ExactText($1) }) else { return }
        self = sorted { a, b in
            let (first, second) = (texts(a), texts(b))
            return (ExactText(first.0), ExactText(first.1)) < (ExactText(second.0), ExactText(second.1))
        }
    }

    /// Sorts by a text, in its bytes, what stands together and is the same in all else the order goes by.
    mutating func sortRuns(
        by text: (Element) -> String, ofSame key: (Element) -> (String, [QuestionEffect], Bool)
    ) {
        var start = 0
        while start < count {
            let first = key(self[start])
            var end = start + 1
            while end < count {
                let next = key(self[end])
                guard ExactText(next.0) == ExactText(first.0), next.1 == first.1, next.2 == first.2 else { break }
                end += 1
            }
            if end - start > 1 {
                let run = self[start..<end].map { (text: text($0), element: $0) }
                replaceSubrange(
                    start..<end, with: run.sorted { $0.text.isByteOrdered(before: $1.text) }.map(\.element))
            }
            start = end
        }
    }
}

extension [Reason] {
    mutating func replaceNames(_ names: Pseudonymiser) { edit { $0.reason = names.text($0.reason) } }
}
