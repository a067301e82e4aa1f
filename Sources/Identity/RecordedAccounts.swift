import AccessModel

/// Numbers the accounts of the evidence as recorded: each (domain, name, SID) once, in the order in which they come.
///
/// An open table of numbers instead of a dictionary: it is asked once for each of ten million rows, and a dictionary
/// spends most of its time on a hash that withstands chosen keys.
struct RecordedAccounts {
    struct Account: Equatable {
        var domain: TextID
        var name: TextID
        var sid: TextID
    }

    private(set) var all: [Account] = []
    /// Numbers plus 1; 0 where nothing is. A power of two, more than twice as many places as accounts.
    private var places = [UInt32](repeating: 0, count: 1 << 10)

    /// The number of an account, a new one where it was not met before.
    mutating func number(_ account: Account) -> Int {
        var place = self.place(account)
        while places[place] != 0 {
            let number = Int(places[place] - 1)
            if all[number] == account { return number }
            place = (place + 1) & (places.count - 1)
        }
        all.append(account)
        places[place] = UInt32(all.count)
        if 2 * all.count > places.count { grow() }
        return all.count - 1
    }

    private mutating func grow() {
        places = [UInt32](repeating: 0, count: 2 * places.count)
        for (number, account) in all.enumerated() {
            var place = self.place(account)
            while places[place] != 0 { place = (place + 1) & (places.count - 1) }
            places[place] = UInt32(number + 1)
        }
    }

    /// Two rounds of multiplication by odd numbers; who makes up accounts does not choose their ids.
    private func place(_ account: Account) -> Int {
        var mixed = (UInt64(account.name) << 32 | UInt64(account.sid)) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29 ^ UInt64(account.domain)
        mixed &*= 0xBF58_476D_1CE4_E5B9
        return Int(truncatingIfNeeded: mixed >> 32) & (places.count - 1)
    }
}
