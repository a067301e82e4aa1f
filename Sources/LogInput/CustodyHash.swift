import CCrypto

/// SHA-256 of a stream, by libcrypto: the custody hash of an input as found.
public final class CustodyHash {
    private let context: OpaquePointer

    /// SHA-256 of `bytes` as 64 lower-case hexadecimal digits; empty where libcrypto offers none.
    public static func hex(of bytes: [UInt8]) -> String {
        guard let hash = CustodyHash() else { return "" }
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }

    /// Nil where libcrypto offers no SHA-256.
    public init?() {
        guard let context = EVP_MD_CTX_new() else { return nil }
        self.context = context
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { return nil }
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// 64 lower-case hexadecimal digits. Ends the hash.
    public func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
