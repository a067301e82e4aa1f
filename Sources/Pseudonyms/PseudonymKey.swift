import AccessModel
import CCrypto

/// The secret names are replaced by. Who has it can tell which name a pseudonym stands for by trying names; nobody else can.
public struct PseudonymKey: Sendable {
    /// Shortest secret: as many bytes as SHA-256 gives, the least RFC 2104 (section 3) advises.
    public static let minimumBytes = 32
    /// Longest secret.
    public static let maximumBytes = 1 << 20

    private let secret: [UInt8]

    /// Nil for a secret that is too short or too long.
    public init?(secret: [UInt8]) {
        guard (PseudonymKey.minimumBytes...PseudonymKey.maximumBytes).contains(secret.count) else { return nil }
        self.secret = secret
    }

    /// Names the key without telling it: the same for every run with it.
    public var id: String { PseudonymDigits.text(of: code(of: Array("headcount.pseudonyms/1 key".utf8))) }

    /// HMAC-SHA256 of a message (RFC 2104, FIPS 198-1), by libcrypto.
    func code(of message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        let made = HMAC(EVP_sha256(), secret, Int32(secret.count), message, message.count, &code, &count)
        // Never a guess: without the code there is no pseudonym.
        precondition(made != nil && count == 32, "libcrypto offers no HMAC-SHA256")
        return code
    }
}

/// The digits of pseudonyms: base 32 without letters that look like digits or each other (Crockford's).
enum PseudonymDigits {
    /// Digits of a pseudonym: 80 bits. That two of a million names share one has a probability of 4 in 10^13.
    static let count = 16
    static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// The first `count` digits of a code.
    static func text(of code: [UInt8]) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(count)
        var (bits, held): (UInt32, UInt32) = (0, 0)
        for byte in code.prefix(count * 5 / 8) {
            bits = bits << 8 | UInt32(byte)
            held += 8
            while held >= 5 {
                held -= 5
                digits.append(alphabet[Int(bits >> held & 31)])
            }
            bits &= (1 << held) - 1
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
