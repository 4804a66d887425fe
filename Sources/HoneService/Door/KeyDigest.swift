import CCrypto

/// The SHA-256 digest of a client's key: what the configuration holds, from which nobody can find the key.
///
/// A plain hash is right here, where one for passwords would have to be slow and salted: the keys that `hone key` makes
/// hold 256 random bits, so there is nothing to guess, and a digest is compared for every request.
public struct KeyDigest: Sendable, Hashable, CustomStringConvertible {
    /// Bytes of a digest.
    static let byteCount = Int(SHA256_DIGEST_LENGTH)
    private static let prefix = "sha256:"

    private let bytes: [UInt8]

    /// The digest of a key.
    public init(of key: String) {
        var digest = [UInt8](repeating: 0, count: Self.byteCount)
        let key = Array(key.utf8)
        SHA256(key, key.count, &digest)
        bytes = digest
    }

    /// The digest that a configuration writes as `sha256:` and 64 hexadecimal digits.
    ///
    /// - Throws: `KeyConfigurationError.malformedDigest`, which does not repeat the text: it may be a key.
    public init(parsing text: String) throws(KeyConfigurationError) {
        let digits = Array(text.utf8.dropFirst(Self.prefix.utf8.count))
        guard text.hasPrefix(Self.prefix), digits.count == 2 * Self.byteCount else { throw .malformedDigest }
        var digest: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(of: digits[index]), let low = Self.value(of: digits[index + 1]) else {
                throw .malformedDigest
            }
            digest.append(high << 4 | low)
        }
        bytes = digest
    }

    /// Whether both are the same, in a time that does not tell where they differ.
    func matches(_ other: KeyDigest) -> Bool { CRYPTO_memcmp(bytes, other.bytes, Self.byteCount) == 0 }

    /// The text that `init(parsing:)` reads.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        let hex = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return Self.prefix + String(decoding: hex, as: UTF8.self)
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
