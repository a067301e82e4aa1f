extension [UInt8] {
    /// Changes, drops and inserts up to forty bytes or runs of bytes.
    mutating func mutate(using random: inout some RandomNumberGenerator) {
        for _ in 0..<Int.random(in: 1...40, using: &random) where !isEmpty {
            let place = Int.random(in: 0..<count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: self[place] = UInt8.random(in: 0...255, using: &random)
            case 1: remove(at: place)
            case 2: insert(UInt8.random(in: 0...255, using: &random), at: place)
            default: removeSubrange(place..<Swift.min(place + 30, count))
            }
        }
    }
}
